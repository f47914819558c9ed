package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.Quantity.Kind;

/**
 * What one family of strata has in common over the fleet: how each quantity hangs on the patient's
 * mix, which mean of the indicators knows a gain best, and how much exams and weeks vary.
 *
 * <p>All of it is learnt from differences between neighbouring units of one scanner and stratum (J.
 * von Neumann et al., Ann. Math. Statist. 12 (1941) 153-162), which neither a scanner's level nor
 * its slow drift nor a step changes much; differences are cut at {@value #CUT} robust standard
 * deviations.
 */
final class FamilyModel {

    private static final double CUT = 3;

    /** Of normal values cut at 3 standard deviations this share of the variance is left. */
    private static final double LEFT_BY_CUT = 0.9834;

    /** Nine in ten values, and how many standard deviations a normal one is within as often. */
    private static final double MOST = 0.9;

    private static final double MOST_OF_NORMAL = 1.645;

    private static final int MOST_PAIRS = 6000;
    private static final int PAIRS_PER_SLOPE = 6;
    private static final double SHRINKAGE = 0.15;

    /** Exams' own variance is told from the weeks' from so many degrees of freedom on. */
    private static final double LEAST_DEGREES = 8;

    /** Standard errors that are added to variances: what is underestimated is taken for moved. */
    private static final double SAFE = 0.8;

