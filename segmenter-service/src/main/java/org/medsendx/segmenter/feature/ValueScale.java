package org.medsendx.segmenter.feature;

/**
 * How stored values become the values that are measured (Modality LUT, PS3.3 C.11.1): {@code stored
 * * slope + intercept}.
 *
 * @param slope never zero
 * @param intercept what is added
 * @param unit {@code HU}, or {@code stored} for unitless values
 */
public record ValueScale(double slope, double intercept, String unit) {

    /** The unit of CT numbers. */
    public static final String HOUNSFIELD = "HU";

    /** The unit of values that have none. */
    public static final String STORED = "stored";

    public ValueScale {
        if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
            throw new IllegalArgumentException("a scale has a finite slope that is not zero");
        }
    }

    /** The scale of a header; a slope of zero or no number is taken as absent. */
    public static ValueScale of(double slope, double intercept, boolean hounsfield) {
        boolean usable = slope != 0 && Double.isFinite(slope) && Double.isFinite(intercept);
        return new ValueScale(
                usable ? slope : 1, usable ? intercept : 0, hounsfield ? HOUNSFIELD : STORED);
    }

    /** A stored value on this scale. */
    public double apply(double stored) {
        return stored * slope + intercept;
    }

    /** Whether values are Hounsfield units. */
    public boolean hounsfield() {
        return unit.equals(HOUNSFIELD);
    }
}
