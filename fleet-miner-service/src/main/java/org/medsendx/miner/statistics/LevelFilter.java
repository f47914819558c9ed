package org.medsendx.miner.statistics;

/**
 * What is known of a scanner's levels, one per stratum, and of the present week's effect: a Kalman
 * filter whose innovations are independent N(0, 1) as long as nothing moves, although levels and
 * weeks are estimated on the way (D. M. Hawkins, Self-Starting CUSUM Charts for Location and Scale,
 * The Statistician 36 (1987) 299-315; R. E. Kalman, J. Basic Eng. 82 (1960) 35-45).
 *
 * <p>A level of which nothing is known begins wide open. A stratum that appears later begins at the
 * level of one of its family, with the family's variance: a renamed protocol is not a new scanner.
 */
final class LevelFilter {

    private static final double OPEN = 1e4;

    /** State 0 is the week's effect, 1 and on are the levels. */
    private final double[] mean;

    /** The lower triangle, row by row: it is symmetric, and the most of the work. */
    private final double[] covariance;

    private final boolean[] known;
    private final double[] gain;
    private final Observations given;
    private final Beginnings beginnings;
    private final double spread;
    private int week = Integer.MIN_VALUE;
    private double variance;

    /**
     * @param spread standard deviation by which strata of one family differ
     */
    LevelFilter(Observations given, Beginnings beginnings, double spread) {
        this.given = given;
        this.beginnings = beginnings;
        this.spread = spread;
        int n = given.strata() + 1;
        mean = new double[n];
        covariance = new double[at(n, 0)];
        known = new boolean[n];
        gain = new double[n];
    }

    /** Where the covariance of two states is, of which the first is not before the second. */
    private static int at(int a, int b) {
        return a * (a + 1) / 2 + b;
    }

    private double covariance(int a, int b) {
        return covariance[a >= b ? at(a, b) : at(b, a)];
    }

    /** Where a stratum's level came from when it was opened. */
    private int parent(int stratum) {
        for (int s = 0; s < given.strata(); s++) {
            if (s != stratum && known[s + 1] && given.family()[s] == given.family()[stratum]) {
                return s;
            }
        }
        return -1;
    }

    /**
     * Opens what observation i needs.
     *
     * @return the parent's state when a level was opened from it, 0 when the week is new or nothing
     *     was opened
     */
    int open(int i) {
        int n = mean.length;
        if (given.week()[i] != week) {
            double kept = kept(i);
            week = given.week()[i];
            mean[0] *= kept;
            for (int a = 1; a < n; a++) {
                covariance[at(a, 0)] *= kept;
            }
            covariance[0] = given.nextWeek(covariance[0], kept);
        }
        int k = given.stratum()[i] + 1;
        if (known[k]) {
            return 0;
        }
        known[k] = true;
        int parent = parent(k - 1);
        if (parent < 0) {
            mean[k] = beginnings.value(given, i);
            covariance[at(k, k)] = OPEN * (given.variance(i) + given.weekVariance());
            return 0;
        }
        mean[k] = mean[parent + 1];
        for (int a = 0; a < n; a++) {
            if (a != k) {
                covariance[a > k ? at(a, k) : at(k, a)] = covariance(parent + 1, a);
            }
        }
        covariance[at(k, k)] = covariance(parent + 1, parent + 1) + spread * spread;
        return parent + 1;
    }

    /** The share of the present week's effect that is left in the week of observation i. */
    double kept(int i) {
        return week == Integer.MIN_VALUE ? 0 : given.kept(week, given.week()[i]);
    }

    /** The difference of observation i from what is expected; {@link #variance()} belongs to it. */
    double innovation(int i) {
        int k = given.stratum()[i] + 1;
        var gain = this.gain;
        var covariance = this.covariance;
        int row = at(k, 0);
        for (int a = 0; a <= k; a++) {
            gain[a] = covariance[at(a, 0)] + covariance[row + a];
        }
        for (int a = k + 1; a < gain.length; a++) {
            gain[a] = covariance[at(a, 0)] + covariance[at(a, k)];
        }
        variance = gain[0] + gain[k] + given.variance(i);
        for (int a = 0; a < gain.length; a++) {
            gain[a] /= variance;
        }
        return beginnings.value(given, i) - mean[0] - mean[k];
    }

    double variance() {
        return variance;
    }

    /**
     * What the states have learnt from a movement, one more observation later.
     *
     * @param response what they had learnt before
     * @param waiting whether the levels learn nothing now
     * @param seen how much of the movement the observation of {@link #innovation} shows
     */
    void respond(double[] response, boolean waiting, double seen) {
        int learning = waiting ? 1 : response.length;
        for (int a = 0; a < learning; a++) {
            response[a] += gain[a] * seen;
        }
    }

    /**
     * Learns from the observation of {@link #innovation}.
     *
     * @param innovation perhaps cut
     * @param levels whether the levels learn too, or the week alone
     */
    void learn(double innovation, boolean levels) {
        var gain = this.gain;
        var covariance = this.covariance;
        int n = gain.length;
        if (!levels) {
            for (int a = 1; a < n; a++) {
                gain[a] = 0;
            }
            double g = gain[0];
            mean[0] += g * innovation;
            covariance[0] = Math.max(0, covariance[0] - g * g * variance);
            return;
        }
        int row = 0;
        for (int a = 0; a < n; a++) {
            double own = gain[a];
            // A stratum that has not come yet hangs together with nothing.
            if (own != 0) {
                mean[a] += own * innovation;
                for (int b = 0; b <= a; b++) {
                    covariance[row + b] -= own * gain[b] * variance;
                }
            }
            row += a + 1;
        }
    }

    double level(int stratum) {
        return mean[stratum + 1];
    }

    double levelVariance(int stratum) {
        return covariance[at(stratum + 1, stratum + 1)];
    }

    boolean knows(int stratum) {
        return known[stratum + 1];
    }

    int states() {
        return mean.length;
    }
}
