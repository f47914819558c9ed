package org.medsendx.deidentification.patient;

import java.util.ArrayList;
import java.util.List;

/** Text in the form in which it is compared: lower case, without accents. */
public final class Folding {

    private Folding() {}

    /** Folds text; compatibility forms are decomposed and combining marks dropped. */
    public static String fold(String text) {
        return FoldedText.of(text).text();
    }

    /** The runs of letters and digits of a text, folded. */
    public static List<String> words(String text) {
        return spelledWords(fold(text));
    }

    /** The runs of letters and digits of a text, as they are spelled. */
    static List<String> spelledWords(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            boolean word = Character.isLetterOrDigit(c);
            if (word && from < 0) {
                from = i;
            } else if (!word && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
            i += Character.charCount(c);
        }
        return words;
    }

    static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
