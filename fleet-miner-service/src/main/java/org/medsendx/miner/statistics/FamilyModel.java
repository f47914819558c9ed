package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.Quantity.Kind;

/**
 * What one family of strata has in common over the fleet: how each quantity hangs on the patient's
 * mix, which mean of the indicators knows a gain best, and how much exams and weeks vary.
 *
 * <p>All of it is learnt from differences between neighbouring units of one scanner and stratum (J.
 * von Neumann et al., Ann. Math. Statist. 12 (1941) 153-162), which neither a scanner's level nor
 * its slow drift nor a step changes much; differences are cut at {@value Scales#CUT} robust
 * standard deviations.
 */
final class FamilyModel {

    private static final int MOST_PAIRS = 6000;
    private static final int PAIRS_PER_SLOPE = 6;
    private static final double SHRINKAGE = 0.15;

    /** Exams' own variance is told from the weeks' from so many degrees of freedom on. */
    private static final double LEAST_DEGREES = 8;

    /**
     * Two neighbouring units of one series.
     *
     * @param at place of the series among those that are learnt from
     */
    private record Pair(Series series, int at, int before, int after) {

        boolean sameWeek() {
            return series.week()[before] == series.week()[after];
        }

        /** Variance of the difference for exams of variance 1. */
        double perExam() {
            return 1.0 / series.exams()[before] + 1.0 / series.exams()[after];
        }
    }

    /**
     * How a feature varies.
     *
     * @param exam variance between exams
     * @param examDegrees what it rests on
     * @param week variance between weeks
     * @param weekDegrees what that rests on
     * @param memory correlation of a week's effect with that of the week before
     */
    record Variation(
            double exam, double examDegrees, double week, double weekDegrees, double memory) {}

    private final List<Series> learnt;
    private final List<Pair> pairs;
    private final int mixes;
    private final double[][] slopes = new double[Quantity.all().size()][];
    private final double[] gain;
    private final double[] level;
    private final double[] contrast;
    private final Map<Feature, Variation> variations = new EnumMap<>(Feature.class);

    FamilyModel(List<Series> series) {
        learnt = series;
        pairs = pairs(series);
        mixes = mixes();
        var indicators = new ArrayList<Quantity>();
        for (var quantity : Quantity.all()) {
            if (quantity.kind() == Kind.MIX) {
                continue;
            }
            long present = pairs.stream().filter(pair -> present(pair, quantity)).count();
            if (present == 0) {
                continue;
            }
            slopes[quantity.index()] = slopes(quantity);
            if (quantity.kind() != Kind.MEASURE && present >= 0.9 * pairs.size()) {
                indicators.add(quantity);
            }
        }
        gain = weights(indicators);
        level = weights(indicators.stream().filter(q -> q.kind() == Kind.LEVEL).toList());
        contrast = weights(indicators.stream().filter(q -> q.kind() == Kind.CONTRAST).toList());
        for (var feature : Feature.all()) {
            var variation = variation(feature);
            if (variation != null) {
                variations.put(feature, variation);
            }
        }
    }

