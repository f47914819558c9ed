package org.medsendx.deidentification.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the gate checks. Each has the code with which it withholds, and that reports name. */
public enum Check {
    /** The copy can be read. */
    UNREADABLE,
    /** The file meta information names the new instance, its SOP class and a syntax that fits. */
    META,
    /** No element is there that had to go, and none says what it should not. */
    ELEMENT,
    /** No element is gone that had to stay. */
    LOST,
    /** The Types of the SOP class hold as they did in the original. */
    TYPE,
    /** Pixels are the original's but for the masks. */
    PIXELS,
    /** Frames that were encoded anew decode to the original's, cell for cell. */
    ENCODING,
    /** No bytes behind the pixels. */
    UNSEEN_EXCESS,
    /** No frames that are not declared. */
    UNSEEN_FRAMES,
    /** No comments in codestreams. */
    UNSEEN_CODESTREAM,
    /** No offset tables that are wrong. */
    UNSEEN_OFFSETS,
    /** No bits beside the stored ones. */
    UNSEEN_BITS,
    /** No text in a copy that claims to have none. */
    SECOND_LOOK,
    /** No token of the subject. */
    TOKEN,
    /** No original UID. */
    UID;

    /** Its code in reasons and reports. */
    public String code() {
        return "verify-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The codes of all. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Check::code).toList();
    }
}
