/** Kafka in, outbox out. */
@NullMarked
package org.medsendx.segmenter.messaging;

import org.jspecify.annotations.NullMarked;
