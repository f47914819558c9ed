package org.medsendx.contracts.deidentified;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.medsendx.contracts.Checks;

/**
 * What physics asks of one scan: noise, sharpness, uniformity, defects, exposure, dose, geometry.
 * docs/features.md defines each name with its unit, formula and source. A measure has a value or a
 * reason why it has none; it is never guessed. Names in alphabetical order, so that the same
 * measures give the same bytes.
 *
 * @param version of the definitions; a value may be compared with values of the same version only
 * @param values by name, finite
 * @param absent by name, a code such as {@code no-tag}
 */
public record Measures(int version, Map<String, Double> values, Map<String, String> absent) {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");
    private static final int MOST = 200;

    public Measures {
        if (version < 1) {
            throw new IllegalArgumentException("versions of measures begin at 1");
        }
        values = sorted(values);
        absent = sorted(absent);
        for (var value : values.values()) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a measure is a finite number");
            }
        }
        absent.values().forEach(Checks::reason);
        if (!Collections.disjoint(values.keySet(), absent.keySet())) {
            throw new IllegalArgumentException("a measure has a value or a reason, not both");
        }
    }

    private static <T> Map<String, T> sorted(Map<String, T> given) {
        if (given.size() > MOST) {
            throw new IllegalArgumentException("too many measures");
        }
        var sorted = new TreeMap<String, T>();
        given.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value == null) {
                throw new IllegalArgumentException("a measure has a name and a value");
            }
            sorted.put(name, value);
        });
        return Collections.unmodifiableMap(sorted);
    }
}
