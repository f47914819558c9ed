package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether one feature of one scanner has moved against the scanner itself.
 *
 * <p>Four cumulative sums of log likelihood ratios run on the innovations of {@link LevelFilter}:
 * up and down, for the movement worth looking for and for a third of it, which is what a slow drift
 * looks like (E. S. Page, Biometrika 41 (1954) 100-115; for information that varies from value to
 * value S. H. Steiner et al., Biostatistics 1 (2000) 441-452). Each knows how a movement since its
 * last zero would show in the next innovation, with what the levels have learnt from it meanwhile.
 *
 * <p>The limit follows from the promised rate ({@link SignalLimits}).
 *
 * <p>After a signal the levels stay what they were before, until a likelihood ratio says that the
 * scanner is back: that is the hysteresis.
 */
final class SequentialChart {

    private static final double CUT = 3;
    private static final double SUSPICION = 0.5;
    private static final double BACK = Math.log(1000);
    private static final int DAYS_BEFORE = 10;
    private static final int RECENT_DAYS = 28;
    private static final int[] UP_DOWN = {1, -1, 1, -1};
    private static final double[] NONE = new double[0];

    private final Observations given;
    private final Feature feature;
    private final double spread;
    private final double rate;
    private final int judgedFrom;
    private final int frozenFrom;
    private final boolean drawn;
    private double[] deviation;
    private double[] band;
    private final double[] up;
    private final double[] down;
    private final double[] limit;
    private final double[] sums = new double[4];
    private final int[] begun = new int[4];
    private final double[][] response;
    private final double[] limits;
    private final double[] targets = new double[2];
    private final List<int[]> over = new ArrayList<>();
    private final Beginnings beginnings;
    private LevelFilter filter;
    private boolean waiting;
    private @Nullable ChangePoint open;

    /** The part of an episode that lasts. */
    private double score;

    private double scoreLimit = 1;

    /**
     * @param rate false signals a year that this chart may make, all four sums together
     * @param judgedFrom epoch day before which it only learns
     * @param frozenFrom epoch day from which the levels learn no more
     */
    SequentialChart(
            Observations given, Feature feature, double rate, int judgedFrom, int frozenFrom) {
        this(given, feature, rate, judgedFrom, frozenFrom, true);
    }

    /**
     * @param drawn whether it can be drawn: in large fleets the course of all charts would fill the
     *     memory, see {@link #drawn()}
     */
    SequentialChart(
            Observations given,
            Feature feature,
            double rate,
            int judgedFrom,
            int frozenFrom,
            boolean drawn) {
        this.given = given;
        this.feature = feature;
        this.spread = 3 * feature.target();
        this.rate = rate;
        this.drawn = drawn;
        this.judgedFrom = judgedFrom;
        this.frozenFrom = frozenFrom;
        int n = given.size();
        deviation = drawn ? new double[n] : NONE;
        band = drawn ? new double[n] : NONE;
        up = drawn ? new double[n] : NONE;
        down = drawn ? new double[n] : NONE;
        limit = drawn ? new double[n] : NONE;
        beginnings = new Beginnings(given);
        filter = new LevelFilter(given, beginnings, spread);
        response = new double[4][filter.states()];
        limits = SignalLimits.of(given, feature, rate / 4);
        for (int size = 0; size < 2; size++) {
            targets[size] = SignalLimits.target(feature, size);
        }
        run();
        if (!drawn) {
            deviation = NONE;
            band = NONE;
        }
    }

    /** The same chart with its course. */
    SequentialChart drawn() {
        return drawn
                ? this
                : new SequentialChart(given, feature, rate, judgedFrom, frozenFrom, true);
    }

