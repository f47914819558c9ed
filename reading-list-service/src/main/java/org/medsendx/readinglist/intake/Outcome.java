package org.medsendx.readinglist.intake;

/** What became of a record. */
public enum Outcome {
    TAKEN("taken", false),
    /** It tells what is known already. */
    REPEAT("repeat", false),
    /** One image more of an exam than are kept. */
    BEYOND("beyond", false),
    /** It is no event of its topic in a version that is known here. */
    UNREADABLE("unreadable", true),
    /** It is larger, or has longer lists, than any event of ours. */
    OVERSIZED("oversized", true),
    /** It speaks for another truck than the one that wrote it, or is not where its key belongs. */
    FOREIGN("foreign", true),
    /** A number or a UID that cannot be. */
    IMPLAUSIBLE("implausible", true),
    /** A key that is not that of the object it tells of. */
    WRONG_KEY("wrong-key", true),
    /** It gives an object other UIDs than an event before it. */
    CONTRADICTS("contradicts", true),
    /** Reading it met a defect of ours. */
    DEFECT("defect", true);

    private final String code;
    private final boolean refused;

    Outcome(String code, boolean refused) {
        this.code = code;
        this.refused = refused;
    }

    /** As metrics and programs have it. */
    public String code() {
        return code;
    }

    /** Whether it is passed by. */
    public boolean isRefused() {
        return refused;
    }
}
