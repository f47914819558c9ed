package org.medsendx.benchmarks.fleet;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How soon a drift can be seen by somebody who knows the level before, the slope and every spread,
 * and not the day on which it begins: the generalised likelihood ratio over that day, on weekly
 * means (D. Siegmund, E. S. Venkatraman, Ann. Statist. 23 (1995) 255-271). Its limit is simulated
 * for a rate of false signals, so whoever keeps that rate and learns the level is later.
 */
final class DriftBound {

    private static final int NULL_RUNS = 4000;
    private static final int NULL_WEEKS = 52;
    private static final int RUNS = 1001;
    private static final int WEEKS = 40;
    private static final int LONGEST = 30;

    private final double deviation;
    private final double slope;
    private final SplittableRandom random = new SplittableRandom(5);

    /**
     * @param week spread between weeks
     * @param exam spread between exams
     * @param examsPerWeek of the scanner
     * @param perMonth the drift in 30 days, a logarithm
     */
    DriftBound(double week, double exam, double examsPerWeek, double perMonth) {
        deviation = Math.sqrt(week * week + exam * exam / examsPerWeek);
        slope = perMonth * 7 / 30;
    }

    /** The median, in days, at so many false signals of the scanner in a year. */
    double medianDays(double perYear) {
        double limit = limit(perYear);
        var days = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            var values = values(WEEKS);
            int week = 0;
            for (; week < WEEKS; week++) {
                values[week] += slope * (week + 0.5) / deviation;
                if (ratio(values, week) > limit) {
                    break;
                }
            }
            days[run] = 7.0 * (week + 1);
        }
        Arrays.sort(days);
        return days[RUNS / 2];
    }

    /** From what one year of ten exceeds: beyond that years fall off as exp(-limit). */
    private double limit(double perYear) {
        var tops = new double[NULL_RUNS];
        for (int run = 0; run < NULL_RUNS; run++) {
            var values = values(NULL_WEEKS);
            for (int week = 0; week < NULL_WEEKS; week++) {
                tops[run] = Math.max(tops[run], ratio(values, week));
            }
        }
        Arrays.sort(tops);
        return tops[NULL_RUNS - NULL_RUNS / 10] + Math.log(0.1 / perYear);
    }

    private double[] values(int weeks) {
        var values = new double[weeks];
        Arrays.setAll(values, _ -> random.nextGaussian());
        return values;
    }

    /** The greatest log likelihood ratio over all weeks of a beginning, up or down. */
    private double ratio(double[] values, int last) {
        double most = 0;
        double information = 0;
        for (int length = 1; length <= Math.min(LONGEST, last + 1); length++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += slope * (i + 0.5) / deviation * values[last - length + 1 + i];
            }
            double newest = slope * (length - 0.5) / deviation;
            information += newest * newest;
            most = Math.max(most, Math.abs(sum) - information / 2);
        }
        return most;
    }
}
