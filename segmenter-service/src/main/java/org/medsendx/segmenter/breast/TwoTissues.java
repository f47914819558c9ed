package org.medsendx.segmenter.breast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two kinds of tissue in a set of values: the best cut into two (Otsu's, which is two-means solved
 * exactly on a histogram) gives their centres, and half way between them lies the edge, as it does
 * between two plateaus that blur runs into each other.
 *
 * <p>Any set of values can be cut in two. It is believed when two normal distributions describe it
 * clearly better than one, by at least {@value #LEAST_GAIN} nats a value (fitted by expectation and
 * maximisation: Dempster, Laird and Rubin, J. R. Stat. Soc. B 39, 1977, 1-38).
 *
 * @param fat centre of the lower kind
 * @param dense centre of the upper kind
 */
record TwoTissues(double fat, double dense) {

    static final double LEAST_GAIN = 0.03;

    private static final int BINS = 256;
    private static final int ROUNDS = 60;

    /** The two kinds, or null when the values are of one. */
    static @Nullable TwoTissues of(float[] values, int n) {
        var sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        double low = sorted[(int) (0.001 * (n - 1))];
        double high = sorted[(int) (0.999 * (n - 1))];
        if (!(high > low)) {
            return null;
        }
        var counts = new int[BINS];
        double scale = (BINS - 1) / (high - low);
        for (float value : sorted) {
            counts[(int) Math.clamp((value - low) * scale, 0, BINS - 1)]++;
        }
        int cut = BreastEdge.otsu(counts);
        var lower = Normal.of(counts, 0, cut);
        var upper = Normal.of(counts, cut + 1, BINS - 1);
        if (lower.share == 0 || upper.share == 0) {
            return null;
        }
        return gain(counts, lower, upper) < LEAST_GAIN
                ? null
                : new TwoTissues(
                        low + (lower.mean + 0.5) / scale, low + (upper.mean + 0.5) / scale);
    }

    /**
     * A value between the two.
     *
     * @param share 0 is fat, 1 is dense, 0.5 the edge
     */
    double between(double share) {
        return fat + share * (dense - fat);
    }

    /** How much better two normal distributions describe the counts than one, in nats a value. */
    private static double gain(int[] counts, Normal lower, Normal upper) {
        var low = lower;
        var high = upper;
        for (int round = 0; round < ROUNDS; round++) {
            double[] below = new double[3];
            double[] above = new double[3];
            for (int bin = 0; bin < counts.length; bin++) {
                double a = low.density(bin);
                double b = high.density(bin);
                if (counts[bin] != 0 && a + b > 0) {
                    add(below, counts[bin] * a / (a + b), bin);
                    add(above, counts[bin] * b / (a + b), bin);
                }
            }
            double all = below[0] + above[0];
            if (below[0] < 1 || above[0] < 1) {
                break;
            }
            low = Normal.of(below, all);
            high = Normal.of(above, all);
        }
        var one = Normal.of(counts, 0, counts.length - 1);
        double n = 0;
        double gain = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] != 0) {
                n += counts[bin];
                double two = low.density(bin) + high.density(bin);
                gain +=
                        counts[bin]
                                * Math.log(
                                        Math.max(two, 1e-300) / Math.max(one.density(bin), 1e-300));
            }
        }
        return gain / n;
    }

    private static void add(double[] moments, double weight, double value) {
        moments[0] += weight;
        moments[1] += weight * value;
        moments[2] += weight * value * value;
    }

    /** A normal distribution of a share of the values. */
    private record Normal(double mean, double deviation, double share) {

        static Normal of(int[] counts, int from, int to) {
            double all = 0;
            var moments = new double[3];
            for (int bin = 0; bin < counts.length; bin++) {
                all += counts[bin];
                if (bin >= from && bin <= to) {
                    add(moments, counts[bin], bin);
                }
            }
            return of(moments, all);
        }

        static Normal of(double[] moments, double all) {
            if (moments[0] == 0) {
                return new Normal(0, 1, 0);
            }
            double mean = moments[1] / moments[0];
            double variance = moments[2] / moments[0] - mean * mean;
            // no narrower than a bin
            return new Normal(mean, Math.sqrt(Math.max(1, variance)), moments[0] / all);
        }

        double density(double value) {
            double z = (value - mean) / deviation;
            return share * Math.exp(-z * z / 2) / deviation;
        }
    }
}
