package org.medsendx.miner.statistics;

import java.util.ArrayList;
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
 * @param variance of exams alone
 * @param weekVariance variance between weeks
 * @param memory correlation of a week's effect with that of the week before
 * @param degrees of freedom of the two variances together, for a first value of a week
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
        double[] variance,
        double weekVariance,
        double memory,
        double[] degrees) {

    private static final double MOST = 6;
    private static final double LEFT_BY_CUT = 0.9834;

    /** What the fleet's exam variance weighs in a scanner's own, in degrees of freedom. */
    private static final double FLEET_WEIGHT = 12;

    /** Strata of one scanner that are judged; work grows with their square. */
    private static final int MOST_STRATA = 8;

    private static final int RECENT_DAYS = 60;

    /**
     * A feature of a scanner, or null when it is not measured there.
     *
     * @param series what {@link #usual} left
     * @param order their units in the order of time, see {@link #order}
     * @param overlap in how many strata an exam is on average: values of one patient in two strata
     *     are not two patients
     */
    static @Nullable Observations of(
            List<Series> series,
            int[][] order,
            Map<String, FamilyModel> models,
            Feature feature,
            double overlap) {
        int n = order.length;
        var family = new int[series.size()];
        var names = new ArrayList<String>();
        var model = new @Nullable FamilyModel[series.size()];
        var variations = new @Nullable Variation[series.size()];
        for (int s = 0; s < series.size(); s++) {
            var name = series.get(s).family();
            if (!names.contains(name)) {
                names.add(name);
            }
            family[s] = names.indexOf(name);
            model[s] = models.get(name);
            variations[s] = model[s] == null ? null : model[s].variations().get(feature);
        }
        var day = new int[n];
        var week = new int[n];
        var stratum = new int[n];
        var exams = new int[n];
        var value = new double[n];
        var last = new int[series.size()];
        Arrays.fill(last, -1);
        int count = 0;
        double weekSum = 0;
        double weekWeight = 0;
        double memorySum = 0;
        double squares = 0;
        double pairs = 0;
        for (int[] unit : order) {
            int s = unit[0];
            var of = variations[s];
            var by = model[s];
            if (of == null || by == null) {
                continue;
            }
            var one = series.get(s);
            double at = by.value(one, feature, unit[1]);
            if (Double.isNaN(at)) {
                continue;
            }
            int i = count++;
            day[i] = one.day()[unit[1]];
            week[i] = one.week()[unit[1]];
            exams[i] = one.exams()[unit[1]];
            stratum[i] = s;
            value[i] = at;
            weekSum += exams[i] * of.week();
            memorySum += exams[i] * of.week() * of.memory();
            weekWeight += exams[i];
            int before = last[s];
            if (before >= 0) {
                double expected =
                        of.exam() * (1.0 / exams[i] + 1.0 / exams[before])
                                + 2 * of.week() * (1 - kept(of.memory(), week[before], week[i]));
                double z = Math.clamp((at - value[before]) / Math.sqrt(expected), -MOST, MOST);
                squares += z * z / LEFT_BY_CUT;
                pairs++;
            }
            last[s] = i;
        }
        if (count == 0) {
            return null;
        }
        double own = 2.0 / 3 * pairs;
        // A scanner is never taken to be quieter than the fleet: luck would make it so.
        double scale = Math.max(1, (FLEET_WEIGHT + 2.0 / 3 * squares) / (FLEET_WEIGHT + own));
        double weekVariance = scale * weekSum / weekWeight;
        var variance = new double[count];
        var degrees = new double[count];
        for (int i = 0; i < count; i++) {
            var of = variations[stratum[i]];
            if (of == null) {
                throw new IllegalStateException("counted without a variation");
            }
            variance[i] = Math.max(1, overlap) * scale * of.exam() / exams[i];
            double share = variance[i] / (variance[i] + weekVariance);
            degrees[i] =
                    1
                            / (share * share / of.examDegrees()
                                    + (1 - share) * (1 - share) / of.weekDegrees());
        }
        return new Observations(
                series.size(),
                family,
                Arrays.copyOf(day, count),
                Arrays.copyOf(week, count),
                Arrays.copyOf(stratum, count),
                Arrays.copyOf(exams, count),
                Arrays.copyOf(value, count),
                variance,
                weekVariance,
                weekSum > 0 ? memorySum / weekSum : 0,
                degrees);
    }

    private static double kept(double memory, int before, int after) {
        return before == after ? 1 : memory == 0 ? 0 : Math.pow(memory, (after - before) / 7.0);
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

    /** All units of some series, as pairs of series and unit, by day and series. */
    static int[][] order(List<Series> series) {
        var order = new ArrayList<int[]>();
        for (int s = 0; s < series.size(); s++) {
            for (int i = 0; i < series.get(s).size(); i++) {
                order.add(new int[] {s, i, series.get(s).day()[i]});
            }
        }
        order.sort(Comparator.comparingInt((int[] u) -> u[2]).thenComparingInt(u -> u[0]));
        return order.toArray(int[][]::new);
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
