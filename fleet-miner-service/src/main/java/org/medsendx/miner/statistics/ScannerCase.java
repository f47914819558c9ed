package org.medsendx.miner.statistics;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.medsendx.miner.daily.ScannerDays;

/** One scanner under analysis: its series, and a chart of each feature that it has. */
final class ScannerCase {

    /** Few exams before a hole of a year are a clock that was wrong. */
    private static final int HOLE = 366;

    private static final int MAIN_SHARE = 7;

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
        int begin = begin(all, options.baselineExams());
        series = begin == Integer.MIN_VALUE ? all : Series.of(days, Math.max(begin, from), without);
        judgedSeries = Observations.usual(series);
        modalities = modalities(series);
        firstDay = series.stream().mapToInt(s -> s.day()[0]).min().orElse(0);
        lastDay = series.stream().mapToInt(s -> s.day()[s.size() - 1]).max().orElse(0);
        judgedFrom = judgedFrom(options);
    }

    private static Map<Integer, Integer> examsByDay(List<Series> series) {
        var exams = new TreeMap<Integer, Integer>();
        for (var one : series) {
            for (int i = 0; i < one.size(); i++) {
                exams.merge(one.day()[i], one.exams()[i], Integer::sum);
            }
        }
        return exams;
    }

    /** The day after the last hole of a year that only a few exams lie before; or no day. */
    private static int begin(List<Series> series, int few) {
        var exams = examsByDay(series);
        int begin = Integer.MIN_VALUE;
        int before = Integer.MIN_VALUE;
        int sum = 0;
        for (var day : exams.entrySet()) {
            if (before != Integer.MIN_VALUE && day.getKey() - before > HOLE && sum < few) {
                begin = day.getKey();
                sum = 0;
            }
            before = day.getKey();
            sum += day.getValue();
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
    private int judgedFrom(AnalysisOptions options) {
        var exams = examsByDay(series);
        double sum = 0;
        for (var day : exams.entrySet()) {
            sum += day.getValue() / days.strataPerExam();
            if (sum >= options.baselineExams()) {
                return Math.max(day.getKey() + 1, firstDay + options.baselineDays());
            }
        }
        return Integer.MAX_VALUE;
    }

    void chart(Map<String, FamilyModel> models, Map<Feature, Double> rates) {
        var order = Observations.order(judgedSeries);
        rates.forEach((feature, rate) -> {
            var given = Observations.of(judgedSeries, order, models, feature, days.strataPerExam());
            if (given != null) {
                charts.put(
                        feature, new SequentialChart(given, feature, rate, judgedFrom, frozenFrom));
            }
        });
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
