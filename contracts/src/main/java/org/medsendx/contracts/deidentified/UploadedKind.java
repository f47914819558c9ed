package org.medsendx.contracts.deidentified;

/** What an uploaded object is. */
public enum UploadedKind {
    /** The de-identified instance itself. */
    INSTANCE,
    HIGHLIGHT,
    SEGMENTATION,
    MEASUREMENTS,
    THUMBNAIL,
    REPORT
}
