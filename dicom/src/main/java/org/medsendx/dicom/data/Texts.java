package org.medsendx.dicom.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.dictionary.VR;

/** Decoded text to single values without padding (PS3.5, 6.2 and 6.4). */
final class Texts {

    private Texts() {}

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static List<String> split(String text, VR vr) {
        boolean multiple = vr.multipleText() || vr == VR.UN;
        if (!multiple || text.indexOf('\\') < 0) {
            String value = trim(text, vr);
            return value.isEmpty() ? List.of() : List.of(value);
        }
        List<String> values = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', begin)) {
            values.add(trim(text.substring(begin, end), vr));
            begin = end + 1;
        }
        values.add(trim(text.substring(begin), vr));
        return values;
    }

    /** Trailing padding goes; leading spaces as well where they are padding too (PS3.5, 6.2). */
    private static String trim(String text, VR vr) {
        int end = text.length();
        while (end > 0 && isPadding(text.charAt(end - 1))) {
            end--;
        }
        int begin = 0;
        boolean leading =
                switch (vr) {
                    case AE, CS, DS, IS, LO, SH, UI -> true;
                    default -> false;
                };
        while (leading && begin < end && text.charAt(begin) == ' ') {
            begin++;
        }
        return text.substring(begin, end);
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == 0;
    }
}
