package org.medsendx.benchmarks.fleet;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
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

    /**
     * Seconds of an analysis, by the number of scanners: whether the work grows as they do.
     *
     * @param most scanners of the largest fleet
     */
    static void analysis(Map<String, String> figures, int most, int days) {
        var one = Plan.healthy(most, days, Trade.CT_ONE, Spread.CALM).examsPerDay(1.5);
        var fleet = fleet(one);
        for (int scanners = 10; scanners <= most; scanners *= 10) {
            var some = fleet.subList(0, Math.min(scanners, fleet.size()));
            analysed(figures, some, one, "one kind of scan");
        }
    }

    /**
     * The same where each scanner has as many kinds of scans as are judged, and more: mammography,
     * by view, thickness and voltage. A tenth of the scanners is simulated, and each is there ten
     * times: an analysis knows them apart by their place.
     */
    static void manyKinds(Map<String, String> figures, int most, int days) {
        var plan = Plan.healthy(most / 10, days, Trade.MAMMOGRAPHY, Spread.CALM).examsPerDay(3);
        var some = fleet(plan);
        analysed(figures, some, plan, "eight kinds of scans and more");
        var all = new ArrayList<ScannerDays>();
        for (int i = 0; i < 10; i++) {
            all.addAll(some);
        }
        analysed(figures, all, plan, "eight kinds of scans and more");
    }

    private static List<ScannerDays> fleet(Plan plan) {
        var simulator = new FleetSimulator(plan, 6);
        var fleet = new TreeMap<String, ScannerDays>();
        for (int day = 0; day < plan.days(); day++) {
            for (var sent : simulator.next()) {
                fleet.computeIfAbsent(sent.scan().scanner(), ScannerDays::of).take(sent.scan());
            }
        }
        return List.copyOf(fleet.values());
    }

    /** The median of three analyses, after one that warms up. */
    private static void analysed(
            Map<String, String> figures, List<ScannerDays> fleet, Plan plan, String kinds) {
        int scanners = fleet.size();
        LocalDate today = plan.date(plan.days() - 1);
        var times = new double[3];
        long before = 0;
        for (int round = -1; round < times.length; round++) {
            before = allocated();
            long begin = spent();
            var view = new FleetAnalysis(AnalysisOptions.DEFAULT).analyse(fleet, List.of(), today);
            if (view.scanners().size() != scanners) {
                throw new IllegalStateException("the analysis left scanners out");
            }
            if (round >= 0) {
                times[round] = (spent() - begin) / 1e9;
            }
        }
        double bytes = allocated() - before;
        Arrays.sort(times);
        figures.put(
                text(
                        "one analysis of %,d scanners, %d days, %s, one thread",
                        scanners, plan.days(), kinds),
                text(
                        "%.2f s, %.0f us and %.0f KB made for each scanner",
                        times[1], times[1] * 1e6 / scanners, bytes / 1e3 / scanners));
    }

    /** Processor time of all threads, in nanoseconds: what is made has to be collected too. */
    private static long spent() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /** Bytes that this thread has made so far. */
    private static long allocated() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class)
                .getCurrentThreadAllocatedBytes();
    }
}
