/** Kafka in and out (edge). */
@NullMarked
package org.medsendx.anonymizer.messaging;

import org.jspecify.annotations.NullMarked;
