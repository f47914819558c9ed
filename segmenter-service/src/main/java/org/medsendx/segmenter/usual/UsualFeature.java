package org.medsendx.segmenter.usual;

import org.medsendx.contracts.deidentified.Features;
import org.medsendx.segmenter.tissue.TissueScheme;

/** What of a scan is compared with scans of its kind. */
enum UsualFeature {
    MEAN("mean"),
    SPREAD("spread"),
    DARK("dark"),
    MEDIAN("median"),
    BRIGHT("bright"),
    DENSITY("density"),
    NOISE("noise", "noise"),
    NOISE_SLOPE("noise-texture", "noiseSlope"),
    EDGE_WIDTH("edge-width", "edgeWidthMm"),
    BLUR_ROWS("blur-along-rows", "blurRows"),
    BLUR_COLUMNS("blur-along-columns", "blurColumns"),
    DEVIATION("exposure", "deviationIndex"),
    TUBE_LOAD("tube-load", "tubeLoad"),
    CT_DOSE("dose", "ctdiVol"),
    GLANDULAR_DOSE("glandular-dose", "glandularDose"),
    VALID_SHARE("valid-share", "validShare");

    private final String label;
    private final String measure;

    UsualFeature(String label) {
        this(label, "");
    }

    UsualFeature(String label, String measure) {
        this.label = label;
        this.measure = measure;
    }

    /** As codes write it. */
    String label() {
        return label;
    }

    /** The value; NaN when this scan has none. */
    double of(Features features) {
        return switch (this) {
            case MEAN -> features.mean();
            case SPREAD -> features.standardDeviation();
            case DARK -> features.percentiles().p05();
            case MEDIAN -> features.percentiles().p50();
            case BRIGHT -> features.percentiles().p95();
            case DENSITY -> density(features);
            default -> measured(features);
        };
    }

    private double measured(Features features) {
        var measures = features.measures();
        Double value = measures == null ? null : measures.values().get(measure);
        return value == null ? Double.NaN : value;
    }

    private static double density(Features features) {
        double fat = share(features, "fat");
        double gland = share(features, "fibroglandular");
        return fat + gland > 0 ? TissueScheme.density(fat, gland) : Double.NaN;
    }

    private static double share(Features features, String label) {
        return features.tissues().stream()
                .filter(tissue -> tissue.label().equals(label))
                .mapToDouble(Features.Tissue::fraction)
                .sum();
    }
}
