package org.medsendx.miner.earlier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.cluster.ScanClusters;
import org.medsendx.miner.earlier.FleetView.Comparison;
import org.medsendx.miner.earlier.FleetView.Point;
import org.medsendx.miner.earlier.FleetView.Scanner;
import org.medsendx.miner.earlier.StratumData.Placed;
import org.medsendx.miner.earlier.Windows.Window;

/**
 * The whole verdict on a fleet, from the features of its scans.
 *
 * <p>Patients differ far more than scanners do, so pooled means see nothing. Here (1) scans are
 * compared within their stratum only, (2) as logarithms, in which a gain is a sum, (3) adjusted for
 * the patient's mix of tissues ({@link PatientMix}), (4) by robust means with their standard errors
 * ({@link StratumModel}), (5) each scanner with its own first weeks and with its cohort ({@link
 * ScannerEffects}), (6) under one false-alarm rate for all tests of all scanners ({@link Holm}). An
 * outlier is a scanner of which one comparison is significant and large enough to matter.
 *
 * <p>A scanner without enough scans is not judged, and {@code unknown}, behind which several
 * devices may hide, never is; its scans count nowhere.
 */
public final class FleetAnalysis {

    /** The scanner id of scans whose device is not known. */
    public static final String UNKNOWN = "unknown";

    private static final Comparator<ScanFeatures> ORDER =
            Comparator.comparing(ScanFeatures::acquisitionDay)
                    .thenComparing(ScanFeatures::featureId)
                    .thenComparing(ScanFeatures::toString);

    private static final List<Indicator> CLUSTERED =
            List.of(
                    Indicator.MEAN,
                    Indicator.STANDARD_DEVIATION,
                    Indicator.P95,
                    Indicator.RANGE,
                    Indicator.CONTRAST);

    private final AnalysisOptions options;
    private final ScannerCharts charts;

    public FleetAnalysis(AnalysisOptions options) {
        this.options = options;
        this.charts = new ScannerCharts(options.chartRunLength());
    }

    /** Judges the fleet. The order of the scans does not matter; a repeated id counts once. */
    public FleetView analyse(List<ScanFeatures> scans) {
        var distinct = new LinkedHashMap<String, ScanFeatures>();
        scans.stream().sorted(ORDER).forEach(scan -> distinct.putIfAbsent(scan.featureId(), scan));
        var byScanner = new TreeMap<String, List<ScanFeatures>>();
        for (var scan : distinct.values()) {
            byScanner.computeIfAbsent(scan.scanner(), id -> new ArrayList<>()).add(scan);
        }
        var unknown = byScanner.remove(UNKNOWN);
        var fleet = List.copyOf(byScanner.values());
        var windows = fleet.stream().map(own -> Windows.of(own, options)).toList();
        var strata = strata(fleet, windows);
        var comparisons = compare(strata, judged(windows));
        var points = points(strata);

        var scanners = new ArrayList<Scanner>();
        for (int s = 0; s < fleet.size(); s++) {
            scanners.add(
                    scanner(
                            fleet.get(s),
                            windows.get(s),
                            comparisons.shifts().get(s),
                            comparisons.deviations().get(s),
                            points,
                            strata,
                            s));
        }
        if (unknown != null) {
            scanners.add(unjudged(unknown));
            scanners.sort(Comparator.comparing(Scanner::id));
        }
        return new FleetView(
                scanners,
                strata.stream().flatMap(stratum -> stratum.baselines().stream()).toList(),
                points.stream().map(Clustered::point).toList());
    }

    private boolean[] judged(List<Windows> windows) {
        var judged = new boolean[windows.size()];
        for (int s = 0; s < judged.length; s++) {
            judged[s] =
                    windows.get(s).baselineScans() >= options.minimumWindowScans()
                            && windows.get(s).recentScans() >= options.minimumWindowScans();
        }
        return judged;
    }

    private static List<StratumData> strata(List<List<ScanFeatures>> fleet, List<Windows> windows) {
        var strata = new TreeMap<String, List<Placed>>();
        for (int s = 0; s < fleet.size(); s++) {
            for (var scan : fleet.get(s)) {
                strata.computeIfAbsent(scan.stratum().id(), id -> new ArrayList<>())
                        .add(new Placed(scan, s, windows.get(s).of(scan.acquisitionDay())));
            }
        }
        return strata.values().stream()
                .map(placed -> new StratumData(placed, fleet.size()))
                .toList();
    }

    /** Each scanner's strongest comparison of either kind, or null. */
    private record Comparisons(
            List<@Nullable Comparison> shifts, List<@Nullable Comparison> deviations) {}

    private record Tested(
            int scanner, boolean shift, Indicator indicator, ScannerEffects.Test test) {}

