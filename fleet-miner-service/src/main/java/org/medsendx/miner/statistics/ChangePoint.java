package org.medsendx.miner.statistics;

/**
 * When a feature moved and how far, by maximum likelihood over all days it may have been, as a step
 * that lasts or as a ramp that goes on; the interval of the day holds 95 % of the likelihood (D. V.
 * Hinkley, Biometrika 57 (1970) 1-17). Weeks' effects are whitened out.
 *
 * @param day first day of the movement, an epoch day
 * @param earliest begin of the interval
 * @param latest its end
 * @param shift how far it is now, on the inner scale
 * @param variance of {@code shift}
 * @param ratio log likelihood ratio against no movement
 * @param first first observation of the movement
 */
record ChangePoint(
        int day, int earliest, int latest, double shift, double variance, double ratio, int first) {

    private static final double CUT = 3;
    private static final int ROUNDS = 3;

    /** A ramp has to be so much likelier than a step to be called one. */
    private static final double RAMP_PENALTY = 2;

    /**
     * The movement.
     *
     * @param deviation from the levels before
     * @param levels variances of the levels
     * @param base first observation that may be moved
     * @param latest observations before which it began
     * @param until end of the observations that are looked at
     */
    static ChangePoint of(
            Observations given,
            double[] deviation,
            double[] levels,
            int base,
            int latest,
            int until) {
        var z = new double[until];
        var root = new double[until];
        var gain = new double[until];
        var kept = new double[until];
        var cut = deviation.clone();
        Fit best = null;
        for (int round = 0; round < ROUNDS; round++) {
            whiten(given, cut, levels, base, until, z, root, gain, kept);
            best = search(given, base, latest, until, z, root, gain, kept);
            // Wild days are cut around what is expected of them.
            for (int i = base; i < until; i++) {
                double expected = best.expected(given, i);
                double most = CUT * Math.sqrt(given.variance(i) + given.weekVariance() + levels[i]);
                cut[i] = expected + Math.clamp(deviation[i] - expected, -most, most);
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no round");
        }
        // What the levels do not know is the same for all of a stratum's days.
        double weight = 0;
        var shares = new double[given.strata()];
        var level = new double[given.strata()];
        for (int i = best.first; i < until; i++) {
            double precision = 1 / (given.variance(i) + levels[i]);
            shares[given.stratum()[i]] += precision;
            level[given.stratum()[i]] = levels[i];
            weight += precision;
        }
        double common = 0;
        for (int k = 0; k < shares.length; k++) {
            common += shares[k] / weight * (shares[k] / weight) * level[k];
        }
        return new ChangePoint(
                given.day()[best.first],
                best.earliest,
                best.latest,
                best.shift,
                1 / best.information + common,
                best.ratio,
                best.first);
    }

    private static final class Fit {
        int first;
        boolean ramp;
        int last;
        double shift;
        double information = 1e-12;
        double ratio = Double.NEGATIVE_INFINITY;
        int earliest;
        int latest;

        double expected(Observations given, int i) {
            return i < first ? 0 : shift * shape(given, first, i, last, ramp);
        }
    }

    private static double shape(Observations given, int first, int i, int last, boolean ramp) {
        if (!ramp) {
            return 1;
        }
        double whole = given.day()[last] - given.day()[first] + 1;
        return (given.day()[i] - given.day()[first] + 1) / whole;
    }

    private static void whiten(
            Observations given,
            double[] deviation,
            double[] levels,
            int base,
            int until,
            double[] z,
            double[] root,
            double[] gain,
            double[] kept) {
        double week = 0;
        double variance = 0;
        int monday = Integer.MIN_VALUE;
        for (int i = base; i < until; i++) {
            kept[i] = i == base ? 0 : given.kept(monday, given.week()[i]);
            if (given.week()[i] != monday) {
                monday = given.week()[i];
                week *= kept[i];
                variance = given.nextWeek(variance, kept[i]);
            }
            double total = variance + given.variance(i) + levels[i];
            root[i] = Math.sqrt(total);
            gain[i] = variance / total;
            double innovation = deviation[i] - week;
            z[i] = innovation / root[i];
            week += gain[i] * innovation;
            variance -= gain[i] * variance;
        }
    }

    private static Fit search(
            Observations given,
            int base,
            int latest,
            int until,
            double[] z,
            double[] root,
            double[] gain,
            double[] kept) {
        var best = new Fit();
        best.first = base;
        int candidates = 0;
        for (int first = base; first < latest; first++) {
            if (first > base && given.day()[first] == given.day()[first - 1]) {
                continue;
            }
            candidates++;
        }
        var ratios = new double[candidates];
        var days = new int[candidates];
        int c = 0;
        for (int first = base; first < latest; first++) {
            if (first > base && given.day()[first] == given.day()[first - 1]) {
                continue;
            }
            days[c] = given.day()[first];
            ratios[c] = Double.NEGATIVE_INFINITY;
            for (int shape = 0; shape < 2; shape++) {
                boolean ramp = shape == 1;
                double sum = 0;
                double information = 1e-12;
                double week = 0;
                for (int i = first; i < until; i++) {
                    week *= kept[i];
                    double seen = shape(given, first, i, until - 1, ramp) - week;
                    sum += seen * z[i] / root[i];
                    information += seen * seen / root[i] / root[i];
                    week += gain[i] * seen;
                }
                double ratio = sum * sum / information / 2 - (ramp ? RAMP_PENALTY : 0);
                ratios[c] = Math.max(ratios[c], ratio);
                if (ratio > best.ratio) {
                    best.ratio = ratio;
                    best.first = first;
                    best.ramp = ramp;
                    best.last = until - 1;
                    best.shift = sum / information;
                    best.information = information;
                }
            }
            c++;
        }
        interval(best, ratios, days);
        return best;
    }

    /** The days that hold 95 % of the likelihood. */
    private static void interval(Fit best, double[] ratios, int[] days) {
        double total = 0;
        for (double ratio : ratios) {
            total += Math.exp(ratio - best.ratio);
        }
        double before = 0;
        best.earliest = days[0];
        best.latest = days[days.length - 1];
        boolean begun = false;
        for (int c = 0; c < days.length; c++) {
            before += Math.exp(ratios[c] - best.ratio) / total;
            if (!begun && before > 0.025) {
                best.earliest = days[c];
                begun = true;
            }
            if (before >= 0.975) {
                best.latest = days[c];
                break;
            }
        }
    }
}
