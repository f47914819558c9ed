package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Comparator;
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
 * @param week variance between weeks
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
        double[] degrees) {

    private static final double CUT = 3;
    private static final double LEFT_BY_CUT = 0.9834;

    /** What the fleet's exam variance weighs in a scanner's own, in degrees of freedom. */
    private static final double FLEET_WEIGHT = 12;

    private record Row(int day, int week, int stratum, int exams, double value, Variation of) {}

    /**
     * A feature of a scanner, or null when it is not measured there.
     *
     * @param overlap in how many strata an exam is on average: values of one patient in two strata
     *     are not two patients
     */
    static @Nullable Observations of(
            List<Series> series, Map<String, FamilyModel> models, Feature feature, double overlap) {
        var rows = new ArrayList<Row>();
        var family = new int[series.size()];
        var names = new ArrayList<String>();
        double week = 0;
        double weekWeight = 0;
        double squares = 0;
        double pairs = 0;
        for (int s = 0; s < series.size(); s++) {
            var one = series.get(s);
            if (!names.contains(one.family())) {
                names.add(one.family());
            }
            family[s] = names.indexOf(one.family());
            var model = models.get(one.family());
            var variation = model == null ? null : model.variations().get(feature);
            if (model == null || variation == null) {
                continue;
            }
            var values = new double[one.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = model.value(one, feature, i);
            }
            double before = Double.NaN;
            int at = -1;
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) {
                    continue;
                }
                if (at >= 0) {
                    double expected =
                            variation.exam() * (1.0 / one.exams()[i] + 1.0 / one.exams()[at])
                                    + (one.week()[i] == one.week()[at] ? 0 : 2 * variation.week());
                    double z =
                            Math.clamp((values[i] - before) / Math.sqrt(expected), -2 * CUT, 2 * CUT);
                    squares += z * z / LEFT_BY_CUT;
                    pairs++;
                }
                before = values[i];
                at = i;
                week += one.exams()[i] * variation.week();
                weekWeight += one.exams()[i];
                rows.add(
                        new Row(
                                one.day()[i],
                                one.week()[i],
                                s,
                                one.exams()[i],
                                values[i],
                                variation));
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        rows.sort(Comparator.comparingInt(Row::day).thenComparingInt(Row::stratum));
        double own = 2.0 / 3 * pairs;
        // A scanner is never taken to be quieter than the fleet: luck would make it so.
        double scale =
                Math.max(1, (FLEET_WEIGHT + 2.0 / 3 * squares) / (FLEET_WEIGHT + own));
        return of(
                series.size(), family, rows, Math.max(1, overlap) * scale, scale * week / weekWeight);
    }

    private static Observations of(
            int strata, int[] family, List<Row> rows, double factor, double weekVariance) {
        int n = rows.size();
        var day = new int[n];
        var week = new int[n];
        var stratum = new int[n];
        var exams = new int[n];
        var value = new double[n];
        var variance = new double[n];
        var degrees = new double[n];
        for (int i = 0; i < n; i++) {
            var row = rows.get(i);
            day[i] = row.day();
            week[i] = row.week();
            stratum[i] = row.stratum();
            exams[i] = row.exams();
            value[i] = row.value();
            variance[i] = factor * row.of().exam() / row.exams();
            double share = variance[i] / (variance[i] + weekVariance);
            degrees[i] =
                    1
                            / (share * share / row.of().examDegrees()
                                    + (1 - share) * (1 - share) / row.of().weekDegrees());
        }
        return new Observations(
                strata, family, day, week, stratum, exams, value, variance, weekVariance, degrees);
    }

    int size() {
        return day.length;
    }
}
