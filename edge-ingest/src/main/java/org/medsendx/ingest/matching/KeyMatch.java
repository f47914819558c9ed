package org.medsendx.ingest.matching;

import java.util.List;
import java.util.regex.Pattern;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.VR;

/** Whether a key matches what is there (PS3.4, C.2.2.2.1 to C.2.2.2.5). */
public final class KeyMatch {

    /** What dates and times and their ranges are written with, and asterisks for what is open. */
    private static final Pattern MOMENTS = Pattern.compile("(?=[^0-9*-]*+[0-9*-])[0-9.:* -]++");

    private KeyMatch() {}

    /**
     * Whether a key that is no sequence matches a data set; without a value it matches everything.
     *
     * @param keys those that it is one of, in whose character set it is
     * @param vr what its attribute has, whatever the query says
     */
    public static boolean matches(DataSet keys, Value key, VR vr, DataSet there) {
        var asked = keys.strings(key.tag()).stream().filter(one -> !one.isEmpty()).toList();
        return asked.isEmpty() || any(vr, asked, there.strings(key.tag()));
    }

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
     * @param values what is there; none for an attribute that it lacks
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
            // What is no date is none: it must not be taken for a range without ends.
            case DA -> MOMENTS.matcher(key).matches() && Range.of(key).includes(Range.date(value));
            case TM -> MOMENTS.matcher(key).matches() && Range.of(key).includes(Range.time(value));
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
