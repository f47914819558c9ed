package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import smile.stat.distribution.TDistribution;

/**
 * Whether a scanner was off from its first day: its levels of gain, noise and edges against those
 * of the others of its model, in the strata that they share, kernel and slice included. Devices
 * differ from the day they are built; how much is estimated from the others alone, and the test is
 * Student's with as many degrees of freedom as there are others less one (J. IntHout et al., BMC
 * Med. Res. Methodol. 14:25 (2014); G. Knapp, J. Hartung, Stat. Med. 22 (2003) 2693-2710).
 *
 * <p>A scanner that people told to begin anew is meant to be as it is, and is not compared.
 *
 * <p>Of three scanners two that agree do not say which is right: {@link Answer#CANNOT_SAY_WHICH}.
 */
final class Cohort {

    /** Scanners of one model before one of them can be called the odd one. */
    private static final int LEAST_OTHERS = 4;

    /** What a difference between two or three scanners needs to be worth a word. */
    private static final double LEAST_OF_FEW = 2;

    private static final double SURE = 4;

    /** A level is looked at every day, and is another one every few weeks. */
    private static final double LOOKS = 12;

    private static final double SHARE_OF_COHORT = 0.1;

    /** Where settings and patients leave a level comparable, each with its share of the tests. */
    private static final Map<Feature, Double> COMPARED =
            new EnumMap<>(Map.of(Feature.GAIN, 0.5, Feature.NOISE, 0.25, Feature.EDGE, 0.25));

    /** What came out for one scanner. */
    record Off(Answer answer, @Nullable Evidence evidence) {}

    /** A scanner's level against the medians of its strata. */
    private record Level(int scanner, double value, double variance, int exams) {}

    private final Map<Integer, Off> found = new HashMap<>();

    Cohort(List<ScannerCase> cases, AnalysisOptions options) {
        double alpha =
                options.falseFindingsPerFleetYear()
                        * SHARE_OF_COHORT
                        / LOOKS
                        / Math.max(1, cases.size());
        COMPARED.forEach((feature, share) -> {
            var groups = new TreeMap<String, List<Integer>>();
            for (int s = 0; s < cases.size(); s++) {
                var one = cases.get(s);
                if (one.judged() && !one.relearnt && one.charts.containsKey(feature)) {
                    groups.computeIfAbsent(
                                    one.modalities + '|' + one.days.make() + '|' + one.days.model(),
                                    g -> new ArrayList<>())
                            .add(s);
                }
            }
            groups.values()
                    .forEach(group -> compare(cases, group, feature, share * alpha, options));
        });
    }

    @Nullable Off of(int scanner) {
        return found.get(scanner);
    }

    private void compare(
            List<ScannerCase> cases,
            List<Integer> group,
            Feature feature,
            double alpha,
            AnalysisOptions options) {
        var levels = levels(cases, group, feature);
        int n = levels.size();
        double least = feature.target() * options.leastEffects();
        if ((n == 2 || n == 3) && feature == Feature.GAIN) {
            // Two or three sites choose other doses and kernels, and nobody is wrong.
            fewOf(levels, feature, LEAST_OF_FEW * least);
        }
        if (n <= LEAST_OTHERS) {
            return;
        }
        double sum = 0;
        double squares = 0;
        var sorted = levels.stream().mapToDouble(Level::value).sorted().toArray();
        for (var level : levels) {
            sum += level.value;
            squares += level.value * level.value;
        }
        for (var level : levels) {
            int others = n - 1;
            double mean = (sum - level.value) / others;
            double spread =
                    Math.max(
                            0,
                            (squares - level.value * level.value - others * mean * mean)
                                    / (others - 1));
            double median = without(sorted, level.value);
            double variance = spread * (1 + Math.PI / 2 / others) + level.variance;
            double deviation = (level.value - median) / Math.sqrt(Math.max(1e-18, variance));
            double p = 2 * new TDistribution(others - 1).cdf(-Math.abs(deviation));
            if (p < alpha && Math.abs(level.value - median) >= least) {
                double limit = -new TDistribution(others - 1).quantile(alpha / 2);
                found.putIfAbsent(
                        level.scanner,
                        new Off(
                                Answer.OUTLIER,
                                evidence(
                                        feature,
                                        level.value - median,
                                        Math.sqrt(variance),
                                        Math.abs(deviation),
                                        limit,
                                        level,
                                        true)));
            }
        }
    }

