package org.medsendx.contracts.deidentified;

/** What a derived object is, and how its key ends. */
public enum DerivedKind {
    /** Side-by-side PNG: original and tissue map. */
    HIGHLIGHT(".highlight.png"),
    /** DICOM SEG: the tissue map. */
    SEGMENTATION(".seg.dcm"),
    /** DICOM SR: features, quality and triage. */
    MEASUREMENTS(".sr.dcm"),
    /** Small PNG of the image. */
    THUMBNAIL(".thumbnail.png"),
    /** Verification report, JSON. */
    REPORT(".report.json");

    private final String suffix;

    DerivedKind(String suffix) {
        this.suffix = suffix;
    }

    /** What replaces {@code .dcm} in the key of the instance. */
    public String suffix() {
        return suffix;
    }

    /** The same kind as an uploaded object. */
    public UploadedKind uploaded() {
        return switch (this) {
            case HIGHLIGHT -> UploadedKind.HIGHLIGHT;
            case SEGMENTATION -> UploadedKind.SEGMENTATION;
            case MEASUREMENTS -> UploadedKind.MEASUREMENTS;
            case THUMBNAIL -> UploadedKind.THUMBNAIL;
            case REPORT -> UploadedKind.REPORT;
        };
    }
}
