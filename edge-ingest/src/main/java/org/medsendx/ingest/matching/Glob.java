package org.medsendx.ingest.matching;

import java.util.Locale;

/**
 * Matching with wildcards (PS3.4, C.2.2.2.4): {@code *} for any sequence, {@code ?} for one
 * character. In time of the product of both lengths, whatever is asked.
 */
final class Glob {

    private Glob() {}

    static boolean matches(String key, String value) {
        int k = 0;
        int v = 0;
        int star = -1;
        int mark = 0;
        while (v < value.length()) {
            if (k < key.length() && key.charAt(k) == '*') {
                star = k++;
                mark = v;
            } else if (k < key.length()
                    && (key.charAt(k) == '?' || key.charAt(k) == value.charAt(v))) {
                k++;
                v++;
            } else if (star >= 0) {
                k = star + 1;
                v = ++mark;
            } else {
                return false;
            }
        }
        while (k < key.length() && key.charAt(k) == '*') {
            k++;
        }
        return k == key.length();
    }

    /** The same without regard to case. */
    static boolean matchesIgnoringCase(String key, String value) {
        return matches(key.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    }
}
