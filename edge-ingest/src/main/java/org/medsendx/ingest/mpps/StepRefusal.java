package org.medsendx.ingest.mpps;

/** Why a performed procedure step is not made or changed (PS3.4, F.7; PS3.7, C.5). */
public enum StepRefusal {
    DUPLICATE(0x0111, 0, "there is such an instance"),
    NO_SUCH_INSTANCE(0x0112, 0, "no such instance"),
    NOT_A_UID(0x0117, 0, "not a UID"),
    BAD_VALUE(0x0106, 0, "a value that it may not have"),
    MISSING(0x0120, 0, "an attribute is missing"),
    NO_VALUE(0x0121, 0, "an attribute has no value"),
    /** Error ID (0000,0903) as PS3.4, F.7.2.2.2 has it. */
    FINAL(0x0110, 0xA710, "it can be updated no more"),
    FULL(0x0213, 0, "no more steps are kept"),
    TOO_LARGE(0x0213, 0, "more than is kept of one step");

    private final int status;
    private final int errorId;
    private final String comment;

    StepRefusal(int status, int errorId, String comment) {
        this.status = status;
        this.errorId = errorId;
        this.comment = comment;
    }

    public int status() {
        return status;
    }

    /** 0 for none. */
    public int errorId() {
        return errorId;
    }

    public String comment() {
        return comment;
    }
}