    private static List<Pair> pairs(List<Series> series) {
        var all = new ArrayList<Pair>();
        for (int at = 0; at < series.size(); at++) {
            for (int i = 1; i < series.get(at).size(); i++) {
                all.add(new Pair(series.get(at), at, i - 1, i));
            }
        }
        if (all.size() <= MOST_PAIRS) {
            return all;
        }
        int step = all.size() / MOST_PAIRS + 1;
        var some = new ArrayList<Pair>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private int mixes() {
        int most = 0;
        for (int m = 0; m < Quantity.MIXES; m++) {
            var mix = Quantity.all().get(Quantity.MIX_1.index() + m);
            if (pairs.isEmpty() || !pairs.stream().allMatch(pair -> present(pair, mix))) {
                break;
            }
            most++;
        }
        return pairs.size() >= PAIRS_PER_SLOPE * most ? most : 0;
    }

    private static boolean present(Pair pair, Quantity quantity) {
        return !Double.isNaN(difference(pair, quantity));
    }

    private static double difference(Pair pair, Quantity quantity) {
        return pair.series().at(quantity, pair.after()) - pair.series().at(quantity, pair.before());
    }

    private static double mix(Series series, int unit, int m) {
        return series.at(Quantity.all().get(Quantity.MIX_1.index() + m), unit);
    }

    /** How a quantity hangs on the mix: differences on differences. */
    private double[] slopes(Quantity quantity) {
        var own = pairs.stream().filter(pair -> present(pair, quantity)).toList();
        if (mixes == 0 || own.size() < PAIRS_PER_SLOPE * mixes) {
            return new double[mixes];
        }
        var x = new double[own.size()][mixes];
        var y = new double[own.size()];
        for (int i = 0; i < own.size(); i++) {
            var pair = own.get(i);
            double scale = 1 / Math.sqrt(pair.perExam());
            y[i] = scale * difference(pair, quantity);
            for (int m = 0; m < mixes; m++) {
                x[i][m] =
                        scale
                                * (mix(pair.series(), pair.after(), m)
                                        - mix(pair.series(), pair.before(), m));
            }
        }
        return HuberRegression.slopes(x, y);
    }

    /** A. C. Aitken's weights, by ordinal of the quantity; all 0 without indicators. */
    private double[] weights(List<Quantity> indicators) {
        var weights = new double[Quantity.all().size()];
        if (indicators.isEmpty()) {
            return weights;
        }
        int n = indicators.size();
        var columns =
                indicators.stream()
                        .map(quantity -> columns(series -> adjusted(series, quantity)))
                        .toList();
        var rows = new ArrayList<double[]>();
        for (var pair : pairs) {
            var row = new double[n];
            double scale = 1 / Math.sqrt(pair.perExam());
            boolean whole = true;
            for (int q = 0; q < n; q++) {
                row[q] = scale * difference(pair, columns.get(q));
                whole &= !Double.isNaN(row[q]);
            }
            if (whole) {
                rows.add(row);
            }
        }
        if (rows.size() < 2 * n) {
            for (var quantity : indicators) {
                weights[quantity.index()] = 1.0 / n;
            }
            return weights;
        }
        var scales = new double[n];
        for (int q = 0; q < n; q++) {
            int at = q;
            scales[q] = Scales.scale(rows.stream().mapToDouble(row -> row[at]).toArray());
        }
        var covariance = new double[n][n];
        for (var row : rows) {
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    covariance[a][b] +=
                            Scales.cut(row[a], scales[a])
                                    * Scales.cut(row[b], scales[b])
                                    / rows.size()
                                    * (a == b ? 1 : 1 - SHRINKAGE);
                }
            }
        }
        var ones = new double[n];
        Arrays.fill(ones, 1);
        var raw = SmallMatrix.times(SmallMatrix.ridgeInverse(covariance), ones);
        double total = Arrays.stream(raw).sum();
        for (int q = 0; q < n; q++) {
            weights[indicators.get(q).index()] = raw[q] / total;
        }
        return weights;
    }

    /** A column of each series that is learnt from; null where there is none. */
    private List<Column> columns(Function<Series, double @Nullable []> of) {
        return learnt.stream().map(series -> new Column(of.apply(series))).toList();
    }

    /** The values of one series; null without any. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Column(double @Nullable [] values) {

        double at(int unit) {
            return values == null ? Double.NaN : values[unit];
        }
    }

    private static double difference(Pair pair, List<Column> columns) {
        var column = columns.get(pair.at());
        return column.at(pair.after()) - column.at(pair.before());
    }

    /**
     * A quantity in all units of a series for the usual patient, NaN where it is not there; null
     * when it is nowhere. Not to be changed.
     */
    double @Nullable [] adjusted(Series series, Quantity quantity) {
        var own = series.column(quantity);
        var slope = slopes[quantity.index()];
        if (own == null || slope == null || slope.length == 0) {
            return own;
        }
        var adjusted = own.clone();
        for (int m = 0; m < slope.length; m++) {
            var mix = series.column(Quantity.all().get(Quantity.MIX_1.index() + m));
            if (mix == null) {
                return null;
            }
            double by = slope[m];
            for (int i = 0; i < adjusted.length; i++) {
                adjusted[i] -= by * mix[i];
            }
        }
        return adjusted;
    }

    private double @Nullable [] weighted(Series series, double[] weights) {
        double[] sum = null;
        for (int q = 0; q < weights.length; q++) {
            if (weights[q] == 0) {
                continue;
            }
            var adjusted = adjusted(series, Quantity.all().get(q));
            if (adjusted == null) {
                return null;
            }
            sum = sum == null ? new double[adjusted.length] : sum;
            double by = weights[q];
            for (int i = 0; i < sum.length; i++) {
                sum[i] += by * adjusted[i];
            }
        }
        return sum;
    }

    /**
     * A feature in all units of a series for the usual patient, on the inner scale, NaN where it is
     * not there; null when it is nowhere. Not to be changed.
     */
    double @Nullable [] column(Series series, Feature feature) {
        if (slopeless(series)) {
            return null;
        }
        if (feature == Feature.OFFSET) {
            var levels = weighted(series, level);
            var contrasts = weighted(series, contrast);
            if (levels == null || contrasts == null) {
                return null;
            }
            for (int i = 0; i < levels.length; i++) {
                levels[i] -= contrasts[i];
            }
            return levels;
        }
        var quantity = feature.quantity();
        return feature == Feature.GAIN
                ? weighted(series, gain)
                : quantity == null ? null : adjusted(series, quantity);
    }

    private boolean slopeless(Series series) {
        return mixes > 0
                && series.column(Quantity.all().get(Quantity.MIX_1.index() + mixes - 1)) == null;
    }

    Map<Feature, Variation> variations() {
        return variations;
    }

    private @Nullable Variation variation(Feature feature) {
        var columns = columns(series -> column(series, feature));
        var within = new ArrayList<double[]>();
        var all = new ArrayList<double[]>();
        for (var pair : pairs) {
            double difference = difference(pair, columns);
            if (!Double.isNaN(difference)) {
                var one = new double[] {difference, pair.perExam()};
                all.add(one);
                if (pair.sameWeek()) {
                    within.add(one);
                }
            }
        }
        if (all.size() < 4) {
            return null;
        }
        int spent = slopesOf(feature);
        double least = feature.leastDeviation() * feature.leastDeviation();
        var means = weeks(columns);
        var between = differences(means, 1, Integer.MAX_VALUE);
        if (Scales.degrees(within.size(), spent) < LEAST_DEGREES || between.size() < 3) {
            // What cannot be told apart is all taken for exams' own.
            double degrees = Scales.degrees(all.size(), spent);
            return new Variation(
                    Scales.safe(Scales.perExam(all, spent), degrees, least), degrees, 0, 1e6, 0);
        }
        double exam = Math.max(least, Scales.perExam(within, spent));
        double scale =
                Math.max(1e-12, Scales.scale(between.stream().mapToDouble(d -> d[0]).toArray()));
        double squares = 0;
        double noise = 0;
        for (var d : between) {
            double cut = Scales.cut(d[0], scale);
            squares += cut * cut / Scales.LEFT_BY_CUT / between.size();
            noise += exam * d[1] / between.size();
        }
        double degrees = Scales.degrees(between.size(), 0);
        double examDegrees = Scales.degrees(within.size(), spent);
        double safeExam = Scales.safe(exam, examDegrees, least);
        // On the safe side: a week that varies more than thought is taken for a movement, one that
        // varies less costs a little delay.
        double week = (squares - noise + Scales.SAFE * squares * Math.sqrt(2 / degrees)) / 2;
        if (week <= 0) {
            return new Variation(safeExam, examDegrees, 0, degrees, 0);
        }
        double memory = WeekMemory.of(means, exam, week);
        return new Variation(safeExam, examDegrees, week / (1 - memory), degrees, memory);
    }

    /** Weeks' means of a feature, series by series. */
    private List<WeekMeans> weeks(List<Column> columns) {
        var all = new ArrayList<WeekMeans>();
        for (int at = 0; at < learnt.size(); at++) {
            var one = learnt.get(at);
            var weeks = new WeekMeans(one.scanner());
            int i = 0;
            while (i < one.size()) {
                int week = one.week()[i];
                double sum = 0;
                double exams = 0;
                for (; i < one.size() && one.week()[i] == week; i++) {
                    double value = columns.get(at).at(i);
                    if (!Double.isNaN(value)) {
                        sum += one.exams()[i] * value;
                        exams += one.exams()[i];
                    }
                }
                if (exams > 0) {
                    weeks.add(week, sum / exams, exams);
                }
            }
            all.add(weeks);
        }
        return all;
    }

    private static List<double[]> differences(List<WeekMeans> means, int least, int most) {
        var all = new ArrayList<double[]>();
        means.forEach(weeks -> all.addAll(weeks.differences(least, most)));
        return all;
    }

    private int slopesOf(Feature feature) {
        return feature == Feature.GAIN || feature == Feature.OFFSET ? mixes + 3 : mixes;
    }
}