    private void run() {
        int n = given.size();
        int i = 0;
        while (i < n) {
            double kept = filter.kept(i);
            if (kept != 1) {
                for (var r : response) {
                    r[0] *= kept;
                }
            }
            int parent = filter.open(i);
            int k = given.stratum()[i] + 1;
            if (parent > 0) {
                for (var r : response) {
                    r[k] = r[parent];
                }
            }
            double innovation = filter.innovation(i);
            double root = Math.sqrt(filter.variance());
            double z = normal(innovation / root, given.degrees(i));
            z = Scales.within(z, CUT);
            if (drawn) {
                chart(i);
            }
            boolean judged = given.day()[i] >= judgedFrom;
            if (!judged) {
                Arrays.fill(begun, i + 1);
            }
            waiting = suspicious();
            int signal = judged ? step(i, k, z, root) : -1;
            double cut = Scales.within(innovation, CUT * root);
            filter.learn(cut, given.day()[i] < frozenFrom && !waiting);
            if (signal >= 0) {
                i = episode(i, signal);
            } else {
                i++;
            }
        }
        if (open == null && n > 0) {
            scoreNow();
        }
    }

    /** One value in all four sums; which of them signals, or -1. */
    private int step(int i, int k, double z, double root) {
        int signal = -1;
        boolean wait = waiting;
        double most = SignalLimits.MOST_STEP;
        for (int arm = 0; arm < 4; arm++) {
            var r = response[arm];
            double seen = sums[arm] == 0 ? 1 : 1 - r[0] - r[k];
            double d = Scales.within(targets[arm / 2] * seen / root, most);
            double sum = sums[arm] + UP_DOWN[arm] * d * z - d * d / 2;
            double h = limits[arm / 2];
            if (sum <= 0) {
                if (sums[arm] > 0) {
                    Arrays.fill(r, 0);
                }
                sums[arm] = 0;
                begun[arm] = i + 1;
            } else {
                sums[arm] = sum;
                filter.respond(r, wait, seen);
                if (sums[arm] > h && (signal < 0 || sums[arm] > sums[signal])) {
                    signal = arm;
                }
            }
        }
        if (drawn) {
            // On charts both sizes are drawn against the limit of the first.
            double slow = limits[0] / limits[1];
            up[i] = Math.max(sums[0], slow * sums[2]);
            down[i] = Math.max(sums[1], slow * sums[3]);
            limit[i] = limits[0];
        }
        return signal;
    }

    /** While a sum is far on its way, the levels wait for what comes of it. */
    private boolean suspicious() {
        for (int arm = 0; arm < 4; arm++) {
            if (sums[arm] > SUSPICION * limits[arm / 2]) {
                return true;
            }
        }
        return false;
    }

    private void chart(int i) {
        int s = given.stratum()[i];
        deviation[i] = given.value()[i] - filter.level(s);
        band[i] = given.variance(i) + given.weekVariance() + filter.levelVariance(s);
    }

