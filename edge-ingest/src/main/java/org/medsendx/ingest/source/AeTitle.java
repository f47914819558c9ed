package org.medsendx.ingest.source;

/** Application entity titles (PS3.5, 6.2, AE). */
public final class AeTitle {

    private AeTitle() {}

    /**
     * An AE title without the spaces around it.
     *
     * @throws IllegalArgumentException when it has not 1 to 16 characters of the default repertoire
     *     without backslash and control characters
     */
    public static String check(String title) {
        String trimmed = title.strip();
        boolean plain = trimmed.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
        if (trimmed.isEmpty() || trimmed.length() > 16 || !plain) {
            throw new IllegalArgumentException(
                    "an AE title has 1 to 16 ASCII characters and no backslash");
        }
        return trimmed;
    }
}
