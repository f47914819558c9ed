package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.FleetAnalysis;

/** What the miner costs: memory, time of a record, time of an analysis. */
final class Costs {

    private Costs() {}

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Bytes of a scanner's days and microseconds of one record, after a year. */
    static void records(Map<String, String> figures, int days) {
        for (var trade : List.of(Trade.CT_ONE, Trade.CT_MANY, Trade.MAMMOGRAPHY)) {
            var plan = Plan.healthy(4, days, trade, Spread.ROUGH).with(Life.NEW_PROTOCOL);
            var simulator = new FleetSimulator(plan, 5);
            var fleet = new TreeMap<String, ScannerDays>();
            long spent = 0;
            long images = 0;
            double most = 0;
            for (int day = 0; day < days; day++) {
                for (var sent : simulator.next()) {
                    var scan = sent.scan();
                    var scanner = fleet.computeIfAbsent(scan.scanner(), ScannerDays::of);
                    long begin = Budget.now();
                    scanner.take(scan);
                    // the first tenth warms up
                    if (day > days / 10) {
                        spent += Budget.now() - begin;
                        images++;
                    }
                }
            }
            for (var scanner : fleet.values()) {
                most = Math.max(most, scanner.write().length / (double) scanner.strata().size());
            }
            figures.put(
                    "bytes of a scanner and stratum as stored, most, "
                            + trade
                            + ", "
                            + days
                            + " days",
                    text("%.0f", most));
            figures.put("one record, " + trade, text("%.1f us", spent / 1e3 / images));
        }
    }

    /** Seconds of an analysis: the median of some, after one that warms up. */
    static void analysis(Map<String, String> figures, int scanners, int days) {
        var plan = Plan.healthy(scanners, days, Trade.CT_ONE, Spread.CALM).examsPerDay(1.5);
        var simulator = new FleetSimulator(plan, 6);
        var fleet = new TreeMap<String, ScannerDays>();
        for (int day = 0; day < days; day++) {
            for (var sent : simulator.next()) {
                fleet.computeIfAbsent(sent.scan().scanner(), ScannerDays::of).take(sent.scan());
            }
        }
        LocalDate today = plan.date(days - 1);
        var times = new double[3];
        for (int round = -1; round < times.length; round++) {
            long begin = Budget.now();
            var view =
                    new FleetAnalysis(AnalysisOptions.DEFAULT)
                            .analyse(fleet.values(), List.of(), today);
            if (view.scanners().size() < scanners / 2) {
                throw new IllegalStateException("the analysis left scanners out");
            }
            if (round >= 0) {
                times[round] = (Budget.now() - begin) / 1e9;
            }
        }
        Arrays.sort(times);
        figures.put(
                text("one analysis of %,d scanners, %d days, one thread", scanners, days),
                text("%.2f s", times[1]));
    }
}
