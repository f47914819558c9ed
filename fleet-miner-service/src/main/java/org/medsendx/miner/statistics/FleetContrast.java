package org.medsendx.miner.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far all scanners of one modality moved in one feature since one week: what tells a scanner's
 * fault from a change of the whole fleet. The medians of "all but one" come from one sorted array.
 */
final class FleetContrast {

    private static final int MOST_WEEKS_BEFORE = 26;
    private static final int LEAST_EXAMS = 3;

    /** Asymptotic variance of a median over that of a mean. */
    private static final double MEDIAN_INFLATION = Math.PI / 2;

    /**
     * How far one scanner moved.
     *
     * @param shift latest weeks less those before, on the inner scale
     */
    record Own(double shift, double variance) {

        boolean movedLike(double other) {
            return shift * other > 0
                    && Math.abs(shift) >= 0.4 * Math.abs(other)
                    && shift * shift > 2.5 * 2.5 * variance;
        }
    }

    /** Of all scanners but one. */
    record Others(int count, double median, double variance) {}

    /** Since one week. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Since(@Nullable Own[] own, double[] sorted, double meanVariance) {}

    private final List<ScannerCase> fleet;
    private final Feature feature;
    private final Map<Integer, Since> known = new HashMap<>();

    FleetContrast(List<ScannerCase> fleet, Feature feature) {
        this.fleet = fleet;
        this.feature = feature;
    }

    /** The Monday from which a movement of that day shows. */
    static int week(int day) {
        int monday = day - Math.floorMod(day + 3, 7);
        return day - monday <= 3 ? monday : monday + 7;
    }

    @Nullable Own own(int scanner, int week) {
        return since(week).own[scanner];
    }

    Others others(int scanner, int week) {
        var since = since(week);
        var own = since.own[scanner];
        int n = since.sorted.length - (own == null ? 0 : 1);
        if (n < 1) {
            return new Others(0, 0, 0);
        }
        double median;
        if (own == null) {
            median = middle(since.sorted, -1);
        } else {
            median = middle(since.sorted, Arrays.binarySearch(since.sorted, own.shift));
        }
        return new Others(
                n, median, (n < 3 ? 1 : MEDIAN_INFLATION) * since.meanVariance / n);
    }

    /** How many moved like that, itself included. */
    int movedLike(double shift, int week) {
        int moved = 0;
        for (var own : since(week).own) {
            moved += own != null && own.movedLike(shift) ? 1 : 0;
        }
        return moved;
    }

    int comparable(int week) {
        return since(week).sorted.length;
    }

    private static double middle(double[] sorted, int without) {
        int n = sorted.length - (without < 0 ? 0 : 1);
        int low = (n - 1) / 2;
        int high = n / 2;
        return (sorted[without >= 0 && low >= without ? low + 1 : low]
                        + sorted[without >= 0 && high >= without ? high + 1 : high])
                / 2;
    }

    private Since since(int week) {
        return known.computeIfAbsent(week, this::compute);
    }

    private Since compute(int week) {
        var own = new @Nullable Own[fleet.size()];
        var shifts = new double[fleet.size()];
        double variance = 0;
        int n = 0;
        for (int s = 0; s < own.length; s++) {
            var chart = fleet.get(s).charts.get(feature);
            own[s] = chart == null ? null : own(chart, week);
            var one = own[s];
            if (one != null) {
                shifts[n++] = one.shift;
                variance += one.variance;
            }
        }
        var sorted = Arrays.copyOf(shifts, n);
        Arrays.sort(sorted);
        return new Since(own, sorted, n == 0 ? 0 : variance / n);
    }

    /** Means by week, each with the variance of its exams and of the week, before and after. */
    private static @Nullable Own own(SequentialChart chart, int since) {
        var given = chart.given();
        var filter = chart.filter();
        double beforeSum = 0;
        double beforeWeight = 0;
        double afterSum = 0;
        double afterWeight = 0;
        int examsBefore = 0;
        int examsAfter = 0;
        int i = 0;
        while (i < given.size()) {
            int week = given.week()[i];
            double sum = 0;
            double weight = 0;
            int exams = 0;
            for (; i < given.size() && given.week()[i] == week; i++) {
                int k = given.stratum()[i];
                if (filter.knows(k)) {
                    double precision = 1 / given.variance()[i];
                    sum += precision * (given.value()[i] - filter.level(k));
                    weight += precision;
                    exams += given.exams()[i];
                }
            }
            if (weight == 0 || week < since - 7 * MOST_WEEKS_BEFORE) {
                continue;
            }
            double precision = 1 / (1 / weight + given.weekVariance());
            if (week < since) {
                beforeSum += precision * sum / weight;
                beforeWeight += precision;
                examsBefore += exams;
            } else {
                afterSum += precision * sum / weight;
                afterWeight += precision;
                examsAfter += exams;
            }
        }
        return examsBefore < LEAST_EXAMS || examsAfter < LEAST_EXAMS
                ? null
                : new Own(
                        afterSum / afterWeight - beforeSum / beforeWeight,
                        1 / afterWeight + 1 / beforeWeight);
    }
}
