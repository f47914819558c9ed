package org.medsendx.segmenter.dicomweb;

/** A request that is not answered with what it asks for, in words that quote nothing of it. */
public final class DicomWebException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status as of PS3.18, 8.5
     * @param code for programs
     * @param message for people
     */
    public DicomWebException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static DicomWebException bad(String code, String message) {
        return new DicomWebException(400, code, message);
    }

    static DicomWebException notFound(String code, String message) {
        return new DicomWebException(404, code, message);
    }

    static DicomWebException notAcceptable(String message) {
        return new DicomWebException(406, "not-acceptable", message);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** For programs. */
    public String code() {
        return code;
    }

    /** As the body of an answer: JSON. */
    public String json() {
        return "{\"code\":\"" + code + "\",\"message\":\"" + getMessage() + "\"}\n";
    }
}
