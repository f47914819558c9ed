package org.medsendx.miner.statistics;

import java.util.Arrays;

/** Location and scale that a few wild values do not move. */
public final class Robust {

    /** Makes the median absolute deviation an estimate of sigma for normal data. */
    public static final double MAD_TO_SIGMA = 1.4826;

    private Robust() {}

    /** The middle value; of an even count, the mean of the two middle ones. */
    public static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the median of nothing");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** {@value #MAD_TO_SIGMA} x median absolute deviation from the median. */
    public static double scale(double... values) {
        double centre = median(values);
        return MAD_TO_SIGMA
                * median(Arrays.stream(values).map(value -> Math.abs(value - centre)).toArray());
    }
}
