package org.medsendx.segmenter.dicomweb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The query of a search (PS3.18, 8.3.4).
 *
 * @param keys what has to match, by tag
 * @param fields attributes that are wanted besides
 * @param all whether all attributes are wanted
 * @param limit how many results at most
 * @param offset how many to leave out
 * @param warnings what was asked for and is not done
 */
record SearchRequest(
        Map<Integer, String> keys,
        Set<Integer> fields,
        boolean all,
        int limit,
        int offset,
        List<String> warnings) {

    /** More are never given at once; what is left out is said in a warning. */
    static final int MOST = 1000;

    private static final Set<String> OF_HTTP = Set.of("accept", "charset", "access_token");

    /**
     * Reads a query.
     *
     * @param query parameters, decoded
     * @throws DicomWebException 400 when a number is none or an attribute does not exist
     */
    static SearchRequest of(Map<String, List<String>> query, SearchLevel level)
            throws DicomWebException {
        var keys = new LinkedHashMap<Integer, String>();
        var fields = new HashSet<Integer>();
        var warnings = new ArrayList<String>();
        boolean all = false;
        int limit = MOST;
        int offset = 0;
        for (var parameter : query.entrySet()) {
            String name = parameter.getKey();
            List<String> values = parameter.getValue();
            String first = values.isEmpty() ? "" : values.getFirst();
            switch (name) {
                case "limit" -> limit = Math.min(MOST, number(first));
                case "offset" -> offset = number(first);
                case "fuzzymatching" -> {
                    if (first.equals("true")) {
                        warnings.add(
                                "The fuzzymatching parameter is not supported. Only literal"
                                        + " matching has been performed.");
                    } else if (!first.equals("false")) {
                        throw DicomWebException.bad(
                                "fuzzymatching", "fuzzymatching is true or false.");
                    }
                }
                case "includefield" -> {
                    for (var value : values) {
                        for (var field : value.split(",", -1)) {
                            if (field.equals("all")) {
                                all = true;
                            } else {
                                Integer tag = tag(field);
                                if (tag != null) {
                                    fields.add(tag);
                                }
                            }
                        }
                    }
                }
                default -> {
                    if (!OF_HTTP.contains(name)) {
                        Integer tag = tag(name);
                        if (tag == null || !level.has(tag) || !matchable(tag)) {
                            warnings.add(
                                    "An attribute of the query is not matched at this level and"
                                            + " was ignored.");
                        } else if (!first.isEmpty()) {
                            keys.put(tag, String.join("\\", values));
                        }
                    }
                }
            }
        }
        return new SearchRequest(
                keys, fields, all, limit, offset, warnings.stream().distinct().toList());
    }

    private static int number(String text) throws DicomWebException {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw DicomWebException.bad("number", "limit and offset are numbers from 0 on.");
    }

    private static boolean matchable(int tag) {
        return switch (Dictionary.vr(tag)) {
            case SQ, OB, OD, OF, OL, OV, OW, UN, UT -> false;
            default -> true;
        };
    }

    /**
     * The tag of a keyword or of eight hexadecimal digits; null for an attribute inside a sequence.
     */
    private static @Nullable Integer tag(String attribute) throws DicomWebException {
        if (attribute.contains(".")) {
            return null;
        }
        if (attribute.matches("[0-9A-Fa-f]{8}")) {
            return Integer.parseUnsignedInt(attribute, 16);
        }
        var entry = Dictionary.entry(attribute);
        if (entry == null) {
            throw DicomWebException.bad(
                    "unknown-attribute", "An attribute is no keyword and no tag of DICOM.");
        }
        return entry.tag();
    }

    /** The UIDs of a key, or null when it is not among the keys. */
    @Nullable Set<String> uids(int tag) {
        String value = keys.get(tag);
        return value == null ? null : split(value);
    }

    private static Set<String> split(String value) {
        var uids = new HashSet<String>();
        for (var uid : value.split("[,\\\\]", -1)) {
            uids.add(uid.strip());
        }
        return uids;
    }

    /** Whether a value of a header matches a key of it (PS3.4, C.2.2.2). */
    static boolean matches(int tag, String key, List<String> values) {
        VR vr = Dictionary.vr(tag);
        if (key.equals("*")) {
            return true;
        }
        return switch (vr) {
            case UI -> values.stream().anyMatch(split(key)::contains);
            case DA, TM, DT -> values.stream().anyMatch(value -> inRange(key, value));
            case PN -> values.stream().anyMatch(value -> like(key, value, true));
            case IS, DS, US, UL, SS, SL, FD, FL ->
                    values.stream().anyMatch(value -> value.strip().equals(key.strip()));
            default -> values.stream().anyMatch(value -> like(key, value, false));
        };
    }

    /** Range matching (C.2.2.2.5): {@code a-b}, {@code a-}, {@code -b}, or a single value. */
    static boolean inRange(String key, String value) {
        int dash = key.indexOf('-');
        if (dash < 0) {
            return value.equals(key);
        }
        String from = key.substring(0, dash);
        String to = key.substring(dash + 1);
        return (from.isEmpty() || value.compareTo(from) >= 0)
                && (to.isEmpty() || value.compareTo(to) <= 0 || value.startsWith(to));
    }

    /** Wild card matching (C.2.2.2.4), in time that grows with the lengths alone. */
    static boolean like(String pattern, String text, boolean anyCase) {
        String p = anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        String t = anyCase ? text.toLowerCase(Locale.ROOT) : text;
        int at = 0;
        int star = -1;
        int mark = 0;
        int i = 0;
        while (i < t.length()) {
            if (at < p.length()
                    && (p.charAt(at) == '?' || p.charAt(at) == t.charAt(i))
                    && p.charAt(at) != '*') {
                at++;
                i++;
            } else if (at < p.length() && p.charAt(at) == '*') {
                star = at++;
                mark = i;
            } else if (star >= 0) {
                at = star + 1;
                i = ++mark;
            } else {
                return false;
            }
        }
        while (at < p.length() && p.charAt(at) == '*') {
            at++;
        }
        return at == p.length();
    }

    /** The date range of a study, or null. */
    @Nullable String date() {
        return keys.get(Tag.StudyDate);
    }
}
