package org.medsendx.segmenter.assess;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;

/**
 * What a scan's own file does not say and its judgement needs.
 *
 * @param scanner which scanner made it, for what is usual there; {@code unknown} when that is not
 *     known
 * @param order how urgent its order is, null when no order is known
 */
public record Origin(String scanner, @Nullable OrderPriority order) {

    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin("unknown", null);
}