    /** What follows a signal: from before it on the levels rest; the first value after it. */
    private int episode(int signalled, int arm) {
        int n = given.size();
        double h = limits[0];
        if (deviation.length < n) {
            deviation = new double[n];
            band = new double[n];
        }
        int from = Math.min(begun[arm], signalled);
        int base = from;
        while (base > 0 && given.day()[base - 1] >= given.day()[from] - DAYS_BEFORE) {
            base--;
        }
        // Something has to be learnt from.
        while (base < from && given.day()[base] < judgedFrom - 1) {
            base++;
        }
        filter = replayed(base);
        for (int i = base; i < n; i++) {
            if (!filter.knows(given.stratum()[i])) {
                filter.open(i);
            }
            chart(i);
        }
        var at = ChangePoint.of(given, deviation, levels(n), base, signalled + 1, signalled + 1);
        double ratio = 0;
        int back = signalled + 1;
        // The week's effect under either hypothesis; its variance is the same.
        double weekMoved = 0;
        double weekBack = 0;
        double week = 0;
        for (int i = signalled + 1; i < n; i++) {
            if (i == signalled + 1 || given.week()[i] != given.week()[i - 1]) {
                double kept =
                        i == signalled + 1 ? 0 : given.kept(given.week()[i - 1], given.week()[i]);
                weekMoved *= kept;
                weekBack *= kept;
                week = given.nextWeek(week, kept);
            }
            double variance = week + band[i] - given.weekVariance();
            double ifMoved = deviation[i] - at.shift() - weekMoved;
            double ifBack = deviation[i] - weekBack;
            double more = (ifMoved * ifMoved - ifBack * ifBack) / 2 / variance;
            double gain = week / variance;
            weekMoved += gain * ifMoved;
            weekBack += gain * ifBack;
            week -= gain * week;
            ratio = Math.max(0, ratio + Math.clamp(more, -4, 4));
            if (ratio == 0) {
                back = i + 1;
            }
            if (drawn) {
                up[i] = arm % 2 == 0 ? h + 1 : 0;
                down[i] = arm % 2 == 1 ? h + 1 : 0;
                limit[i] = h;
            }
            if (ratio > BACK) {
                over.add(new int[] {base, back});
                Arrays.fill(sums, 0);
                Arrays.fill(begun, back);
                for (var r : response) {
                    Arrays.fill(r, 0);
                }
                filter = replayed(back);
                return back;
            }
        }
        open = ChangePoint.of(given, deviation, levels(n), base, signalled + 1, n);
        score = Math.max(h * 1.001, open.ratio());
        scoreLimit = h;
        return n;
    }

    private double[] levels(int n) {
        var levels = new double[n];
        for (int i = 0; i < n; i++) {
            int s = given.stratum()[i];
            levels[i] = filter.knows(s) ? filter.levelVariance(s) : 0;
        }
        return levels;
    }

    /** The filter as it was before a value, without what lay in episodes. */
    private LevelFilter replayed(int until) {
        var fresh = new LevelFilter(given, beginnings, spread);
        for (int i = 0; i < until; i++) {
            int at = i;
            if (over.stream().anyMatch(span -> at >= span[0] && at < span[1])) {
                continue;
            }
            fresh.open(i);
            double innovation = fresh.innovation(i);
            double most = CUT * Math.sqrt(fresh.variance());
            fresh.learn(Math.clamp(innovation, -most, most), given.day()[i] < frozenFrom);
        }
        return fresh;
    }

    private void scoreNow() {
        int best = 0;
        for (int arm = 1; arm < 4; arm++) {
            if (sums[arm] / limits[arm / 2] > sums[best] / limits[best / 2]) {
                best = arm;
            }
        }
        score = sums[best];
        scoreLimit = limits[best / 2];
    }

    /** Student's t as a normal deviate (D. L. Wallace, Ann. Math. Statist. 30 (1959) 1124). */
    static double normal(double t, double degrees) {
        if (degrees > 500) {
            return t;
        }
        double x = t * t / degrees;
        // The series is exact enough where it is short.
        double logarithm = x < 0.01 ? x * (1 - x * (0.5 - x / 3)) : Math.log1p(x);
        double z = Math.sqrt(degrees * logarithm);
        return Math.copySign(z * (8 * degrees + 1) / (8 * degrees + 3), t);
    }

    /** Where it moved, when it has and is not back; null else. */
    @Nullable ChangePoint moved() {
        return open;
    }

    /** The cumulative sum nearest to its limit; after a signal the log likelihood ratio. */
    double score() {
        return score;
    }

    double limit() {
        return scoreLimit;
    }

    /** Deviations from the levels, by observation. */
    double[] deviations() {
        return deviation;
    }

    /** Their variances with those of week and level. */
    double[] variances() {
        return band;
    }

    LevelFilter filter() {
        return filter;
    }

    Observations given() {
        return given;
    }

    double up(int i) {
        return up[i];
    }

    double down(int i) {
        return down[i];
    }

    double limit(int i) {
        return limit[i];
    }

    int recentFrom() {
        return given.day()[given.size() - 1] - RECENT_DAYS + 1;
    }
}
