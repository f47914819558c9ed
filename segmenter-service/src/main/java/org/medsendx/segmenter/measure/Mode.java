package org.medsendx.segmenter.measure;

import java.util.Arrays;

/**
 * The mode of positive numbers, on a logarithmic axis: bins of 2 %, smoothed with a triangle of
 * +-10 %, the peak placed by a parabola. So it is as exact for a noise of 2 as for one of 200.
 */
final class Mode {

    private static final double STEP = Math.log(1.02);
    private static final double LEAST = 1e-3;
    private static final int BINS = 1200;
    private static final int REACH = 5;

    private Mode() {}

    /** The mode; NaN when no number is positive. */
    static double of(double[] numbers, int count) {
        var bins = new double[BINS];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (numbers[i] > LEAST) {
                int bin = (int) Math.floor(Math.log(numbers[i] / LEAST) / STEP);
                bins[Math.min(BINS - 1, bin)]++;
                any = true;
            }
        }
        if (!any) {
            return Double.NaN;
        }
        var smooth = new double[BINS];
        int peak = 0;
        for (int bin = 0; bin < BINS; bin++) {
            for (int d = -REACH; d <= REACH; d++) {
                if (bin + d >= 0 && bin + d < BINS) {
                    smooth[bin] += bins[bin + d] * (REACH + 1 - Math.abs(d));
                }
            }
            if (smooth[bin] > smooth[peak]) {
                peak = bin;
            }
        }
        double shift = 0;
        if (peak > 0 && peak < BINS - 1) {
            double curve = smooth[peak - 1] - 2 * smooth[peak] + smooth[peak + 1];
            shift = curve < 0 ? 0.5 * (smooth[peak - 1] - smooth[peak + 1]) / curve : 0;
        }
        return LEAST * Math.exp((peak + 0.5 + shift) * STEP);
    }

    /** The median of the first numbers; they are sorted by this. */
    static double median(double[] numbers, int count) {
        Arrays.sort(numbers, 0, count);
        return count == 0
                ? Double.NaN
                : count % 2 == 1
                        ? numbers[count / 2]
                        : 0.5 * (numbers[count / 2 - 1] + numbers[count / 2]);
    }
}
