package org.medsendx.webguard;

/** Why a request is not answered, in words that quote nothing of it. */
public enum Refusal {
    MALFORMED(
            400,
            "malformed-request",
            "Host, target, Origin, Sec-Fetch-Site or Content-Type is absent, doubled or not what"
                    + " it should be."),
    FOREIGN_ORIGIN(
            403,
            "foreign-origin",
            "A page of another site made the browser ask for this. If that page is this service"
                    + " under another name, open it by the name that medsendx.web.hosts lists."),
    METHOD(405, "method-not-allowed", "Use GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE."),
    CONTENT_TYPE(
            415,
            "content-type",
            "Say what is sent: Content-Type: application/json, or application/dicom for a DICOM"
                    + " file."),
    FOREIGN_HOST(
            421,
            "foreign-host",
            "This service does not answer under the name that was asked for. If the name is one of"
                    + " its own, add it to medsendx.web.hosts (name or name:port).");

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
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

    /** As the body of an answer: JSON. */
    public String json() {
        return "{\"refused\":\"" + code + "\",\"message\":\"" + message + "\"}\n";
    }
}
