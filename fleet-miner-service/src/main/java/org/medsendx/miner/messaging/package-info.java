/** Kafka Streams: features in; status, findings and baselines out. */
@NullMarked
package org.medsendx.miner.messaging;

import org.jspecify.annotations.NullMarked;
