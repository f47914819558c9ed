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
    SIGN_IN_FIRST(401, "sign-in-first", "Sign in at /login."),
    TOKEN_REFUSED(
            401,
            "token-refused",
            "This truck does not know the token that was shown, or it has ended or was replaced:"
                    + " ./medsendx accounts machine NAME gives another."),
    NO_ACCOUNTS(
            403,
            "no-accounts",
            "Nobody has an account on this truck yet. Make the first one: ./medsendx accounts add"
                    + " NAME --role crew (or officer, or admin) --file FILE, where FILE is what"
                    + " medsendx.web.accounts-file names."),
    ACCOUNTS_UNUSABLE(
            403,
            "accounts-unusable",
            "The file that medsendx.web.accounts-file names cannot be used, so nobody is let in;"
                    + " the log says why."),
    NOT_FOR_THIS_ROLE(
            403,
            "not-for-this-role",
            "This account may not see this: identified data is for the officer, accounts are for"
                    + " the admin."),
    NOT_HERE(404, "not-here", "There is no such page."),
    METHOD(405, "method-not-allowed", "Use GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE."),
    CONTENT_TYPE(
            415,
            "content-type",
            "Say what is sent: Content-Type: application/json, or application/dicom for a DICOM"
                    + " file."),
    NOT_ADMITTED(500, "not-admitted", "Nobody has said whether this may be answered."),
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
