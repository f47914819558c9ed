package org.medsendx.benchmarks.fleet;

import org.medsendx.contracts.deidentified.Features.Percentiles;

/**
 * The values of an image as a mixture of normal distributions, one for each kind of tissue. From it
 * follow mean, spread, percentiles and the classes of k-means as they would be with endlessly many
 * pixels, so all features of one image agree with each other under gain, offset and noise.
 *
 * <p>Not for several threads.
 */
final class Mixture {

    private static final double REACH = 8;
    private static final int STEPS = 4096;
    private static final double PER_UNIT = STEPS / (2 * REACH);
    private static final double[] CDF = new double[STEPS + 2];
    private static final double[] DENSITY = new double[STEPS + 2];

    static {
        // Simpson's rule on the density; exact to 1e-10, far finer than a table of this step needs.
        double step = 2 * REACH / STEPS;
        for (int i = 0; i <= STEPS + 1; i++) {
            double z = -REACH + i * step;
            DENSITY[i] = density(z);
            CDF[i] =
                    i == 0
                            ? 0
                            : CDF[i - 1]
                                    + step
                                            / 6
                                            * (density(z - step)
                                                    + 4 * density(z - step / 2)
                                                    + density(z));
        }
    }

    private static final int ROUNDS = 10;
    private static final double LONGER = 1.4;

    private final double[] share;
    private final double[] centre;
    private final double[] spread;
    private int size;

    /**
     * @param most the most components it will have
     */
    Mixture(int most) {
        share = new double[most];
        centre = new double[most];
        spread = new double[most];
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double at(double[] table, double z) {
        double place = (z + REACH) * PER_UNIT;
        if (place <= 0) {
            return table[0];
        }
        if (place >= STEPS) {
            return table[STEPS];
        }
        int i = (int) place;
        return table[i] + (place - i) * (table[i + 1] - table[i]);
    }

    void clear() {
        size = 0;
    }

    /** One more component; shares need not add up to 1 before {@link #normalise()}. */
    void add(double itsShare, double itsCentre, double itsSpread) {
        share[size] = itsShare;
        centre[size] = itsCentre;
        spread[size] = itsSpread;
        size++;
    }

    void normalise() {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += share[i];
        }
        for (int i = 0; i < size; i++) {
            share[i] /= total;
        }
    }

    double mean() {
        double mean = 0;
        for (int i = 0; i < size; i++) {
            mean += share[i] * centre[i];
        }
        return mean;
    }

    double standardDeviation() {
        double mean = mean();
        double variance = 0;
        for (int i = 0; i < size; i++) {
            double off = centre[i] - mean;
            variance += share[i] * (off * off + spread[i] * spread[i]);
        }
        return Math.sqrt(variance);
    }

    /** The lowest (-1) or highest (1) value that some thousands of pixels would show. */
    double extreme(int side) {
        double found = centre[0];
        for (int i = 0; i < size; i++) {
            double end = centre[i] + side * 4 * spread[i];
            found = side < 0 ? Math.min(found, end) : Math.max(found, end);
        }
        return found;
    }

    private double below(double value) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += share[i] * at(CDF, (value - centre[i]) / spread[i]);
        }
        return sum;
    }

    private double sumBelow(double value) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double z = (value - centre[i]) / spread[i];
            sum += share[i] * (centre[i] * at(CDF, z) - spread[i] * at(DENSITY, z));
        }
        return sum;
    }

    Percentiles percentiles() {
        double low = extreme(-1) - 1;
        double high = extreme(1) + 1;
        double p01 = quantile(0.01, low, high);
        double p05 = quantile(0.05, p01, high);
        double p25 = quantile(0.25, p05, high);
        double p50 = quantile(0.50, p25, high);
        double p75 = quantile(0.75, p50, high);
        double p95 = quantile(0.95, p75, high);
        return new Percentiles(p01, p05, p25, p50, p75, p95, quantile(0.99, p95, high));
    }

    /** False position with the Illinois rule, to a hundredth of a value. */
    private double quantile(double wanted, double from, double to) {
        double a = from;
        double b = to;
        double fa = below(a) - wanted;
        double fb = below(b) - wanted;
        int last = 0;
        for (int step = 0; step < 40 && b - a > 0.02; step++) {
            // a third of the steps halve: flat stretches between two tissues stall the secant
            double c = step % 3 == 2 ? (a + b) / 2 : (a * fb - b * fa) / (fb - fa);
            double fc = below(c) - wanted;
            if (Math.abs(fc) < 1e-6) {
                return c;
            }
            if (fc < 0) {
                a = c;
                fa = fc;
                fb = last == -1 ? fb / 2 : fb;
                last = -1;
            } else {
                b = c;
                fb = fc;
                fa = last == 1 ? fa / 2 : fa;
                last = 1;
            }
        }
        return (a + b) / 2;
    }

    /**
     * Centres of k classes and, behind them, their shares, by Lloyd's iteration with a longer step.
     * The number of rounds is fixed, so that classes of values under another gain or offset are
     * those classes under that gain or offset, whatever is left of the iteration.
     */
    double[] classes(double[] starts) {
        int k = starts.length;
        var result = new double[2 * k];
        System.arraycopy(starts, 0, result, 0, k);
        double whole = mean();
        for (int round = 0; round < ROUNDS; round++) {
            double mass = 0;
            double sum = 0;
            for (int i = 0; i < k; i++) {
                boolean end = i == k - 1;
                double border = end ? 0 : (result[i] + result[i + 1]) / 2;
                double massTo = end ? 1 : below(border);
                double sumTo = end ? whole : sumBelow(border);
                double share = massTo - mass;
                result[k + i] = Math.max(0, share);
                if (share > 1e-6) {
                    double next = (sumTo - sum) / share;
                    double step = round < ROUNDS - 2 ? LONGER : 1;
                    result[i] += step * (next - result[i]);
                }
                mass = massTo;
                sum = sumTo;
            }
        }
        return result;
    }
}
