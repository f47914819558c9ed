package org.medsendx.miner.daily;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;

/**
 * What is read off one image and averaged over exams and days, on the scale on which a fault adds
 * the same to every image. The order is part of the stored form.
 *
 * <p>Levels of CT are counted from -1000 HU, where nothing is attenuated; spreads and contrasts
 * need no zero. Logarithms are natural, so a gain of 5 % adds 0.049 in every stratum and for every
 * patient.
 */
public enum Quantity {
    MEAN(Kind.LEVEL),
    SPREAD(Kind.CONTRAST),
    P95(Kind.LEVEL),
    RANGE(Kind.CONTRAST),
    TISSUE_CONTRAST(Kind.CONTRAST),
    TISSUE_MIDDLE(Kind.LEVEL),
    TISSUE_HIGH(Kind.LEVEL),
    /** Shares of the tissue classes and their products: what the patient contributes. */
    MIX_1(Kind.MIX),
    MIX_2(Kind.MIX),
    MIX_3(Kind.MIX),
    MIX_4(Kind.MIX),
    MIX_5(Kind.MIX),
    NOISE("noise", 0),
    NOISE_SLOPE("noiseSlope"),
    EDGE_WIDTH("edgeWidth", 0),
    BLUR_ROWS("blurRows", 0),
    BLUR_COLUMNS("blurColumns", 0),
    FLAT_FIELD("flatField"),
    WATER_UNIFORMITY("waterUniformity"),
    RING_SCORE("ringScore"),
    DEFECT_COLUMNS("defectColumns", 1),
    DEFECT_ROWS("defectRows", 1),
    DEFECT_PIXELS("defectPixels", 1),
    GRID_PEAK("gridPeak"),
    SATURATED_BRIGHT("saturatedBright", 0.01),
    EXPOSURE_INDEX("exposureIndex", 0),
    DEVIATION_INDEX("deviationIndex"),
    CTDI_VOL("ctdiVol", 0),
    GLANDULAR_DOSE("glandularDose", 0),
    ENTRANCE_DOSE("entranceDose", 0),
    KILOVOLTS("kilovolts", 0),
    TUBE_LOAD("tubeLoad", 0),
    COMPRESSION_FORCE("compressionForce", 0),
    FIELD_SHARE("fieldShare", 0),
    PIXEL_SPACING("pixelSpacing", 0),
    SLICE_THICKNESS("sliceThickness", 0);

    /**
     * The version of the measures' definitions (docs/features.md) that this miner knows. Measures
     * of another are left out, so a record that names one changes nothing that is kept.
     */
    static final int MEASURES_VERSION = 1;

    /** How many covariates there are at most. */
    public static final int MIXES = 5;

    /** No logarithm of a believable value is beyond this, and no linear value. */
    private static final double BELIEVED = 100_000;

    private static final double LOGARITHM_BELIEVED = 50;

    /** Where a value comes from. */
    public enum Kind {
        /** Logarithm of a pixel value: moved by gain and by offset. */
        LEVEL,
        /** Logarithm of a difference of pixel values: moved by gain alone. */
        CONTRAST,
        /** Covariate of the patient. */
        MIX,
        /** A measure of docs/features.md. */
        MEASURE
    }

    private static final List<Quantity> ALL = List.of(values());

    private final Kind kind;
    private final @Nullable String measure;
    private final boolean logarithm;
    private final double added;

    Quantity(Kind kind) {
        this.kind = kind;
        this.measure = null;
        this.logarithm = kind != Kind.MIX;
        this.added = 0;
    }

    /** A measure on its own scale. */
    Quantity(String measure) {
        this.kind = Kind.MEASURE;
        this.measure = measure;
        this.logarithm = false;
        this.added = 0;
    }

    /** A measure as the logarithm of value + added. */
    Quantity(String measure, double added) {
        this.kind = Kind.MEASURE;
        this.measure = measure;
        this.logarithm = true;
        this.added = added;
    }

    /** All of them in order. */
    public static List<Quantity> all() {
        return ALL;
    }

    /** Its place in stored sums. */
    @SuppressWarnings("EnumOrdinal") // the order is the stored form; a new one is a new version
    public int index() {
        return ordinal();
    }

    public Kind kind() {
        return kind;
    }

    /** The name in {@code measures}, or null. */
    public @Nullable String measure() {
        return measure;
    }

    /** Whether it is a logarithm. */
    public boolean logarithm() {
        return logarithm;
    }

    /** All quantities of one image by ordinal; NaN for what it has not or what is not believed. */
    static double[] of(Features features, boolean withMeasures) {
        var values = new double[ALL.size()];
        Arrays.fill(values, Double.NaN);
        double zero = features.unit().equals("HU") ? -1000 : 0;
        var tissues = features.tissues();
        var p = features.percentiles();
        set(values, MEAN, features.mean() - zero);
        set(values, SPREAD, features.standardDeviation());
        set(values, P95, p.p95() - zero);
        set(values, RANGE, p.p95() - p.p05());
        if (tissues.size() >= 2) {
            set(values, TISSUE_CONTRAST, tissues.getLast().centre() - tissues.getFirst().centre());
            set(values, TISSUE_HIGH, tissues.getLast().centre() - zero);
        }
        if (tissues.size() >= 3) {
            set(values, TISSUE_MIDDLE, tissues.get(tissues.size() / 2).centre() - zero);
        }
        mix(tissues, values);
        var measures = features.measures();
        if (withMeasures && measures != null) {
            for (var quantity : ALL) {
                var value =
                        quantity.measure == null ? null : measures.values().get(quantity.measure);
                if (value != null) {
                    set(values, quantity, value);
                }
            }
        }
        return values;
    }

    private static void set(double[] values, Quantity quantity, double raw) {
        double value = quantity.logarithm ? Math.log(raw + quantity.added) : raw;
        double most = quantity.logarithm ? LOGARITHM_BELIEVED : BELIEVED;
        values[quantity.index()] = Math.abs(value) <= most ? value : Double.NaN;
    }

    /**
     * Shares do not change when all values are scaled or shifted, so they tell about the patient
     * and nothing about the scanner. The squares and products let a linear regression follow the
     * logarithm of a mixture.
     */
    private static void mix(List<Tissue> tissues, double[] values) {
        int classes = tissues.size();
        double total = 0;
        for (var tissue : tissues) {
            total += Math.max(0, tissue.fraction());
        }
        if (classes < 2 || !(total > 0) || !(total < 1e6)) {
            return;
        }
        int first = MIX_1.index();
        double a = Math.max(0, tissues.get(0).fraction()) / total;
        double b = Math.max(0, tissues.get(1).fraction()) / total;
        values[first] = a;
        if (classes == 2) {
            values[first + 1] = a * a;
        } else if (classes == 3) {
            values[first + 1] = b;
            values[first + 2] = a * a;
            values[first + 3] = b * b;
            values[first + 4] = a * b;
        } else {
            for (int i = 1; i < Math.min(classes - 1, MIXES); i++) {
                values[first + i] = Math.max(0, tissues.get(i).fraction()) / total;
            }
        }
    }
}
