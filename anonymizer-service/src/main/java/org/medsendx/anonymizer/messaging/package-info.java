/** Kafka in and out, and the life of the service. */
@NullMarked
package org.medsendx.anonymizer.messaging;

import org.jspecify.annotations.NullMarked;
