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
    record Own(double shift, double variance) {}

    /** Of all scanners but one. */
    record Others(int count, double median, double variance) {}

    /** Since one week. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Since(@Nullable Own[] own, double[] sorted, double usualVariance) {}

    private final List<ScannerCase> fleet;
    private final Feature feature;
    private final int size;
    private final Map<Integer, Since> known = new HashMap<>();

    FleetContrast(List<ScannerCase> fleet, Feature feature) {
        this.fleet = fleet;
        this.feature = feature;
        this.size = (int) fleet.stream().filter(one -> one.charts.containsKey(feature)).count();
    }

    @Nullable Own own(int scanner, int day) {
        return since(day).own[scanner];
    }

    Others others(int scanner, int day) {
        var since = since(day);
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
        return new Others(n, median, (n < 3 ? 1 : MEDIAN_INFLATION) * since.usualVariance / n);
    }

    /** How many moved like that, itself included. */
    int movedLike(double shift, int day) {
        var since = since(day);
        double least = Math.max(0.4 * Math.abs(shift), 2 * Math.sqrt(since.usualVariance));
        return beyond(since.sorted, shift, least);
    }

    /** How many others surely did not move as far as that. */
    int stayed(int scanner, double shift, int day) {
        var since = since(day);
        double most = Math.abs(shift) - 2 * Math.sqrt(since.usualVariance);
        int stayed = since.sorted.length - beyond(since.sorted, shift, most);
        var own = since.own[scanner];
        boolean counted = own != null && own.shift * Math.signum(shift) < most;
        return stayed - (counted ? 1 : 0);
    }

    /** How many lie at {@code least} or farther to the side of {@code shift}. */
    private static int beyond(double[] sorted, double shift, double least) {
        int low = 0;
        int high = sorted.length;
        double bound = shift > 0 ? least : -least;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shift > 0 ? sorted[middle] < bound : sorted[middle] <= bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return shift > 0 ? sorted.length - low : low;
    }

    int comparable(int day) {
        return since(day).sorted.length;
    }

    /** Scanners that have the feature at all. */
    int size() {
        return size;
    }

    private static double middle(double[] sorted, int without) {
        int n = sorted.length - (without < 0 ? 0 : 1);
        int low = (n - 1) / 2;
        int high = n / 2;
        return (sorted[without >= 0 && low >= without ? low + 1 : low]
                        + sorted[without >= 0 && high >= without ? high + 1 : high])
                / 2;
    }

    private Since since(int day) {
        return known.computeIfAbsent(day, this::compute);
    }

    private Since compute(int day) {
        var own = new @Nullable Own[fleet.size()];
        var shifts = new double[fleet.size()];
        var variances = new double[fleet.size()];
        int n = 0;
        for (int s = 0; s < own.length; s++) {
            var chart = fleet.get(s).charts.get(feature);
            own[s] = chart == null ? null : own(chart, day);
            var one = own[s];
            if (one != null) {
                variances[n] = one.variance;
                shifts[n++] = one.shift;
            }
        }
        var sorted = Arrays.copyOf(shifts, n);
        Arrays.sort(sorted);
        // One that hardly sends must not make the others look unsure.
        double usual = n == 0 ? 0 : Robust.median(Arrays.copyOf(variances, n));
        return new Since(own, sorted, usual);
    }

    /** Means by week, each with the variance of its exams and of the week, before and after. */
    private static @Nullable Own own(SequentialChart chart, int since) {
        var given = chart.given();
        var filter = chart.filter();
        var sum = new double[2];
        var weight = new double[2];
        var exams = new int[2];
        var weeks = new int[2];
        int monday = Integer.MIN_VALUE;
        for (int i = 0; i < given.size(); i++) {
            if (given.week()[i] != monday) {
                monday = given.week()[i];
                weeks[given.day()[i] < since ? 0 : 1]++;
            }
        }
        // What weeks that hang together leave in their mean, as if each varied by so much more.
        var ofWeek = new double[2];
        for (int side = 0; side < 2; side++) {
            int n = Math.min(weeks[side], MOST_WEEKS_BEFORE);
            ofWeek[side] = Math.max(1, n) * given.ofWeeks(n);
        }
        int i = 0;
        while (i < given.size()) {
            int week = given.week()[i];
            int side = given.day()[i] < since ? 0 : 1;
            double own = 0;
            double precision = 0;
            for (;
                    i < given.size()
                            && given.week()[i] == week
                            && side == (given.day()[i] < since ? 0 : 1);
                    i++) {
                int k = given.stratum()[i];
                if (filter.knows(k) && week >= since - 7 * MOST_WEEKS_BEFORE) {
                    own += (given.value()[i] - filter.level(k)) / given.variance()[i];
                    precision += 1 / given.variance()[i];
                    exams[side] += given.exams()[i];
                }
            }
            if (precision > 0) {
                double share = 1 / (1 / precision + ofWeek[side]);
                sum[side] += share * own / precision;
                weight[side] += share;
            }
        }
        return exams[0] < LEAST_EXAMS || exams[1] == 0
                ? null
                : new Own(sum[1] / weight[1] - sum[0] / weight[0], 1 / weight[1] + 1 / weight[0]);
    }
}
