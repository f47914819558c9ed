/** Kafka Streams: features in; status, findings and baselines out. */
@NullMarked
package org.medsendx.miner.topology;

import org.jspecify.annotations.NullMarked;
