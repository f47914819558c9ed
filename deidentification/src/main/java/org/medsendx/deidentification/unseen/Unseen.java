package org.medsendx.deidentification.unseen;

/** A kind of bytes that no viewer shows and that therefore do not leave. */
public enum Unseen {
    /** Behind the last value that the attributes around it declare (PS3.5, 8.1.1). */
    EXCESS("excess"),
    /** Frames that Number of Frames does not declare. */
    FRAMES("frames"),
    /** Comments, application segments and bytes around or between what a decoder reads. */
    CODESTREAM("codestream"),
    /** An offset table that does not say where the frames are. */
    OFFSETS("offsets"),
    /** Bits of the cells outside Bits Stored. */
    BITS("bits");

    private final String key;

    Unseen(String key) {
        this.key = key;
    }

    /** Its word in reports and notes. */
    public String key() {
        return key;
    }
}
