package org.medsendx.deidentification.patient;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** A text as it is compared, with the place in the original of each of its characters. */
final class FoldedText {

    private final String text;
    private final int[] origin;

    private FoldedText(String text, int[] origin) {
        this.text = text;
        this.origin = origin;
    }

    /** Folds as {@link Folding#fold} does: lower case, without accents. */
    static FoldedText of(String original) {
        if (Folding.ascii(original)) {
            return new FoldedText(original.toLowerCase(Locale.ROOT), new int[0]);
        }
        var out = new StringBuilder(original.length());
        int[] origin = new int[original.length() + 8];
        for (int i = 0; i < original.length(); ) {
            int c = original.codePointAt(i);
            String folded = fold(c);
            for (int k = 0; k < folded.length(); k++) {
                if (out.length() == origin.length) {
                    origin = Arrays.copyOf(origin, origin.length * 2);
                }
                origin[out.length()] = i;
                out.append(folded.charAt(k));
            }
            i += Character.charCount(c);
        }
        origin = Arrays.copyOf(origin, out.length() + 1);
        origin[out.length()] = original.length();
        return new FoldedText(out.toString(), origin);
    }

    private static String fold(int c) {
        if (c < 0x80) {
            return Character.toString(Character.toLowerCase(c));
        }
        String letter = letter(c);
        if (letter != null) {
            return letter;
        }
        String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
        var out = new StringBuilder(plain.length());
        plain.codePoints()
                .filter(one -> Character.getType(one) != Character.NON_SPACING_MARK)
                .forEach(out::appendCodePoint);
        return out.toString().toLowerCase(Locale.ROOT);
    }

    // Letters that have no decomposition.
    private static @org.jspecify.annotations.Nullable String letter(int c) {
        return switch (c) {
            case '\u00df', '\u1e9e' -> "ss";
            case '\u00e6', '\u00c6' -> "ae";
            case '\u0153', '\u0152' -> "oe";
            case '\u00f8', '\u00d8' -> "o";
            case '\u0142', '\u0141' -> "l";
            case '\u0111', '\u0110', '\u00f0', '\u00d0' -> "d";
            case '\u00fe', '\u00de' -> "th";
            case '\u0131' -> "i";
            default -> null;
        };
    }

    String text() {
        return text;
    }

    /** Where a character of the folded text, or its end, is in the original. */
    int origin(int index) {
        return origin.length == 0 ? index : origin[index];
    }
}
