package org.medsendx.segmenter.measure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Measures;

/** Gathers values and reasons; what is neither said nor measured is {@code not-measured}. */
final class Readings {

    /** Digits that are kept: more than any of the measures is good for, and shorter events. */
    private static final MathContext DIGITS = new MathContext(6);

    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, String> absent = new HashMap<>();

    /** A value; one that is no finite number becomes the reason {@code no-number}. */
    void put(Measure measure, double value) {
        if (Double.isFinite(value)) {
            absent.remove(measure.label());
            values.put(measure.label(), new BigDecimal(value).round(DIGITS).doubleValue());
        } else {
            absent("no-number", measure);
        }
    }

    /** Why some measures have no value; one that has a value keeps it. */
    void absent(String reason, Measure... measures) {
        for (var measure : measures) {
            if (!values.containsKey(measure.label())) {
                absent.put(measure.label(), reason);
            }
        }
    }

    @Nullable Double value(Measure measure) {
        return values.get(measure.label());
    }

    Measures measures() {
        for (var measure : Measure.values()) {
            if (!values.containsKey(measure.label())) {
                absent.putIfAbsent(measure.label(), "not-measured");
            }
        }
        return new Measures(Measure.VERSION, values, absent);
    }
}
