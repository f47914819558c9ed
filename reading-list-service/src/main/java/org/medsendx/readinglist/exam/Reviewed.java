package org.medsendx.readinglist.exam;

/** What the truck decided about the images of an exam. */
public enum Reviewed {
    /** Nothing about any of them. */
    OPEN("open"),
    /** Something about some, and none was rejected. */
    ACCEPTED("accepted"),
    /** At least one was rejected. */
    REJECTED("rejected");

    private final String code;

    Reviewed(String code) {
        this.code = code;
    }

    /** As addresses and programs have it. */
    public String code() {
        return code;
    }
}
