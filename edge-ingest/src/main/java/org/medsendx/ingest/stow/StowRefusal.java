package org.medsendx.ingest.stow;

/** Why a request is refused as a whole: nothing of it is kept (PS3.18, 10.5.3.1). */
public enum StowRefusal {
    NOT_MULTIPART(
            415, "not-multipart", "Send multipart/related; type=\"application/dicom\"; boundary=…"),
    /** Metadata with bulk data apart, in JSON or XML, is of this kind. */
    OTHER_TYPE(
            415,
            "not-dicom-parts",
            "Each part must be a DICOM file: Content-Type: application/dicom."),
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
