/** Publishes an outbox to Kafka with an idempotent producer. */
@NullMarked
package org.medsendx.outbox.kafka;

import org.jspecify.annotations.NullMarked;
