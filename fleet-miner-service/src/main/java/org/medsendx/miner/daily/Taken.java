package org.medsendx.miner.daily;

import java.util.Locale;

/** What became of one scan that {@link ScannerDays} was given. */
public enum Taken {
    /** It counts, as a new exam or as a further image of one. */
    COUNTED(true),
    /** It was counted before, also when it comes as a corrected rerun: the first one stands. */
    REPEATED(false),
    /** Its exam is closed: it was counted with the images that had come by then. */
    EXAM_CLOSED(false),
    /** It is from before the days in which repeats can still be told. */
    TOO_OLD(false),
    /** Another pseudonym key has counted that day, so the exam may be known by another name. */
    OTHER_KEY(false),
    /** Its day lies long before the scanner's first. */
    BEFORE_ITS_TIME(false),
    /** Its day lies more than a year after the scanner's last, and no other scan agrees yet. */
    IMPLAUSIBLE_DAY(false),
    /** The scanner sends more kinds of scans than are kept. */
    TOO_MANY_STRATA(false);

    private final boolean changes;

    Taken(boolean changes) {
        this.changes = changes;
    }

    /** Whether the scanner's days are others than before. */
    public boolean changes() {
        return changes;
    }

    /** As metrics and logs spell it, such as {@code too-old}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
