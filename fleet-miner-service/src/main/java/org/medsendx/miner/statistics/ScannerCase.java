package org.medsendx.miner.statistics;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.ScannerDays;

/** One scanner under analysis: its series, and a chart of each feature that it has. */
final class ScannerCase {

    /** Few exams before a hole of a year are a clock that was wrong. */
    private static final int HOLE = 366;

    private static final int MAIN_SHARE = 7;

    private static final List<Quantity> KEPT = List.of(Quantity.MEAN, Quantity.SPREAD);

    final ScannerDays days;
    final List<Series> series;

    /** Those of them that are judged, in the order of the charts' strata. */
    final List<Series> judgedSeries;

    final Map<Feature, SequentialChart> charts = new EnumMap<>(Feature.class);

    /** What it is compared with: scanners that make the same modalities. */
    final String modalities;

    /** Whether people said that it is meant to be as it is since some day. */
    final boolean relearnt;

    final int firstDay;
    final int lastDay;
    private final Order order;
    private final int judgedFrom;
    private final int frozenFrom;

    ScannerCase(ScannerDays days, List<Marker> markers, AnalysisOptions options) {
        this.days = days;
        int from = Integer.MIN_VALUE;
        int frozen = Integer.MAX_VALUE;
        Set<Integer> without = new HashSet<>();
        for (var marker : markers) {
            int day = Math.toIntExact(marker.day().toEpochDay());
            switch (marker.kind()) {
                case RELEARN, RETURN_TO_SERVICE -> from = Math.max(from, day);
                case FREEZE -> frozen = Math.min(frozen, day);
                case PHANTOM -> without.add(day);
                case SERVICE, SOFTWARE -> {}
            }
        }
        relearnt = from != Integer.MIN_VALUE;
        // A new beginning ends what was frozen before.
        frozenFrom = frozen < from ? Integer.MAX_VALUE : frozen;
        var all = Series.of(days, from, without);
        var ofAll = Order.of(all);
        int begin = begin(ofAll, options.baselineExams());
        boolean whole = begin == Integer.MIN_VALUE;
        series = whole ? all : Series.of(days, Math.max(begin, from), without);
        var ofSeries = whole ? ofAll : Order.of(series);
        judgedSeries = Observations.usual(series);
        order = judgedSeries.size() == series.size() ? ofSeries : Order.of(judgedSeries);
        modalities = modalities(series);
        firstDay = series.stream().mapToInt(s -> s.day()[0]).min().orElse(0);
        lastDay = series.stream().mapToInt(s -> s.day()[s.size() - 1]).max().orElse(0);
        judgedFrom = judgedFrom(ofSeries, options);
    }

    /** The day after the last hole of a year that only a few exams lie before; or no day. */
    private static int begin(Order order, int few) {
        int begin = Integer.MIN_VALUE;
        int sum = 0;
        for (int i = 0; i < order.size(); i++) {
            int day = order.day()[i];
            if (i > 0 && day - order.day()[i - 1] > HOLE && sum < few) {
                begin = day;
                sum = 0;
            }
            sum += order.exams()[i];
        }
        return begin;
    }

    /** Those of a seventh of its exams and more, in alphabetical order. */
    private static String modalities(List<Series> series) {
        var exams = new TreeMap<String, Integer>();
        int all = 0;
        for (var one : series) {
            for (int n : one.exams()) {
                exams.merge(one.stratum().modality(), n, Integer::sum);
                all += n;
            }
        }
        int whole = all;
        return exams.entrySet().stream()
                .filter(modality -> MAIN_SHARE * modality.getValue() >= whole)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining("+"));
    }

    /** The day after the first weeks and the exams that a baseline takes. */
    private int judgedFrom(Order all, AnalysisOptions options) {
        double sum = 0;
        int i = 0;
        while (i < all.size()) {
            int day = all.day()[i];
            int exams = 0;
            for (; i < all.size() && all.day()[i] == day; i++) {
                exams += all.exams()[i];
            }
            sum += exams / days.strataPerExam();
            if (sum >= options.baselineExams()) {
                return Math.max(day + 1, firstDay + options.baselineDays());
            }
        }
        return Integer.MAX_VALUE;
    }

    /**
     * Makes the charts.
     *
     * @param drawn whether all of them can be drawn
     */
    void chart(Map<String, FamilyModel> models, Map<Feature, Double> rates, boolean drawn) {
        rates.forEach((feature, rate) -> {
            var given = Observations.of(judgedSeries, order, models, feature, days.strataPerExam());
            if (given != null) {
                charts.put(
                        feature,
                        new SequentialChart(given, feature, rate, judgedFrom, frozenFrom, drawn));
            }
        });
        // What baselines and points ask for, while the days are at hand.
        series.forEach(one -> one.keepOnly(KEPT));
    }

    /** Whether there is more than a baseline. */
    boolean judged() {
        return lastDay >= judgedFrom;
    }

    /** Whether it is a matter of days, not of exams. */
    boolean learning() {
        return judgedFrom != Integer.MAX_VALUE;
    }
}
