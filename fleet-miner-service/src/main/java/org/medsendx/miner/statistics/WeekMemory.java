package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much a week's effect resembles that of the week before, as an autoregression of first order:
 * weeks that lie {@value #LONG} apart differ by more than neighbours when they hang together, and
 * by no more when they do not.
 *
 * <p>What all scanners do together is none of it. A fault does the same to its own scanner, and
 * must not hide itself: each scanner has its own answer, and the median of them counts. Of two
 * scanners the smaller one does, and of one scanner nobody can tell a wandering from a drift, so it
 * is taken not to wander.
 */
final class WeekMemory {

    private static final int LONG = 4;
    private static final int LONGEST = 6;
    private static final int LEAST_DIFFERENCES = 3;
    private static final double MOST = 0.9;
    private static final int MANY = 8;

    private WeekMemory() {}

    /**
     * The correlation of neighbouring weeks.
     *
     * @param means weekly means of all series
     * @param exam variance between exams
     * @param week half the variance of a difference of neighbouring weeks' effects
     */
    static double of(List<WeekMeans> means, double exam, double week) {
        double excess = excess(means, exam);
        if (excess > 0) {
            excess = Math.min(excess, excess(withoutCommon(means), exam));
        }
        if (!(excess > 0)) {
            return 0;
        }
        // (1 - m) / (1 - m^LONG) falls from 1 to 1 / LONG as m grows.
        double wanted = week / (week + excess);
        double low = 0;
        double high = MOST;
        for (int round = 0; round < 30; round++) {
            double middle = (low + high) / 2;
            if ((1 - middle) / (1 - Math.pow(middle, LONG)) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * What all scanners do together is a change of the fleet and no wandering: off each week is
     * taken the median of the others.
     */
    private static List<WeekMeans> withoutCommon(List<WeekMeans> means) {
        var byWeek = new HashMap<Integer, Map<String, Double>>();
        for (var weeks : means) {
            weeks.deviations((week, deviation) ->
                    byWeek.computeIfAbsent(week, w -> new TreeMap<>())
                            .merge(weeks.scanner(), deviation, (a, b) -> (a + b) / 2));
        }
        var of = new HashMap<String, Double>();
        return means.stream()
                .map(weeks ->
                        weeks.less(week -> {
                            var all = byWeek.getOrDefault(week, Map.of());
                            // One of many hardly moves the median: it is found once.
                            var without = all.size() < MANY ? weeks.scanner() : "";
                            return of.computeIfAbsent(
                                    week + "/" + without, key -> median(all, without));
                        }))
                .toList();
    }

    private static double median(Map<String, Double> deviations, String without) {
        var others =
                deviations.entrySet().stream()
                        .filter(one -> !one.getKey().equals(without))
                        .mapToDouble(Map.Entry::getValue)
                        .toArray();
        return others.length == 0 ? 0 : Robust.median(others);
    }

    private static double excess(List<WeekMeans> means, double exam) {
        var neighbours = new TreeMap<String, List<double[]>>();
        var distant = new TreeMap<String, List<double[]>>();
        for (var weeks : means) {
            neighbours
                    .computeIfAbsent(weeks.scanner(), s -> new ArrayList<>())
                    .addAll(weeks.differences(1, 1));
            distant.computeIfAbsent(weeks.scanner(), s -> new ArrayList<>())
                    .addAll(weeks.differences(LONG, LONGEST));
        }
        var own = new ArrayList<Double>();
        neighbours.forEach((scanner, near) -> {
            var far = distant.getOrDefault(scanner, List.of());
            if (near.size() >= LEAST_DIFFERENCES && far.size() >= LEAST_DIFFERENCES) {
                own.add(effects(far, exam) - effects(near, exam));
            }
        });
        if (own.size() < 2) {
            return 0;
        }
        var all = own.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return all.length == 2 ? all[0] : Robust.median(all);
    }

    /** Half the mean square of differences, without what exams contribute. */
    private static double effects(List<double[]> differences, double exam) {
        double sum = 0;
        for (var d : differences) {
            sum += d[0] * d[0] - exam * d[1];
        }
        return sum / differences.size() / 2;
    }
}
