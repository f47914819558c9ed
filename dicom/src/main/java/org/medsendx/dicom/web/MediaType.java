package org.medsendx.dicom.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A media type with parameters, such as {@code multipart/related; type="application/dicom";
 * boundary=x} (RFC 2045, 5.1; RFC 2387).
 *
 * @param name type and subtype in lower case
 * @param parameters by name in lower case, in their order; values as they are, without quotes
 */
public record MediaType(String name, Map<String, String> parameters) {

    private static final int LONGEST = 4096;

    public MediaType {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a media type without a name");
        }
    }

    /**
     * Parses the value of a Content-Type header.
     *
     * @return null when it is none
     */
    public static @Nullable MediaType parse(String header) {
        if (header.length() > LONGEST) {
            return null;
        }
        int at = end(header, 0, ';');
        String name = header.substring(0, at).strip().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash < 1 || slash == name.length() - 1 || !isToken(name.replace("/", ""))) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (at < header.length()) {
            int begin = at + 1;
            at = end(header, begin, ';');
            String parameter = header.substring(begin, at).strip();
            int equals = parameter.indexOf('=');
            if (parameter.isEmpty()) {
                continue;
            }
            String value = equals < 1 ? null : unquoted(parameter.substring(equals + 1).strip());
            if (value == null) {
                return null;
            }
            String key = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!isToken(key) || parameters.putIfAbsent(key, value) != null) {
                return null;
            }
        }
        return new MediaType(name, parameters);
    }

    /** The value of a parameter, or null. */
    public @Nullable String parameter(String key) {
        return parameters.get(key);
    }

    /** As a header has it. */
    public String header() {
        var header = new StringBuilder(name);
        parameters.forEach(
                (key, value) -> header.append("; ").append(key).append('=').append(quoted(value)));
        return header.toString();
    }

    /** Where a character is that is not inside quotes. */
    private static int end(String header, int from, char separator) {
        boolean inside = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (inside && c == '\\') {
                i++;
            } else if (c == '"') {
                inside = !inside;
            } else if (c == separator && !inside) {
                return i;
            }
        }
        return header.length();
    }

    private static @Nullable String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return isToken(value) ? value : null;
        }
        var text = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == value.length() - 1 ? text.toString() : null;
            }
            if (c == '\\' && ++i == value.length()) {
                return null;
            }
            text.append(value.charAt(i));
        }
        return null;
    }

    private static String quoted(String value) {
        return isToken(value) && value.indexOf('/') < 0
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Printable, without space and the separators of RFC 2045; a slash is let pass in values. */
    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c > 0x20 && c < 0x7F && "()<>@,;:\\\"[]?=".indexOf(c) < 0);
    }
}
