package org.medsendx.segmenter.feature;

/**
 * Stored values that no tissue has: CT numbers of {@value #METAL_HU} HU and more. Cortical bone
 * ends at about 2000, enamel below 3000; titanium and steel are above, and a 12-bit converter ends
 * at 3071, where it puts all of them. Streaks that metal throws over tissue are not found.
 *
 * @param first least value that is metal; all are below it when there is none
 */
public record Metal(long first) {

    /** From here on a CT number is metal. */
    public static final int METAL_HU = 3000;

    /** No value is metal: values without a physical unit do not say. */
    public static final Metal NONE = new Metal(Long.MAX_VALUE);

    /** What of values on a scale is metal. */
    public static Metal of(ValueScale scale) {
        return scale.hounsfield() && scale.slope() > 0
                ? new Metal((long) Math.ceil((METAL_HU - scale.intercept()) / scale.slope()))
                : NONE;
    }

    /** Whether a stored value is metal. */
    public boolean contains(long stored) {
        return stored >= first;
    }
}
