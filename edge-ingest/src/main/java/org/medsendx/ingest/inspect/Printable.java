package org.medsendx.ingest.inspect;

/**
 * Text from outside as a terminal may have it: a name or a value may hold what moves its cursor.
 */
public final class Printable {

    private Printable() {}

    /** The text with a question mark for each control and format character. */
    public static String of(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints()
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? '?'
                                : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
