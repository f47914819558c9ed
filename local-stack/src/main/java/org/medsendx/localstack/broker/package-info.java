/** A real single-node Kafka broker (KRaft) as a process of its own, with users and rights. */
@NullMarked
package org.medsendx.localstack.broker;

import org.jspecify.annotations.NullMarked;
