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

    /** Shares of a lower kind that is looked for besides Otsu's. */
    private static final double[] SMALL_KINDS = {0.05, 0.1, 0.15, 0.2, 0.25, 0.3};

    /** Kinds that Otsu's cut parts by so many nats a value are looked at no further. */
    private static final double WELL_PARTED = 0.2;

    /** By so many nats a value another cut has to be better than Otsu's. */
    private static final double CLEARLY_BETTER = 0.02;

    /** The two kinds, or null when the values are of one. */
    static @Nullable TwoTissues of(float[] values, int n) {
        var some = Arrays.copyOf(values, n);
        var ranks = new Ranks(some);
        double low = ranks.at((int) (0.001 * (n - 1)));
        double high = ranks.at((int) (0.999 * (n - 1)));
        if (!(high > low)) {
            return null;
        }
        var counts = new int[BINS];
        double scale = (BINS - 1) / (high - low);
        for (float value : some) {
            counts[(int) Math.clamp((value - low) * scale, 0, BINS - 1)]++;
        }
        int cut = cut(counts);
        var lower = Normal.of(counts, 0, cut);
        var upper = Normal.of(counts, cut + 1, BINS - 1);
        if (lower.share == 0 || upper.share == 0) {
            return null;
        }
        return Fit.of(counts, cut).gain < LEAST_GAIN
                ? null
                : new TwoTissues(
                        low + (lower.mean + 0.5) / scale, low + (upper.mean + 0.5) / scale);
    }

    /**
     * Where the kinds part. Otsu's cut goes through the larger kind where the other is small, as
     * fat is in a very dense breast, and parts poorly. Two normal distributions that were begun at
     * a small lower kind then describe the values better, and the cut is where theirs cross; else
     * they come to the same as those begun at Otsu's cut.
     */
    private static int cut(int[] counts) {
        int otsu = BreastEdge.otsu(counts);
        double known = Fit.of(counts, otsu).gain;
        if (known >= WELL_PARTED) {
            return otsu;
        }
        double all = 0;
        for (int count : counts) {
            all += count;
        }
        int cut = otsu;
        double best = known + CLEARLY_BETTER;
        double below = 0;
        int begun = 0;
        for (int bin = 0; bin < otsu && begun < SMALL_KINDS.length; bin++) {
            below += counts[bin];
            if (below < SMALL_KINDS[begun] * all) {
                continue;
            }
            begun++;
            var fit = Fit.of(counts, bin);
            int crossing = fit.crossing();
            if (fit.gain > best && crossing >= 0 && crossing < otsu) {
                best = fit.gain;
                cut = crossing;
            }
        }
        return cut;
    }

    /**
     * A value between the two.
     *
     * @param share 0 is fat, 1 is dense, 0.5 the edge
     */
    double between(double share) {
        return fat + share * (dense - fat);
    }

    /**
     * Two normal distributions in the counts, begun with a cut.
     *
     * @param gain how much better they describe the counts than one does, in nats a value
     */
    private record Fit(Normal lower, Normal upper, double gain) {

        static Fit of(int[] counts, int cut) {
            var low = Normal.of(counts, 0, cut);
            var high = Normal.of(counts, cut + 1, counts.length - 1);
            for (int round = 0; round < ROUNDS; round++) {
                double[] below = new double[3];
                double[] above = new double[3];
                for (int bin = 0; bin < counts.length; bin++) {
                    if (counts[bin] == 0) {
                        continue;
                    }
                    double a = low.density(bin);
                    double b = high.density(bin);
                    if (a + b > 0) {
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
                                            Math.max(two, 1e-300)
                                                    / Math.max(one.density(bin), 1e-300));
                }
            }
            return new Fit(low, high, gain / n);
        }

        /** The last bin that is more of the lower kind than of the upper, between their means. */
        int crossing() {
            int bin = (int) Math.max(0, lower.mean);
            while (bin < upper.mean && lower.density(bin) >= upper.density(bin)) {
                bin++;
            }
            return bin - 1;
        }
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
