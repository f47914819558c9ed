package org.medsendx.readinglist.exam;

/** How far an exam has come, by what is known of it here. */
public enum Progress {
    /** Some of it is here, and nobody has said yet how urgent it is. */
    NOT_ASSESSED("not-assessed"),
    /** It is announced; images or what is made of them are still to come. */
    ON_ITS_WAY("on-its-way"),
    /** All that was announced is in the bucket and verified there. */
    HERE("here");

    private final String code;

    Progress(String code) {
        this.code = code;
    }

    /** As addresses and programs have it. */
    public String code() {
        return code;
    }
}
