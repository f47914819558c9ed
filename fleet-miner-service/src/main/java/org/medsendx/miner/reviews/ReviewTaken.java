package org.medsendx.miner.reviews;

import java.util.Locale;

/** What became of one decision that {@link ScannerReviews} was given. */
public enum ReviewTaken {
    /** It is the first about its scan. */
    COUNTED(true),
    /** It takes the place of an earlier one about the same scan. */
    REPLACED(true),
    /** It, or a later one about the same scan, counts already. */
    REPEATED(false),
    /** Its day is closed: repeats could not be told any more. */
    TOO_OLD(false),
    /** Another pseudonym key has counted that day, so the scan may be known by another name. */
    OTHER_KEY(false),
    /** Its day lies long before the scanner's first. */
    BEFORE_ITS_TIME(false),
    /** More was decided on that day than is kept of one. */
    TOO_MANY(false);

    private final boolean changes;

    ReviewTaken(boolean changes) {
        this.changes = changes;
    }

    /** Whether the counts are others than before. */
    public boolean changes() {
        return changes;
    }

    /** As metrics and logs spell it, such as {@code too-old}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
