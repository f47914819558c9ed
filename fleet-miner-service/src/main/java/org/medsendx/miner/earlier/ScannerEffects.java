package org.medsendx.miner.earlier;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import smile.stat.distribution.TDistribution;

/**
 * The shifts and deviations of all scanners in one indicator, and how sure they are.
 *
 * <p>Shift of scanner s: in each stratum the robust mean of its latest weeks less that of its first
 * weeks, combined over strata with inverse variances; less the (weighted) median shift of the
 * fleet, so that a change that all scanners share, such as a new protocol or a season, is no
 * scanner's fault. Cohort deviation: in each stratum its latest weeks less the median of the other
 * scanners' latest weeks, combined in the same way.
 *
 * <p>Healthy scanners also differ among themselves by more than the noise of single scans: sites,
 * crews, patients of one week. That variance between scanners, tau^2, is estimated from the other
 * scanners only (so that the one that drifts does not hide itself) by the median of their squares,
 * which up to half of them being bad do not move, and added to the variance of the tested one.
 *
 * <p>R. DerSimonian, N. Laird, Meta-Analysis in Clinical Trials, Controlled Clin. Trials 7 (1986)
 * 177-188, for effects between units; B. Efron, Large-Scale Simultaneous Hypothesis Testing, JASA
 * 99 (2004) 96-104, for learning the null from the bulk.
 */
final class ScannerEffects {

    /** Median of chi-square with one degree of freedom. */
    private static final double CHI_SQUARE_MEDIAN = 0.4549;

    /** Asymptotic variance of a median over that of a mean. */
    private static final double MEDIAN_INFLATION = Math.PI / 2;

    /** Healthy windows differ by 0.3 % however many scans they have: crews, sites, warm-up. */
    private static final double UNSTEADINESS = 0.003 * 0.003;

    private static final int LEAST_COHORT = 3;

    /** Below so many others, the variance of shifts between scanners is not worth estimating. */
    private static final int LARGE_COHORT = 8;

    private static final int LEAST_CELL = 2;

    /** One scanner's effect before it is compared. */
    private record Effect(double estimate, double variance, int degreesOfFreedom) {}

    /**
     * One scanner's test.
     *
     * @param effect the difference as a natural logarithm
     * @param deviation the same in standard errors
     * @param pValue two-sided, of this test alone
     */
    record Test(double effect, double deviation, double pValue) {}

    private ScannerEffects() {}

    /** The cells of a scanner in a {@link StratumModel}. */
    static int cell(int scanner, Windows.Window window) {
        return scanner * Windows.Window.COUNT + window.index;
    }

    /**
     * Each judged scanner against its own first weeks.
     *
     * @param models one per stratum
     * @param judged which scanners are judged; others get null
     */
    static List<@Nullable Test> shifts(List<StratumModel> models, boolean[] judged) {
        var effects = new ArrayList<@Nullable Effect>();
        for (int s = 0; s < judged.length; s++) {
            var pool = new Pool();
            if (judged[s]) {
                int before = cell(s, Windows.Window.BASELINE);
                int now = cell(s, Windows.Window.RECENT);
                for (var model : models) {
                    if (model.count(before) >= LEAST_CELL && model.count(now) >= LEAST_CELL) {
                        pool.add(
                                model.effect(now) - model.effect(before),
                                model.differenceVariance(now, before),
                                model.degreesOfFreedom());
                    }
                }
            }
            effects.add(pool.effect());
        }
        var known = effects.stream().filter(Objects::nonNull).toList();
        if (known.size() < LEAST_COHORT) {
            return tests(effects, 0, UNSTEADINESS, Integer.MAX_VALUE);
        }
        double common = Robust.median(known.stream().mapToDouble(Effect::estimate).toArray());
        double information = known.stream().mapToDouble(effect -> 1 / effect.variance()).sum();
        return tests(effects, common, UNSTEADINESS + MEDIAN_INFLATION / information, LARGE_COHORT);
    }

    /** Each judged scanner against the latest weeks of the others. */
    static List<@Nullable Test> deviations(List<StratumModel> models, boolean[] judged) {
        var effects = new ArrayList<@Nullable Effect>();
        for (int s = 0; s < judged.length; s++) {
            var pool = new Pool();
            for (var model : judged[s] ? models : List.<StratumModel>of()) {
                int mine = cell(s, Windows.Window.RECENT);
                if (model.count(mine) < LEAST_CELL) {
                    continue;
                }
                var others = new ArrayList<Double>();
                double information = 0;
                for (int other = 0; other < judged.length; other++) {
                    int cell = cell(other, Windows.Window.RECENT);
                    if (other != s && judged[other] && model.count(cell) >= LEAST_CELL) {
                        others.add(model.effect(cell));
                        information += 1 / model.variance(cell);
                    }
                }
                if (others.size() >= LEAST_COHORT - 1) {
                    pool.add(
                            model.effect(mine)
                                    - Robust.median(
                                            others.stream()
                                                    .mapToDouble(Double::doubleValue)
                                                    .toArray()),
                            model.variance(mine) + MEDIAN_INFLATION / information,
                            model.degreesOfFreedom());
                }
            }
            effects.add(pool.effect());
        }
        return tests(effects, 0, UNSTEADINESS, LEAST_COHORT);
    }

    private static List<@Nullable Test> tests(
            List<@Nullable Effect> effects, double common, double extra, int leastOthers) {
        var tests = new ArrayList<@Nullable Test>();
        for (int s = 0; s < effects.size(); s++) {
            var effect = effects.get(s);
            if (effect == null) {
                tests.add(null);
                continue;
            }
            double difference = effect.estimate() - common;
            double variance =
                    effect.variance() + extra + betweenScanners(effects, s, common, leastOthers);
            double deviation = difference / Math.sqrt(variance);
            tests.add(new Test(difference, deviation, p(deviation, effect.degreesOfFreedom())));
        }
        return tests;
    }

    /** tau^2 from all scanners but one. */
    private static double betweenScanners(
            List<@Nullable Effect> effects, int without, double common, int least) {
        var squares = new ArrayList<Double>();
        var variances = new ArrayList<Double>();
        for (int other = 0; other < effects.size(); other++) {
            var effect = effects.get(other);
            if (other != without && effect != null) {
                double difference = effect.estimate() - common;
                squares.add(difference * difference);
                variances.add(effect.variance());
            }
        }
        if (squares.size() < least) {
            return 0;
        }
        double typical =
                Robust.median(squares.stream().mapToDouble(Double::doubleValue).toArray())
                        / CHI_SQUARE_MEDIAN;
        double noise = Robust.median(variances.stream().mapToDouble(Double::doubleValue).toArray());
        return Math.max(0, typical - noise);
    }

    private static double p(double deviation, int degreesOfFreedom) {
        return 2 * new TDistribution(degreesOfFreedom).cdf(-Math.abs(deviation));
    }

    /** Combination with inverse variances. */
    private static final class Pool {
        private double weighted;
        private double weight;
        private int degreesOfFreedom;

        void add(double estimate, double variance, int degrees) {
            weighted += estimate / variance;
            weight += 1 / variance;
            degreesOfFreedom += degrees;
        }

        @Nullable Effect effect() {
            return weight > 0 ? new Effect(weighted / weight, 1 / weight, degreesOfFreedom) : null;
        }
    }
}