    private void fewOf(List<Level> levels, Feature feature, double least) {
        for (var level : levels) {
            double mean = 0;
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            double variance = level.variance;
            for (var other : levels) {
                if (other.scanner != level.scanner) {
                    mean += other.value / (levels.size() - 1);
                    low = Math.min(low, other.value);
                    high = Math.max(high, other.value);
                    variance += other.variance / (levels.size() - 1) / (levels.size() - 1);
                }
            }
            double difference = level.value - mean;
            boolean othersAgree = high - low < Math.abs(difference) / 3;
            double deviation = Math.abs(difference) / Math.sqrt(Math.max(1e-18, variance));
            if (Math.abs(difference) >= least && deviation > SURE && othersAgree) {
                found.put(
                        level.scanner,
                        new Off(
                                Answer.CANNOT_SAY_WHICH,
                                evidence(
                                        feature,
                                        difference,
                                        Math.sqrt(variance),
                                        deviation,
                                        SURE,
                                        level,
                                        false)));
            }
        }
    }

    private static Evidence evidence(
            Feature feature,
            double difference,
            double deviation,
            double score,
            double limit,
            Level level,
            boolean decides) {
        return new Evidence(
                feature.label() + "-against-cohort",
                feature.cause(),
                feature.unit(),
                Judgement.effect(feature, difference, deviation),
                null,
                Judgement.rounded(score),
                Judgement.rounded(limit),
                level.exams,
                0,
                decides,
                List.of());
    }

    private static double without(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        int n = sorted.length - 1;
        int low = (n - 1) / 2;
        int high = n / 2;
        return (sorted[low >= at ? low + 1 : low] + sorted[high >= at ? high + 1 : high]) / 2;
    }

    private static List<Level> levels(
            List<ScannerCase> cases, List<Integer> group, Feature feature) {
        var byStratum = new TreeMap<String, List<double[]>>();
        for (int s : group) {
            var one = cases.get(s);
            var chart = one.charts.get(feature);
            for (int k = 0; chart != null && k < one.judgedSeries.size(); k++) {
                if (chart.filter().knows(k)) {
                    byStratum
                            .computeIfAbsent(kind(one.judgedSeries.get(k)), f -> new ArrayList<>())
                            .add(
                                    new double[] {
                                        s,
                                        chart.filter().level(k),
                                        chart.filter().levelVariance(k),
                                        exams(one.judgedSeries.get(k))
                                    });
                }
            }
        }
        var sums = new TreeMap<Integer, double[]>();
        for (var stratum : byStratum.values()) {
            if (2 * stratum.size() <= group.size() || stratum.size() < 2) {
                continue;
            }
            double median = Robust.median(stratum.stream().mapToDouble(v -> v[1]).toArray());
            for (var own : stratum) {
                var sum = sums.computeIfAbsent((int) own[0], i -> new double[4]);
                double weight = own[3];
                sum[0] += weight * (own[1] - median);
                sum[1] += weight * weight * own[2];
                sum[2] += weight;
                sum[3] += own[3];
            }
        }
        var levels = new ArrayList<Level>();
        sums.forEach((scanner, sum) ->
                levels.add(
                        new Level(
                                scanner, sum[0] / sum[2], sum[1] / sum[2] / sum[2], (int) sum[3])));
        return levels;
    }

    private static int exams(Series series) {
        int exams = 0;
        for (int n : series.exams()) {
            exams += n;
        }
        return exams;
    }

    private static String kind(Series series) {
        var s = series.stratum();
        return String.join(
                "|",
                s.id(),
                String.valueOf(s.kernel()),
                String.valueOf(s.sliceBand()),
                String.valueOf(s.contrast()),
                String.valueOf(s.intent()),
                String.valueOf(s.view()),
                String.valueOf(s.thicknessBand()));
    }
}
