/**
 * Outgoing events: written to disk before the input is acknowledged, published afterwards, never
 * lost in between.
 */
@NullMarked
package org.medsendx.outbox;

import org.jspecify.annotations.NullMarked;
