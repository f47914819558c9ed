package org.medsendx.deidentification.rules;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * What the engine says it did beyond table and profile, by path: text outside the table from which
 * residual copies of the patient's tokens were removed. The gate accepts a change there and nowhere
 * else. Paths are tags and item numbers only.
 */
public final class Promise {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Set<String> cleaned = new HashSet<>();

    /** The path of an element in an item. */
    public static String path(String item, int tag) {
        return item + '/' + HEX.toHexDigits(tag);
    }

    /** The path of an item of a sequence. */
    public static String item(String item, int sequence, int number) {
        return path(item, sequence) + "[" + number + "]";
    }

    void cleaned(String path) {
        cleaned.add(path);
    }

    /** Whether residual tokens were removed there. */
    public boolean isCleaned(String path) {
        return cleaned.contains(path);
    }

    /** How many values were cleaned. */
    public int cleaned() {
        return cleaned.size();
    }
}
