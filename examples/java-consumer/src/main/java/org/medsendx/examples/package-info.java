/** What reads the cloud's topics, with nothing but Kafka's client and a JSON reader. */
@NullMarked
package org.medsendx.examples;

import org.jspecify.annotations.NullMarked;
