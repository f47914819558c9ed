/** Brokers, S3 server and the five services: how they are started, configured and stopped. */
@NullMarked
package org.medsendx.localstack.stack;

import org.jspecify.annotations.NullMarked;
