package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What many departments do with a spreadsheet: the daily mean of the pixels' mean against three
 * standard deviations of the first 28 days with scans (W. A. Shewhart, Economic Control of Quality
 * of Manufactured Product, 1931). One chart for each scanner, all scans pooled.
 */
final class Shewhart implements Watcher {

    private static final int BASELINE_DAYS = 28;
    private static final double LIMIT = 3;

    private static final class Chart {
        private final List<Double> baseline = new ArrayList<>();
        private double sum;
        private int count;
        private double mean;
        private double deviation;
    }

    private final Map<Integer, Chart> charts = new HashMap<>();

    @Override
    public String name() {
        return "Shewhart chart of daily means";
    }

    @Override
    public void take(Sent sent, LocalDate today) {
        var chart = charts.computeIfAbsent(sent.scanner(), _ -> new Chart());
        chart.sum += sent.scan().features().mean();
        chart.count++;
    }

    @Override
    public List<Verdict> look(LocalDate today) {
        var verdicts = new ArrayList<Verdict>();
        charts.forEach((scanner, chart) -> {
            if (chart.count == 0) {
                return;
            }
            double value = chart.sum / chart.count;
            chart.sum = 0;
            chart.count = 0;
            if (chart.baseline.size() < BASELINE_DAYS) {
                chart.baseline.add(value);
                if (chart.baseline.size() == BASELINE_DAYS) {
                    close(chart);
                }
                return;
            }
            double score = Math.abs(value - chart.mean) / chart.deviation / LIMIT;
            verdicts.add(Verdict.plain(scanner, score > 1, score));
        });
        return verdicts;
    }

    private static void close(Chart chart) {
        chart.mean = chart.baseline.stream().mapToDouble(x -> x).average().orElseThrow();
        double squares =
                chart.baseline.stream().mapToDouble(x -> (x - chart.mean) * (x - chart.mean)).sum();
        chart.deviation = Math.max(1e-9, Math.sqrt(squares / (BASELINE_DAYS - 1)));
    }
}
