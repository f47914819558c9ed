package org.medsendx.ingest.worklist;

import java.util.List;
import org.medsendx.dicom.dictionary.VR;

/** Whether one value of a key matches one value of an order (PS3.4, C.2.2.2.1 to C.2.2.2.5). */
final class KeyMatch {

    private KeyMatch() {}

    /**
     * Whether a text may hold wildcards (C.2.2.2.4). AE titles may not: of a station table K.6-1
     * wants the one that is asked for.
     */
    static boolean wildcards(VR vr) {
        return switch (vr) {
            case CS, LO, LT, PN, SH, ST, UC, UR, UT -> true;
            default -> false;
        };
    }

    /**
     * Whether any value matches.
     *
     * @param keys values of the key, at least one; several are a list of UIDs
     * @param values those of the order; none for an attribute that it lacks
     */
    static boolean any(VR vr, List<String> keys, List<String> values) {
        // An asterisk alone is universal matching: also what is empty or not there.
        if ((wildcards(vr) || vr == VR.AE) && keys.stream().allMatch(key -> key.matches("\\*+"))) {
            return true;
        }
        for (String key : keys) {
            for (String value : values) {
                if (!value.isEmpty() && one(vr, key, value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean one(VR vr, String key, String value) {
        return switch (vr) {
            case DA -> Range.of(key).includes(Range.date(value));
            case TM -> Range.of(key).includes(Range.time(value));
            case PN -> name(key, value);
            default -> wildcards(vr) ? Glob.matches(key, value) : key.equals(value);
        };
    }

    /**
     * Names without regard to case (C.2.2.2.1 leaves that to us; scanners send what is typed), and
     * of any of the three component groups (PS3.5, 6.2.1.2). Delimiters at the end mean nothing.
     */
    private static boolean name(String key, String value) {
        var asked = key.split("=", -1);
        var groups = value.split("=", -1);
        if (asked.length == 1) {
            for (String group : groups) {
                if (!group.isBlank() && group(asked[0], group)) {
                    return true;
                }
            }
            return false;
        }
        for (int i = 0; i < asked.length; i++) {
            if (!asked[i].isBlank() && (i >= groups.length || !group(asked[i], groups[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean group(String key, String value) {
        return Glob.matchesIgnoringCase(bare(key), bare(value));
    }

    private static String bare(String group) {
        int end = group.length();
        while (end > 0 && (group.charAt(end - 1) == '^' || group.charAt(end - 1) == ' ')) {
            end--;
        }
        return group.substring(0, end);
    }
}
