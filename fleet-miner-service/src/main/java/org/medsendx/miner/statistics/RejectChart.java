package org.medsendx.miner.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Watches a rate of exams for a rise. The evidence is Shiryaev and Roberts' sum (A. N. Shiryaev,
 * Theory Probab. Appl. 8 (1963) 22-46; S. W. Roberts, Technometrics 8 (1966) 411-430): over every
 * unit since which the rate may be higher, how much likelier what came is then than without a rise.
 *
 * <p>The rate before is not known, it is learnt on the way: counts are Poisson, the rate has a
 * gamma distribution, and the ratio is that of the two marginal likelihoods, which has a closed
 * form. So each term has a mean of 1 while nothing rises, the sum less the number of units is a
 * martingale, and the mean time to a false signal is at least the limit, in units (M. Pollak, Ann.
 * Statist. 13 (1985) 206-227), for rates as the gamma distribution has them.
 *
 * <p>After a signal the rate before rests, until it is a thousand times likelier that it is back;
 * then the units of the rise are left out and the watch begins anew.
 */
final class RejectChart {

    /** By how much a rate rises that is looked for, each as likely. */
    private static final double[] FACTORS = {1.5, 2.5, 5};

    private static final double BACK = Math.log(1000);

    /** A return is looked for to the rate before, from a rate that is higher by this at least. */
    private static final double LEAST_FACTOR = 1.25;

    private final int[] day;
    private final double[] exams;
    private final double[] hits;
    private final double prior;
    private final double logLimit;
    private final boolean[] usual;
    private final double[] examsBefore;
    private final double[] hitsBefore;
    private final double[] evidence;
    private @Nullable Rise rise;

    /**
     * A rise that lasts.
     *
     * @param first first unit of it
     * @param earliest begin of the 95 % interval of {@code first}
     * @param latest its end
     */
    record Rise(int first, int earliest, int latest) {}

    /**
     * @param day of the units, in order
     * @param exams of each unit; divided by the dispersion
     * @param hits of them; divided likewise
     * @param base first unit that may be of a rise
     * @param fleetRate the rate that is usual in the fleet; worth one hit
     * @param logLimit logarithm of the limit
     */
    RejectChart(
            int[] day, double[] exams, double[] hits, int base, double fleetRate, double logLimit) {
        this.day = day;
        this.exams = exams;
        this.hits = hits;
        this.prior = 1 / fleetRate;
        this.logLimit = logLimit;
        this.usual = new boolean[day.length];
        Arrays.fill(usual, true);
        this.examsBefore = new double[day.length + 1];
        this.hitsBefore = new double[day.length + 1];
        this.evidence = new double[day.length];
        sum();
        watch(base);
    }

    private void sum() {
        for (int i = 0; i < day.length; i++) {
            examsBefore[i + 1] = examsBefore[i] + (usual[i] ? exams[i] : 0);
            hitsBefore[i + 1] = hitsBefore[i] + (usual[i] ? hits[i] : 0);
        }
    }

    private void watch(int base) {
        int from = base;
        int risen = -1;
        int backFrom = -1;
        double back = 0;
        for (int t = base; t < day.length; t++) {
            double sum = logSum(from, t);
            evidence[t] = Math.max(0, sum);
            if (risen < 0) {
                if (sum >= logLimit) {
                    risen = likeliest(from, t);
                    back = 0;
                    backFrom = t + 1;
                }
                continue;
            }
            double before = rateBefore(risen);
            double since = Math.max(rate(risen, t), LEAST_FACTOR * before);
            back += hits[t] * Math.log(before / since) + exams[t] * (since - before);
            if (back <= 0) {
                back = 0;
                backFrom = t + 1;
            }
            if (back >= BACK) {
                Arrays.fill(usual, risen, backFrom, false);
                sum();
                risen = -1;
                from = backFrom;
            }
        }
        rise = risen < 0 ? null : interval(from, day.length - 1);
    }

    /** Logarithm of the sum over all beginnings up to a unit; those without a hit add nothing. */
    private double logSum(int from, int t) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int first = from; first <= t; first++) {
            if (hits[first] > 0) {
                double log = logRatio(first, t);
                if (log > largest) {
                    sum = sum * Math.exp(largest - log) + 1;
                    largest = log;
                } else {
                    sum += Math.exp(log - largest);
                }
            }
        }
        return sum > 0 ? largest + Math.log(sum) : Double.NEGATIVE_INFINITY;
    }

    /** How much likelier what came is with a rise in a unit; its logarithm. */
    private double logRatio(int first, int t) {
        double known = prior + examsBefore[t + 1];
        double n = examsBefore[t + 1] - examsBefore[first];
        double x = hitsBefore[t + 1] - hitsBefore[first];
        double all = 1 + hitsBefore[t + 1];
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (double factor : FACTORS) {
            double log = x * Math.log(factor) + all * Math.log(known / (known + (factor - 1) * n));
            if (log > largest) {
                sum = sum * Math.exp(largest - log) + 1;
                largest = log;
            } else {
                sum += Math.exp(log - largest);
            }
        }
        return largest + Math.log(sum / FACTORS.length);
    }

    private int likeliest(int from, int t) {
        int best = t;
        for (int first = from; first <= t; first++) {
            if (hits[first] > 0 && logRatio(first, t) > logRatio(best, t)) {
                best = first;
            }
        }
        return best;
    }

    private Rise interval(int from, int t) {
        int best = likeliest(from, t);
        double largest = logRatio(best, t);
        double total = 0;
        for (int first = from; first <= t; first++) {
            total += Math.exp(logRatio(first, t) - largest);
        }
        int earliest = best;
        int latest = best;
        double sum = 0;
        boolean begun = false;
        for (int first = from; first <= t; first++) {
            sum += Math.exp(logRatio(first, t) - largest) / total;
            if (!begun && sum > 0.025) {
                earliest = Math.min(best, first);
                begun = true;
            }
            if (sum >= 0.975) {
                latest = Math.max(best, first);
                break;
            }
        }
        return new Rise(best, earliest, latest);
    }

    /** The rise that lasts, or null. */
    @Nullable Rise rise() {
        return rise;
    }

    /** Logarithm of the evidence in each unit, at least 0. */
    double[] evidence() {
        return evidence;
    }

    double limit() {
        return logLimit;
    }

    /** What is usual before a unit. */
    double rateBefore(int first) {
        return (1 + hitsBefore[first]) / (prior + examsBefore[first]);
    }

    /** Exams before a unit that say what is usual. */
    double examsBefore(int first) {
        return examsBefore[first];
    }

    /** Hits before a unit that say what is usual. */
    double hitsBefore(int first) {
        return hitsBefore[first];
    }

    /** The rate from a unit to another. */
    private double rate(int first, int t) {
        double n = examsBefore[t + 1] - examsBefore[first];
        return n > 0 ? (hitsBefore[t + 1] - hitsBefore[first]) / n : 0;
    }
}