    private Comparisons compare(List<StratumData> strata, boolean[] judged) {
        var tested = new ArrayList<Tested>();
        for (var indicator : Indicator.tested()) {
            var models =
                    strata.stream()
                            .map(stratum -> stratum.fit(indicator))
                            .filter(Objects::nonNull)
                            .map(StratumData.Fit::model)
                            .toList();
            add(tested, true, indicator, ScannerEffects.shifts(models, judged));
            add(tested, false, indicator, ScannerEffects.deviations(models, judged));
        }
        double[] adjusted =
                Holm.adjust(tested.stream().mapToDouble(t -> t.test().pValue()).toArray());
        var shifts = new @Nullable Comparison[judged.length];
        var deviations = new @Nullable Comparison[judged.length];
        for (int i = 0; i < adjusted.length; i++) {
            var t = tested.get(i);
            double least = t.shift() ? options.minimumShift() : options.minimumCohortDeviation();
            var comparison =
                    new Comparison(
                            t.indicator().label(),
                            t.test().effect(),
                            t.test().deviation(),
                            adjusted[i],
                            adjusted[i] <= options.falseAlarmRate()
                                    && Math.abs(t.test().effect()) >= least);
            var best = t.shift() ? shifts : deviations;
            best[t.scanner()] = stronger(best[t.scanner()], comparison);
        }
        return new Comparisons(Arrays.asList(shifts), Arrays.asList(deviations));
    }

    private static void add(
            List<Tested> tested,
            boolean shift,
            Indicator indicator,
            List<ScannerEffects.@Nullable Test> tests) {
        for (int s = 0; s < tests.size(); s++) {
            var test = tests.get(s);
            if (test != null) {
                tested.add(new Tested(s, shift, indicator, test));
            }
        }
    }

    private static Comparison stronger(@Nullable Comparison a, Comparison b) {
        if (a == null) {
            return b;
        }
        if (a.outlying() != b.outlying()) {
            return a.outlying() ? a : b;
        }
        return Math.abs(b.deviation()) > Math.abs(a.deviation()) ? b : a;
    }

    /** A point with what is known of its scan. */
    private record Clustered(Placed placed, Point point, double isolation) {}

    private static List<Clustered> points(List<StratumData> strata) {
        var rows = new ArrayList<double[]>();
        for (var stratum : strata) {
            for (int i = 0; i < stratum.scans().size(); i++) {
                int at = i;
                rows.add(
                        CLUSTERED.stream()
                                .mapToDouble(indicator -> stratum.standardised(indicator, at))
                                .toArray());
            }
        }
        var clusters = ScanClusters.of(rows.toArray(double[][]::new));
        var points = new ArrayList<Clustered>();
        for (var stratum : strata) {
            for (int i = 0; i < stratum.scans().size(); i++) {
                var placed = stratum.scans().get(i);
                int row = points.size();
                points.add(
                        new Clustered(
                                placed,
                                new Point(
                                        placed.scan().scanner(),
                                        placed.window().name(),
                                        percent(stratum.difference(Indicator.MEAN, i)),
                                        percent(
                                                stratum.difference(
                                                        Indicator.STANDARD_DEVIATION, i)),
                                        clusters.groups()[row]),
                                clusters.isolation()[row]));
            }
        }
        return points;
    }

    private static double percent(double logarithm) {
        return Double.isNaN(logarithm) ? 0 : 100 * Math.expm1(logarithm);
    }

    private Scanner scanner(
            List<ScanFeatures> own,
            Windows windows,
            @Nullable Comparison shift,
            @Nullable Comparison deviation,
            List<Clustered> points,
            List<StratumData> strata,
            int index) {
        if (shift == null) {
            return scanner(own, windows, Status.NOT_ENOUGH_DATA, "few-scans");
        }
        boolean shifted = shift.outlying();
        boolean deviating = deviation != null && deviation.outlying();
        var recent =
                points.stream()
                        .filter(p ->
                                p.placed().scanner() == index
                                        && p.placed().window() == Window.RECENT)
                        .toList();
        var chart = charts.of(strata, index, shift.feature());
        return new Scanner(
                own.getFirst().scanner(),
                own.getLast().truck(),
                own.size(),
                windows.baselineScans(),
                windows.recentScans(),
                own.getLast().acquisitionDay(),
                shifted || deviating ? Status.OUTLIER : Status.OK,
                shifted ? deviating ? "shift-and-cohort" : "shift" : deviating ? "cohort" : "usual",
                shift,
                deviation,
                recent.stream().mapToInt(p -> p.point().cluster()).average().orElse(0),
                recent.stream().mapToDouble(Clustered::isolation).average().orElse(0.5),
                chart.points(),
                chart.signalDay());
    }

    private Scanner unjudged(List<ScanFeatures> own) {
        return scanner(own, Windows.of(own, options), Status.NOT_ENOUGH_DATA, "unknown-scanner");
    }

    private static Scanner scanner(
            List<ScanFeatures> own, Windows windows, Status status, String reason) {
        return new Scanner(
                own.getFirst().scanner(),
                own.getLast().truck(),
                own.size(),
                windows.baselineScans(),
                windows.recentScans(),
                own.getLast().acquisitionDay(),
                status,
                reason,
                null,
                null,
                null,
                null,
                List.of(),
                null);
    }
}
