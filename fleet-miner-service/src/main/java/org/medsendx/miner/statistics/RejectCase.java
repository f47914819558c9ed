package org.medsendx.miner.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.reviews.ScannerReviews.Unit;

/** The decisions about one scanner's scans under analysis. */
final class RejectCase {

    /** Exams that somebody decided about, before a rate is watched. */
    static final int BASELINE_EXAMS = 30;

    final ScannerReviews reviews;
    final List<Unit> units;
    final int[] day;
    final int[] exams;

    /** First unit that may be of a rise; as many as there are while it is learning. */
    final int base;

    final Map<RejectSeries, RejectChart> charts = new EnumMap<>(RejectSeries.class);
    private final TreeMap<Integer, Long> images = new TreeMap<>();

    /**
     * What lies on both sides of a day.
     *
     * @param n exams from that day on
     * @param n0 exams before it
     * @param x hits from that day on
     * @param x0 hits before it
     */
    record Split(double n, double n0, double x, double x0) {

        Split and(Split other) {
            return new Split(n + other.n, n0 + other.n0, x + other.x, x0 + other.x0);
        }

        /** Logarithm of how much higher the rate is. */
        double rise() {
            return Math.log((x + 0.5) / n) - Math.log((x0 + 0.5) / n0);
        }

        double variance() {
            return 1 / (x + 0.5) + 1 / (x0 + 0.5);
        }
    }

    /**
     * @param from first day that counts: people said that the scanner begins anew
     * @param without days that do not
     */
    RejectCase(
            ScannerReviews reviews,
            @Nullable ScannerDays days,
            int from,
            Set<Integer> without,
            AnalysisOptions options) {
        this.reviews = reviews;
        this.units =
                reviews.units().stream()
                        .filter(unit ->
                                unit.day() >= from
                                        && unit.counts().exams() > 0
                                        && (unit.whole() || !without.contains(unit.day())))
                        .toList();
        this.day = units.stream().mapToInt(Unit::day).toArray();
        this.exams = units.stream().mapToInt(unit -> unit.counts().exams()).toArray();
        int known = 0;
        int first = 0;
        while (first < day.length
                && (known < BASELINE_EXAMS || day[first] < day[0] + options.baselineDays())) {
            known += exams[first++];
        }
        this.base = first;
        if (days != null) {
            for (var stratum : days.strata()) {
                for (var unit : stratum.units()) {
                    images.merge(unit.day(), (long) unit.sums().images(), Long::sum);
                }
            }
        }
    }

    int hits(RejectSeries series, int unit) {
        return series.hits(units.get(unit).counts());
    }

    /** Exams and hits before a day and from it on. */
    Split split(RejectSeries series, int at) {
        double n = 0;
        double n0 = 0;
        double x = 0;
        double x0 = 0;
        for (int i = 0; i < day.length; i++) {
            if (day[i] >= at) {
                n += exams[i];
                x += hits(series, i);
            } else {
                n0 += exams[i];
                x0 += hits(series, i);
            }
        }
        return new Split(n, n0, x, x0);
    }

    /**
     * The same with all images that were made instead of exams that somebody decided about; null
     * where that is not known. Who begins to say only what is bad, or to look at more, changes one
     * rate and not the other.
     */
    @Nullable Split ofImages(RejectSeries series, int at) {
        if (day.length == 0) {
            return null;
        }
        double made = 0;
        for (long number : images.tailMap(at).values()) {
            made += number;
        }
        double before = 0;
        int begin = Math.min(day[0], at);
        for (long number : images.subMap(begin, at).values()) {
            before += number;
        }
        var decided = split(series, at);
        return made == 0 || before == 0 ? null : new Split(made, before, decided.x(), decided.x0());
    }
}
