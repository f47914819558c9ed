package org.medsendx.miner.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.statistics.FamilyModel.Variation;

/**
 * One feature of one scanner in the order of time, each value with its variance.
 *
 * @param strata how many strata there are
 * @param family of each stratum, a number
 * @param day epoch day
 * @param week Monday of its week
 * @param stratum index
 * @param exams exams
 * @param value on the inner scale
 * @param ofExam variance of one exam in each stratum
 * @param weekVariance variance between weeks
 * @param memory correlation of a week's effect with that of the week before
 * @param examDegrees of freedom of {@code ofExam}
 * @param weekDegrees of freedom of the variance between weeks, in each stratum
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
record Observations(
        int strata,
        int[] family,
        int[] day,
        int[] week,
        int[] stratum,
        int[] exams,
        double[] value,
        double[] ofExam,
        double weekVariance,
        double memory,
        double[] examDegrees,
        double[] weekDegrees) {

    private static final double MOST = 6;
    private static final double LEFT_BY_CUT = 0.9834;

    /** What the fleet's exam variance weighs in a scanner's own, in degrees of freedom. */
    private static final double FLEET_WEIGHT = 12;

    /** Strata of one scanner that are judged; work grows with their square. */
    private static final int MOST_STRATA = 8;

    private static final int RECENT_DAYS = 60;

    private static final int WEEK = 7;

    /** Degrees of freedom from which on Student's t is not told from a normal value, and more. */
    private static final double MANY_DEGREES = 501;

    /**
     * A feature of a scanner, or null when it is not measured there.
     *
     * @param series what {@link #usual} left
     * @param order their units in the order of time
     * @param overlap in how many strata an exam is on average: values of one patient in two strata
     *     are not two patients
     */
    static @Nullable Observations of(
            List<Series> series,
            Order order,
            Map<String, FamilyModel> models,
            Feature feature,
            double overlap) {
        int strata = series.size();
        var columns = new double[strata] @Nullable [];
        var variations = new @Nullable Variation[strata];
        for (int s = 0; s < strata; s++) {
            var model = models.get(series.get(s).family());
            variations[s] = model == null ? null : model.variations().get(feature);
            columns[s] =
                    model == null || variations[s] == null
                            ? null
                            : model.column(series.get(s), feature);
        }
        var some = new Builder(order, strata);
        for (int k = 0; k < order.size(); k++) {
            var column = columns[order.series()[k]];
            var of = variations[order.series()[k]];
            if (column != null && of != null && !Double.isNaN(column[order.unit()[k]])) {
                some.add(k, column[order.unit()[k]], of);
            }
        }
        return some.count == 0 ? null : some.observations(variations, overlap);
    }

    /** Observations in the order of time, and the sums that their variances follow from. */
    private static final class Builder {

        private final Order order;
        private final int[] at;
        private final double[] value;
        private final int[] last;
        private int count;
        private double weekSum;
        private double weekWeight;
        private double memorySum;
        private double squares;
        private double pairs;

        Builder(Order order, int strata) {
            this.order = order;
            at = new int[order.size()];
            value = new double[order.size()];
            last = new int[strata];
            Arrays.fill(last, -1);
        }

        void add(int k, double itsValue, Variation of) {
            int i = count++;
            at[i] = k;
            value[i] = itsValue;
            int exams = order.exams()[k];
            weekSum += exams * of.week();
            memorySum += exams * of.week() * of.memory();
            weekWeight += exams;
            int s = order.series()[k];
            int before = last[s];
            if (before >= 0) {
                int b = at[before];
                double expected =
                        of.exam() * (1.0 / exams + 1.0 / order.exams()[b])
                                + 2
                                        * of.week()
                                        * (1 - kept(of.memory(), order.week()[b], order.week()[k]));
                double z =
                        Math.clamp((itsValue - value[before]) / Math.sqrt(expected), -MOST, MOST);
                squares += z * z / LEFT_BY_CUT;
                pairs++;
            }
            last[s] = i;
        }

        Observations observations(@Nullable Variation[] variations, double overlap) {
            double own = 2.0 / 3 * pairs;
            // A scanner is never taken to be quieter than the fleet: luck would make it so.
            double scale = Math.max(1, (FLEET_WEIGHT + 2.0 / 3 * squares) / (FLEET_WEIGHT + own));
            int strata = variations.length;
            var ofExam = new double[strata];
            var examDegrees = new double[strata];
            var weekDegrees = new double[strata];
            for (int s = 0; s < strata; s++) {
                var of = variations[s];
                if (of != null) {
                    ofExam[s] = Math.max(1, overlap) * scale * of.exam();
                    examDegrees[s] = of.examDegrees();
                    weekDegrees[s] = of.weekDegrees();
                }
            }
            // Most features are there in all units, and share what is the same for all of them.
            boolean whole = count == order.size();
            return new Observations(
                    strata,
                    order.family(),
                    whole ? order.day() : some(order.day()),
                    whole ? order.week() : some(order.week()),
                    whole ? order.series() : some(order.series()),
                    whole ? order.exams() : some(order.exams()),
                    whole ? value : Arrays.copyOf(value, count),
                    ofExam,
                    scale * weekSum / weekWeight,
                    weekSum > 0 ? memorySum / weekSum : 0,
                    examDegrees,
                    weekDegrees);
        }

        private int[] some(int[] all) {
            var own = new int[count];
            for (int i = 0; i < count; i++) {
                own[i] = all[at[i]];
            }
            return own;
        }
    }

    /** Variance of a value by its exams alone. */
    double variance(int i) {
        return ofExam[stratum[i]] / exams[i];
    }

    /**
     * Degrees of freedom of a value's two variances together, for a first value of a week; of many
     * hundreds a lower bound.
     */
    double degrees(int i) {
        double least = Math.min(examDegrees[stratum[i]], weekDegrees[stratum[i]]);
        if (least > MANY_DEGREES) {
            // The two together have no fewer.
            return least;
        }
        double variance = variance(i);
        double share = variance / (variance + weekVariance);
        return 1
                / (share * share / examDegrees[stratum[i]]
                        + (1 - share) * (1 - share) / weekDegrees[stratum[i]]);
    }

    private static double kept(double memory, int before, int after) {
        if (before == after) {
            return 1;
        }
        // From one week to the next is what nearly all ask for.
        return memory == 0 || after - before == WEEK
                ? memory
                : Math.pow(memory, (after - before) / (double) WEEK);
    }

    /** The share of one week's effect that is left in another one, both by their Mondays. */
    double kept(int before, int after) {
        return kept(memory, before, after);
    }

    /**
     * What is not known of a week's effect at its beginning.
     *
     * @param variance the same at the end of the week before
     * @param kept the share of that one's effect that is left
     */
    double nextWeek(double variance, double kept) {
        return kept * kept * variance + (1 - kept * kept) * weekVariance;
    }

    /** Variance of the mean of the effects of so many weeks in a row. */
    double ofWeeks(int weeks) {
        int n = Math.max(1, weeks);
        double sum = n;
        double kept = 1;
        for (int k = 1; k < n && kept > 1e-3; k++) {
            kept *= memory;
            sum += 2 * (n - k) * kept;
        }
        return weekVariance * sum / n / n;
    }

    /**
     * The strata with the most exams, those of the latest weeks counting twice, in the order given;
     * rare kinds of scans teach little and are left out.
     */
    @SuppressWarnings("ReferenceEquality") // each series is one object
    static List<Series> usual(List<Series> all) {
        if (all.size() <= MOST_STRATA) {
            return all;
        }
        int last = all.stream().mapToInt(s -> s.day()[s.size() - 1]).max().orElse(0);
        var weights = new IdentityHashMap<Series, Integer>();
        for (var one : all) {
            int weight = 0;
            for (int i = 0; i < one.size(); i++) {
                weight += one.exams()[i] * (one.day()[i] > last - RECENT_DAYS ? 2 : 1);
            }
            weights.put(one, weight);
        }
        var chosen =
                all.stream()
                        .sorted(Comparator.comparingInt((Series s) -> -weights.getOrDefault(s, 0)))
                        .limit(MOST_STRATA)
                        .toList();
        return all.stream().filter(s -> chosen.stream().anyMatch(c -> c == s)).toList();
    }

    int size() {
        return day.length;
    }
}
