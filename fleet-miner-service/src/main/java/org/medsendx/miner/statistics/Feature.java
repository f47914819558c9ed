package org.medsendx.miner.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.Quantity;

/**
 * What is watched on a scanner. Logarithmic features are told in per cent, the others in the unit
 * of their measure (docs/features.md).
 *
 * <p>Each has the effect that is worth looking for: the charts are built for it, and the least that
 * is reported is 45 % of it.
 */
public enum Feature {
    /** All levels and contrasts together: that mean of them which knows a common gain best. */
    GAIN("gain", Cause.GAIN, "%", 0.03, 0.001),
    /** Levels less contrasts: what is added to all pixels moves the levels alone. */
    OFFSET("offset", Cause.OFFSET, "%", 0.03, 0.001),
    NOISE("noise", Cause.NOISE, Quantity.NOISE, "%", 0.15, 0.005),
    NOISE_TEXTURE("noise-texture", Cause.SHARPNESS, Quantity.NOISE_SLOPE, "1", 0.3, 0.01),
    EDGE("edge-width", Cause.SHARPNESS, Quantity.EDGE_WIDTH, "%", 0.08, 0.005),
    BLUR_ROWS("blur-rows", Cause.SHARPNESS, Quantity.BLUR_ROWS, "%", 0.08, 0.005),
    BLUR_COLUMNS("blur-columns", Cause.SHARPNESS, Quantity.BLUR_COLUMNS, "%", 0.08, 0.005),
    FLAT_FIELD("flat-field", Cause.UNIFORMITY, Quantity.FLAT_FIELD, "1", 0.02, 0.001),
    WATER("water-uniformity", Cause.UNIFORMITY, Quantity.WATER_UNIFORMITY, "HU", 2, 0.1),
    RING("ring-score", Cause.UNIFORMITY, Quantity.RING_SCORE, "1", 2, 0.1),
    DEFECT_COLUMNS("defect-columns", Cause.DEFECT, Quantity.DEFECT_COLUMNS, "%", 0.5, 0.1),
    DEFECT_ROWS("defect-rows", Cause.DEFECT, Quantity.DEFECT_ROWS, "%", 0.5, 0.1),
    DEFECT_PIXELS("defect-pixels", Cause.DEFECT, Quantity.DEFECT_PIXELS, "%", 0.5, 0.1),
    GRID("grid-lines", Cause.DEFECT, Quantity.GRID_PEAK, "dB", 3, 0.2),
    SATURATION("saturation", Cause.EXPOSURE, Quantity.SATURATED_BRIGHT, "%", 0.5, 0.02),
    EXPOSURE_INDEX("exposure-index", Cause.EXPOSURE, Quantity.EXPOSURE_INDEX, "%", 0.15, 0.005),
    DEVIATION_INDEX("deviation-index", Cause.EXPOSURE, Quantity.DEVIATION_INDEX, "1", 1, 0.05),
    CTDI("ctdi-vol", Cause.EXPOSURE, Quantity.CTDI_VOL, "%", 0.12, 0.005),
    GLANDULAR_DOSE("glandular-dose", Cause.EXPOSURE, Quantity.GLANDULAR_DOSE, "%", 0.12, 0.005),
    ENTRANCE_DOSE("entrance-dose", Cause.EXPOSURE, Quantity.ENTRANCE_DOSE, "%", 0.12, 0.005),
    KILOVOLTS("kilovolts", Cause.EXPOSURE, Quantity.KILOVOLTS, "%", 0.04, 0.003),
    TUBE_LOAD("tube-load", Cause.EXPOSURE, Quantity.TUBE_LOAD, "%", 0.15, 0.005),
    COMPRESSION("compression-force", Cause.PROTOCOL, Quantity.COMPRESSION_FORCE, "%", 0.2, 0.01),
    FIELD("field-share", Cause.PROTOCOL, Quantity.FIELD_SHARE, "%", 0.1, 0.005),
    PIXEL_SPACING("pixel-spacing", Cause.PROTOCOL, Quantity.PIXEL_SPACING, "%", 0.05, 0.003),
    SLICE("slice-thickness", Cause.PROTOCOL, Quantity.SLICE_THICKNESS, "%", 0.1, 0.005);

    private static final List<Feature> ALL = List.of(values());

    private final String label;
    private final Cause cause;
    private final @Nullable Quantity quantity;
    private final String unit;
    private final double target;
    private final double leastDeviation;

    Feature(String label, Cause cause, String unit, double target, double leastDeviation) {
        this.label = label;
        this.cause = cause;
        this.quantity = null;
        this.unit = unit;
        this.target = target;
        this.leastDeviation = leastDeviation;
    }

    Feature(
            String label,
            Cause cause,
            Quantity quantity,
            String unit,
            double target,
            double leastDeviation) {
        this.label = label;
        this.cause = cause;
        this.quantity = quantity;
        this.unit = unit;
        this.target = target;
        this.leastDeviation = leastDeviation;
    }

    static List<Feature> all() {
        return ALL;
    }

    /** The name in events and pages. */
    public String label() {
        return label;
    }

    /** What a movement of it points to. */
    public Cause cause() {
        return cause;
    }

    /** Unit of its effects: {@code %} when it is logarithmic. */
    public String unit() {
        return unit;
    }

    /** The measure it is, or null when it is made of levels and contrasts. */
    @Nullable Quantity quantity() {
        return quantity;
    }

    boolean logarithmic() {
        return unit.equals("%");
    }

    /** The movement that the step chart is built for, on the inner scale. */
    double target() {
        return target;
    }

    /** The least movement that is reported, on the inner scale. */
    double least() {
        return 0.45 * target;
    }

    /** No exam's value is known better than this: rounding, and values that never vary. */
    double leastDeviation() {
        return leastDeviation;
    }

    /** From the inner scale to the unit. */
    double told(double inner) {
        return logarithmic() ? 100 * Math.expm1(inner) : inner;
    }
}
