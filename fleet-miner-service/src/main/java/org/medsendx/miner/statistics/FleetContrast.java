package org.medsendx.miner.statistics;

import java.util.ArrayList;
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

    /** Of each scanner, null without the feature; made when the first day is asked for. */
    private final List<@Nullable Weeks> weeks = new ArrayList<>();

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
        if (weeks.isEmpty()) {
            for (var one : fleet) {
                var chart = one.charts.get(feature);
                weeks.add(chart == null ? null : Weeks.of(chart));
            }
        }
        for (int s = 0; s < own.length; s++) {
            var itsWeeks = weeks.get(s);
            own[s] = itsWeeks == null ? null : own(itsWeeks, day);
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

    /**
     * The weeks of one chart: what a day that movements are looked for from does not change, unless
     * it lies within the week.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Weeks(
            SequentialChart chart, int[] begin, double[] own, double[] precision, int[] exams) {

        static Weeks of(SequentialChart chart) {
            var given = chart.given();
            var begin = new int[given.size() + 1];
            int n = 0;
            for (int i = 0; i < given.size(); i++) {
                if (i == 0 || given.week()[i] != given.week()[i - 1]) {
                    begin[n++] = i;
                }
            }
            begin[n] = given.size();
            var weeks =
                    new Weeks(
                            chart,
                            Arrays.copyOf(begin, n + 1),
                            new double[n],
                            new double[n],
                            new int[n]);
            for (int w = 0; w < n; w++) {
                var part = new Part(chart, begin[w], begin[w + 1]);
                weeks.own[w] = part.own;
                weeks.precision[w] = part.precision;
                weeks.exams[w] = part.exams;
            }
            return weeks;
        }

        int size() {
            return own.length;
        }

        /** The first observation of a week that is not before a day, or the end of the week. */
        int from(int w, int day) {
            int i = begin[w];
            while (i < begin[w + 1] && chart.given().day()[i] < day) {
                i++;
            }
            return i;
        }
    }

    /** Observations of one week together: weighted deviations from the levels. */
    private static final class Part {
        double own;
        double precision;
        int exams;

        Part(SequentialChart chart, int from, int until) {
            var given = chart.given();
            var filter = chart.filter();
            for (int i = from; i < until; i++) {
                int k = given.stratum()[i];
                if (filter.knows(k)) {
                    own += (given.value()[i] - filter.level(k)) / given.variance(i);
                    precision += 1 / given.variance(i);
                    exams += given.exams()[i];
                }
            }
        }
    }

    /** Weeks before a day, or from it on, each with the variance of its exams and of the week. */
    private static final class Side {
        private final double ofWeek;
        private double sum;
        private double weight;
        private int exams;

        /** Weeks that hang together leave more in their mean, as if each varied by so much more. */
        Side(Observations given, int weeks) {
            int n = Math.min(weeks, MOST_WEEKS_BEFORE);
            ofWeek = Math.max(1, n) * given.ofWeeks(n);
        }

        void add(double own, double precision, int its) {
            exams += its;
            if (precision > 0) {
                double share = 1 / (1 / precision + ofWeek);
                sum += share * own / precision;
                weight += share;
            }
        }

        void add(Part part) {
            add(part.own, part.precision, part.exams);
        }
    }

    private static @Nullable Own own(Weeks weeks, int since) {
        var given = weeks.chart.given();
        int weeksBefore = 0;
        while (weeksBefore < weeks.size() && given.day()[weeks.begin[weeksBefore]] < since) {
            weeksBefore++;
        }
        var before = new Side(given, weeksBefore);
        var after = new Side(given, weeks.size() - weeksBefore);
        for (int w = 0; w < weeks.size(); w++) {
            if (given.week()[weeks.begin[w]] < since - 7 * MOST_WEEKS_BEFORE) {
                continue;
            }
            int split = w < weeksBefore ? weeks.from(w, since) : weeks.begin[w];
            if (split == weeks.begin[w + 1]) {
                before.add(weeks.own[w], weeks.precision[w], weeks.exams[w]);
            } else if (split == weeks.begin[w]) {
                after.add(weeks.own[w], weeks.precision[w], weeks.exams[w]);
            } else {
                before.add(new Part(weeks.chart, weeks.begin[w], split));
                after.add(new Part(weeks.chart, split, weeks.begin[w + 1]));
            }
        }
        return before.exams < LEAST_EXAMS || after.exams == 0
                ? null
                : new Own(
                        after.sum / after.weight - before.sum / before.weight,
                        1 / after.weight + 1 / before.weight);
    }
}
