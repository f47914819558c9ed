package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.miner.cluster.WeekClusters;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.statistics.FleetView.Point;

/**
 * The scanners' weeks as the first miner script saw scans, mean against spread, but comparable:
 * within strata, for the usual patient. A picture beside the verdict, no part of it.
 */
final class WeeklyPoints {

    private static final int RECENT_DAYS = 28;

    /** A picture holds no more; larger fleets show every n-th scanner. */
    private static final int MOST_SCANNERS = 300;

    private WeeklyPoints() {}

    static List<Point> of(List<ScannerCase> cases, Map<String, FamilyModel> models) {
        int step = Math.max(1, (cases.size() + MOST_SCANNERS - 1) / MOST_SCANNERS);
        var some = new ArrayList<ScannerCase>();
        for (int s = 0; s < cases.size(); s += step) {
            some.add(cases.get(s));
        }
        var mean = medians(some, models, Quantity.MEAN);
        var spread = medians(some, models, Quantity.SPREAD);
        var points = new ArrayList<Point>();
        var rows = new ArrayList<double[]>();
        for (var one : some) {
            // Sums of weighted differences and weights, by week.
            var weeks = new TreeMap<Integer, double[]>();
            for (var series : one.series) {
                var model = models.get(series.family());
                var id = series.stratum().id();
                var usualMean = mean.get(id);
                var usualSpread = spread.get(id);
                var means = model == null ? null : model.adjusted(series, Quantity.MEAN);
                var spreads = model == null ? null : model.adjusted(series, Quantity.SPREAD);
                if (usualMean == null || usualSpread == null || means == null || spreads == null) {
                    continue;
                }
                for (int i = 0; i < series.size(); i++) {
                    double x = means[i];
                    double y = spreads[i];
                    if (Double.isFinite(x) && Double.isFinite(y)) {
                        var sum = weeks.computeIfAbsent(series.week()[i], w -> new double[3]);
                        sum[0] += series.exams()[i] * (x - usualMean);
                        sum[1] += series.exams()[i] * (y - usualSpread);
                        sum[2] += series.exams()[i];
                    }
                }
            }
            weeks.forEach((week, sum) -> {
                rows.add(new double[] {sum[0] / sum[2], sum[1] / sum[2]});
                points.add(
                        new Point(
                                one.days.scanner(),
                                LocalDate.ofEpochDay(week),
                                (int) sum[2],
                                Judgement.rounded(100 * Math.expm1(sum[0] / sum[2])),
                                Judgement.rounded(100 * Math.expm1(sum[1] / sum[2])),
                                week > one.lastDay - RECENT_DAYS,
                                0));
            });
        }
        var groups = WeekClusters.of(rows);
        for (int i = 0; i < groups.length; i++) {
            var p = points.get(i);
            points.set(
                    i,
                    new Point(
                            p.scanner(),
                            p.week(),
                            p.exams(),
                            p.mean(),
                            p.spread(),
                            p.recent(),
                            groups[i]));
        }
        return points;
    }

    private static Map<String, Double> medians(
            List<ScannerCase> cases, Map<String, FamilyModel> models, Quantity quantity) {
        var values = new TreeMap<String, List<Double>>();
        for (var one : cases) {
            for (var series : one.series) {
                var model = models.get(series.family());
                var adjusted = model == null ? null : model.adjusted(series, quantity);
                for (int i = 0; adjusted != null && i < adjusted.length; i++) {
                    double value = adjusted[i];
                    if (Double.isFinite(value)) {
                        values.computeIfAbsent(series.stratum().id(), s -> new ArrayList<>())
                                .add(value);
                    }
                }
            }
        }
        var medians = new TreeMap<String, Double>();
        values.forEach((stratum, own) ->
                medians.put(
                        stratum,
                        Robust.median(own.stream().mapToDouble(Double::doubleValue).toArray())));
        return medians;
    }
}
