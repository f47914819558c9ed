package org.medsendx.ingest.matching;

import org.jspecify.annotations.Nullable;

/**
 * A range of dates or times as a key has it (PS3.4, C.2.2.2.5.1): {@code A-B}, {@code A-}, {@code
 * -B}, or one value, which is the range of what it leaves open ({@code 0930} the whole minute).
 * Values are compared as digits, so those of one kind are brought to one length.
 *
 * @param from its begin; null when it has none
 * @param to its end; null when it has none
 */
public record Range(@Nullable String from, @Nullable String to) {

    /** Reads a key; colons and points of older writings fall away. */
    public static Range of(String key) {
        int dash = key.indexOf('-');
        if (dash < 0) {
            return new Range(key, key);
        }
        String from = key.substring(0, dash).strip();
        String to = key.substring(dash + 1).strip();
        return new Range(from.isEmpty() ? null : from, to.isEmpty() ? null : to);
    }

    /** The digits of a date; {@code 2026.03.02} is how ACR-NEMA wrote it. */
    public static String date(String value) {
        return value.replace(".", "");
    }

    /** The digits of a time. */
    public static String time(String value) {
        return value.replace(":", "");
    }

    /** Whether a value, as digits, is in it. */
    public boolean includes(String value) {
        return (from == null || digits(value, '0').compareTo(digits(from, '0')) >= 0)
                && (to == null || digits(value, '0').compareTo(digits(to, '9')) <= 0);
    }

    // HHMMSSFFFFFF or YYYYMMDD: both have a place left for what is missing.
    private static String digits(String value, char filler) {
        var digits = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        while (digits.length() < 14) {
            digits.append(filler);
        }
        return digits.toString();
    }
}