    /** Two neighbouring units of one series. */
    private record Pair(Series series, int before, int after) {

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
        for (var one : series) {
            for (int i = 1; i < one.size(); i++) {
                all.add(new Pair(one, i - 1, i));
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
        return series.value()[Quantity.MIX_1.index() + m][unit];
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

    /**
     * Robust standard deviation around 0: what the middle of the values says, or what nine in ten
     * of them say if that is more. Values that go in steps, such as a tube voltage, are nearly the
     * same from one exam to the next in most cases, and vary all the same. Of values that are
     * mostly 0 the plain one.
     */
    static double scale(double[] values) {
        var sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
        if (sizes.length == 0) {
            return 0;
        }
        double middle = Robust.MAD_TO_SIGMA * Robust.median(sizes);
        double most = sizes[(int) (MOST * (sizes.length - 1))] / MOST_OF_NORMAL;
        if (middle > 0 || most > 0) {
            return Math.max(middle, most);
        }
        return Math.sqrt(Arrays.stream(sizes).map(v -> v * v).average().orElse(0));
    }

    /** A. C. Aitken's weights, by ordinal of the quantity; all 0 without indicators. */
    private double[] weights(List<Quantity> indicators) {
        var weights = new double[Quantity.all().size()];
        if (indicators.isEmpty()) {
            return weights;
        }
        int n = indicators.size();
        var rows = new ArrayList<double[]>();
        for (var pair : pairs) {
            var row = new double[n];
            double scale = 1 / Math.sqrt(pair.perExam());
            boolean whole = true;
            for (int q = 0; q < n; q++) {
                row[q] =
                        scale
                                * (adjusted(pair.series(), indicators.get(q), pair.after())
                                        - adjusted(
                                                pair.series(), indicators.get(q), pair.before()));
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
            scales[q] = scale(rows.stream().mapToDouble(row -> row[at]).toArray());
        }
        var covariance = new double[n][n];
        for (var row : rows) {
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    covariance[a][b] +=
                            cut(row[a], scales[a])
                                    * cut(row[b], scales[b])
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

    private static double cut(double value, double scale) {
        return Math.clamp(value, -CUT * scale, CUT * scale);
    }

    /** A quantity in one unit for the usual patient; NaN when it is not there. */
    double adjusted(Series series, Quantity quantity, int unit) {
        double value = series.at(quantity, unit);
        var slope = slopes[quantity.index()];
        if (slope != null) {
            for (int m = 0; m < slope.length; m++) {
                value -= slope[m] * mix(series, unit, m);
            }
        }
        return value;
    }

    private double weighted(Series series, double[] weights, int unit) {
        double sum = 0;
        boolean any = false;
        for (int q = 0; q < weights.length; q++) {
            if (weights[q] != 0) {
                sum += weights[q] * adjusted(series, Quantity.all().get(q), unit);
                any = true;
            }
        }
        return any ? sum : Double.NaN;
    }

    /**
     * A feature in one unit for the usual patient, on the inner scale; NaN when it is not there.
     */
    double value(Series series, Feature feature, int unit) {
        if (slopeless(series)) {
            return Double.NaN;
        }
        return switch (feature) {
            case GAIN -> weighted(series, gain, unit);
            case OFFSET -> weighted(series, level, unit) - weighted(series, contrast, unit);
            default -> {
                var quantity = feature.quantity();
                yield quantity == null ? Double.NaN : adjusted(series, quantity, unit);
            }
        };
    }

    private boolean slopeless(Series series) {
        return mixes > 0 && series.value()[Quantity.MIX_1.index() + mixes - 1] == null;
    }

    Map<Feature, Variation> variations() {
        return variations;
    }

    private @Nullable Variation variation(Feature feature) {
        var within = new ArrayList<double[]>();
        var all = new ArrayList<double[]>();
        for (var pair : pairs) {
            double difference =
                    value(pair.series(), feature, pair.after())
                            - value(pair.series(), feature, pair.before());
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
        var means = weeks(feature);
        var between = differences(means, 1, Integer.MAX_VALUE);
        if (degrees(within.size(), spent) < LEAST_DEGREES || between.size() < 3) {
            // What cannot be told apart is all taken for exams' own.
            double degrees = degrees(all.size(), spent);
            return new Variation(safe(perExam(all, spent), degrees, least), degrees, 0, 1e6, 0);
        }
        double exam = Math.max(least, perExam(within, spent));
        double scale = Math.max(1e-12, scale(between.stream().mapToDouble(d -> d[0]).toArray()));
        double squares = 0;
        double noise = 0;
        for (var d : between) {
            double cut = cut(d[0], scale);
            squares += cut * cut / LEFT_BY_CUT / between.size();
            noise += exam * d[1] / between.size();
        }
        double degrees = degrees(between.size(), 0);
        double examDegrees = degrees(within.size(), spent);
        double safeExam = safe(exam, examDegrees, least);
        // On the safe side: a week that varies more than thought is taken for a movement, one that
        // varies less costs a little delay.
        double week = (squares - noise + SAFE * squares * Math.sqrt(2 / degrees)) / 2;
        if (week <= 0) {
            return new Variation(safeExam, examDegrees, 0, degrees, 0);
        }
        double memory = WeekMemory.of(means, exam, week);
        return new Variation(safeExam, examDegrees, week / (1 - memory), degrees, memory);
    }

    /**
     * On the safe side. One error of a variance is in all values alike, so that a sum of them
     * passes its limit far more often, and Student's t of each alone does not help.
     */
    private static double safe(double variance, double degrees, double least) {
        return Math.max(least, variance * (1 + SAFE * Math.sqrt(2 / degrees)));
    }

    /** Weeks' means of a feature, series by series. */
    private List<WeekMeans> weeks(Feature feature) {
        var all = new ArrayList<WeekMeans>();
        for (var one : learnt) {
            var weeks = new WeekMeans(one.scanner());
            int i = 0;
            while (i < one.size()) {
                int week = one.week()[i];
                double sum = 0;
                double exams = 0;
                for (; i < one.size() && one.week()[i] == week; i++) {
                    double value = value(one, feature, i);
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

    // Neighbouring differences share a unit, which costs a third of their degrees of freedom.
    private static double degrees(int pairs, int spent) {
        return Math.max(2, 2.0 / 3 * pairs - spent);
    }

    private static double perExam(List<double[]> differences, int spent) {
        double scale =
                scale(differences.stream().mapToDouble(d -> d[0] / Math.sqrt(d[1])).toArray());
        double sum = 0;
        for (var d : differences) {
            double cut = cut(d[0] / Math.sqrt(d[1]), Math.max(scale, 1e-12));
            sum += cut * cut;
        }
        return sum / Math.max(differences.size() / 2.0, differences.size() - spent) / LEFT_BY_CUT;
    }
}
