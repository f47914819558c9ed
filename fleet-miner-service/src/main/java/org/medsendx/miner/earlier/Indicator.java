package org.medsendx.miner.earlier;

import java.util.Arrays;
import java.util.List;
import org.medsendx.contracts.deidentified.Features;

/**
 * What is watched of a scan. Every indicator is a natural logarithm, so that a gain of 5 % adds
 * 0.049 to it in every stratum and for every patient. Levels of CT are counted from -1000 HU, where
 * nothing is attenuated; spreads and contrasts need no zero.
 */
public enum Indicator {
    /**
     * The gain itself: that mean of the other indicators which knows it best in its stratum, see
     * {@link GainWeights}.
     */
    GAIN("gain", true),
    MEAN("mean", true),
    STANDARD_DEVIATION("standard-deviation", true),
    P95("percentile-95", true),
    RANGE("range-5-95", false),
    CONTRAST("tissue-contrast", true),
    TISSUE_MIDDLE("middle-tissue", false),
    TISSUE_HIGH("densest-tissue", false);

    private final String label;
    private final boolean tested;

    Indicator(String label, boolean tested) {
        this.label = label;
        this.tested = tested;
    }

    /** The name in events and pages. */
    public String label() {
        return label;
    }

    /** Those that scanners are compared by; the rest only tell about the gain. */
    static List<Indicator> tested() {
        return Arrays.stream(values()).filter(indicator -> indicator.tested).toList();
    }

    /** Those that are read off one scan. */
    static List<Indicator> measured() {
        return Arrays.stream(values()).filter(indicator -> indicator != GAIN).toList();
    }

    /** The logarithm, or NaN when this scan has no such value. */
    double of(Features features) {
        double raw = raw(features);
        return raw > 0 && Double.isFinite(raw) ? Math.log(raw) : Double.NaN;
    }

    private double raw(Features features) {
        return switch (this) {
            case GAIN -> Double.NaN;
            case MEAN -> features.mean() - zero(features);
            case STANDARD_DEVIATION -> features.standardDeviation();
            case P95 -> features.percentiles().p95() - zero(features);
            case RANGE -> features.percentiles().p95() - features.percentiles().p05();
            case CONTRAST -> {
                var tissues = features.tissues();
                yield tissues.size() < 2
                        ? Double.NaN
                        : tissues.getLast().centre() - tissues.getFirst().centre();
            }
            case TISSUE_MIDDLE -> {
                var tissues = features.tissues();
                yield tissues.size() < 3
                        ? Double.NaN
                        : tissues.get(tissues.size() / 2).centre() - zero(features);
            }
            case TISSUE_HIGH -> {
                var tissues = features.tissues();
                yield tissues.isEmpty() ? Double.NaN : tissues.getLast().centre() - zero(features);
            }
        };
    }

    /** The value that stands for no signal in this unit. */
    static double zero(Features features) {
        return features.unit().equals("HU") ? -1000 : 0;
    }
}
