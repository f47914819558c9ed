package org.medsendx.ingest.stow;

/** Why a request is refused as a whole: nothing of it is kept (PS3.18, 10.5.3.1). */
public enum StowRefusal {
    NOT_MULTIPART(
            415,
            "not-multipart",
            "Send multipart/related; boundary=…; with type=\"application/dicom\", or"
                    + " type=\"application/dicom+json\"."),
    /** Metadata in XML is of this kind. */
    OTHER_TYPE(
            415,
            "not-dicom-parts",
            "Each part must be a DICOM file: Content-Type: application/dicom; or the first is"
                    + " metadata: application/dicom+json."),
    OTHER_BULK_TYPE(
            415,
            "bulk-type",
            "Bulk data is application/octet-stream (little endian), image/jpeg, image/jls,"
                    + " image/jp2 or image/dicom-rle, with a transfer-syntax of that type."),
    NO_LOCATION(
            400,
            "no-location",
            "A part with bulk data says which value it is: Content-Location, as the BulkDataURI"
                    + " has it; only compressed frames are several of one location."),
    BAD_METADATA(
            400,
            "bad-metadata",
            "One part is metadata in DICOM JSON (PS3.18, F), with one data set for each instance."),
    MALFORMED(400, "bad-multipart", "The message is no multipart message."),
    TRUNCATED(400, "truncated", "The message ends before its closing boundary."),
    EMPTY(400, "no-instance", "The message has no part."),
    BAD_STUDY(400, "bad-study", "The address names a study by what is no UID."),
    TOO_SLOW(
            408, "too-slow", "The message came more slowly than medsendx.ingest.min-receive-rate."),
    TOO_LARGE(
            413,
            "too-large",
            "More instances or bytes than medsendx.ingest.stow allows in one request: send"
                    + " several."),
    UNKNOWN_SOURCE(
            403,
            "unknown-source",
            "Only devices of the truck's list may send, and this account is none of them, or calls"
                    + " from elsewhere: docs/devices.md."),
    NOT_ACCEPTABLE(406, "not-acceptable", "The answer is application/dicom+json."),
    NOT_ENABLED(404, "not-enabled", "medsendx.ingest.stow.enabled is false."),
    BUSY(503, "busy", "As many requests as medsendx.ingest.stow.max-requests are under way."),
    NO_ROOM(503, "disk-nearly-full", "The disk is nearly full, or cannot be written.");

    private final int status;
    private final String code;
    private final String message;

    StowRefusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** For programs and logs. */
    public String code() {
        return code;
    }

    /** What to do, for people. */
    public String message() {
        return message;
    }
}
