/** The outbox to Kafka (edge). */
@NullMarked
package org.medsendx.ingest.messaging;

import org.jspecify.annotations.NullMarked;
