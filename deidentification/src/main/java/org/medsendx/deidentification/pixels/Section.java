package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map of a profile with its path, for messages to its author. */
record Section(String path, Map<?, ?> values) {

    /** Refuses keys other than these. */
    void only(String... keys) {
        Set<String> known = Set.of(keys);
        for (Object key : values.keySet()) {
            if (!(key instanceof String text) || !known.contains(text)) {
                throw new IllegalArgumentException(
                        "%s has an unknown key: %s".formatted(path, key));
            }
        }
    }

    @Nullable String text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw new IllegalArgumentException("%s.%s is not a text".formatted(path, key));
    }

    @Nullable Integer integer(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("%s.%s is not a whole number".formatted(path, key));
    }

    double number(String key, double otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("%s.%s is not a number".formatted(path, key));
    }

    boolean flag(String key, boolean otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException("%s.%s is not true or false".formatted(path, key));
    }

    @Nullable Section section(String key) {
        Object value = values.get(key);
        return value == null ? null : section(path + "." + key, value);
    }

    /** A list of maps; empty when the key lacks. */
    List<Section> sections(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("%s.%s is not a list".formatted(path, key));
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            sections.add(section("%s.%s[%d]".formatted(path, key, i), list.get(i)));
        }
        return sections;
    }

    private static Section section(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Section(path, map);
        }
        throw new IllegalArgumentException(path + " is not a map");
    }
}
