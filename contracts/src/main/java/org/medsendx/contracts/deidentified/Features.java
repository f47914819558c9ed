package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on the valid pixels (padding and collimation left out) of one scan, after
 * rescale.
 *
 * @param unit unit of all pixel values: {@code HU} for CT, else {@code stored} for unitless values
 * @param pixels how many pixels were measured
 * @param mean arithmetic mean
 * @param standardDeviation population standard deviation
 * @param minimum least value
 * @param maximum greatest value
 * @param percentiles the values below which 1, 5, 25, 50, 75, 95 and 99 per cent of the pixels lie
 * @param tissues the tissue classes in order of their centres
 * @param measures what physics asks for beside; null in events from before there were any
 */
public record Features(
        String unit,
        long pixels,
        double mean,
        double standardDeviation,
        double minimum,
        double maximum,
        Percentiles percentiles,
        List<Tissue> tissues,
        @Nullable Measures measures) {

    public Features {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(percentiles, "percentiles");
        if (pixels <= 0) {
            throw new IllegalArgumentException("features need at least one pixel");
        }
        finite(mean, standardDeviation, minimum, maximum);
        tissues = List.copyOf(tissues);
    }

    /** Features without measures. */
    public Features(
            String unit,
            long pixels,
            double mean,
            double standardDeviation,
            double minimum,
            double maximum,
            Percentiles percentiles,
            List<Tissue> tissues) {
        this(unit, pixels, mean, standardDeviation, minimum, maximum, percentiles, tissues, null);
    }

    /** The same with measures. */
    public Features with(Measures added) {
        return new Features(
                unit,
                pixels,
                mean,
                standardDeviation,
                minimum,
                maximum,
                percentiles,
                tissues,
                added);
    }

    /** Values at the named percentages, in the unit of the features. */
    public record Percentiles(
            double p01, double p05, double p25, double p50, double p75, double p95, double p99) {
        public Percentiles {
            finite(p01, p05, p25, p50, p75, p95, p99);
        }
    }

    /**
     * One class of the tissue map.
     *
     * @param label what it stands for, such as {@code air} or {@code fibroglandular}
     * @param centre the class's centre in the unit of the features
     * @param fraction its share of the measured pixels, 0 to 1
     */
    public record Tissue(String label, double centre, double fraction) {
        public Tissue {
            Objects.requireNonNull(label, "label");
            finite(centre, fraction);
        }
    }

    private static void finite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a feature is a finite number");
            }
        }
    }
}
