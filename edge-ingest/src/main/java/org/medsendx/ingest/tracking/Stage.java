package org.medsendx.ingest.tracking;

import java.util.Locale;

/** What can be said of an input, in the order in which it usually comes. */
public enum Stage {
    /** It is on disk, and its sender was told so. */
    RECEIVED,
    /** It is on disk and cannot enter the pipeline. */
    QUARANTINED,
    /** A verified clean copy is there. */
    DEIDENTIFIED,
    /** De-identification could not be completed or proved. */
    WITHHELD,
    /** It was measured, judged and placed in the work list. */
    SEGMENTED,
    /** Somebody accepted or rejected it. */
    REVIEWED,
    /** It is in the cloud's store, verified there. */
    UPLOADED,
    /** A destination beside the store has confirmed it. */
    DELIVERED,
    /** A destination has committed itself to keeping it. */
    ARCHIVED;

    /** As answers spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
