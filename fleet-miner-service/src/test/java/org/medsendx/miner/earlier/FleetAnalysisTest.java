package org.medsendx.miner.earlier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import smile.clustering.KMeans;
import smile.math.MathEx;

class FleetAnalysisTest {

    private static final int FLEETS = 20;
    private static final FleetAnalysis ANALYSIS = new FleetAnalysis(AnalysisOptions.DEFAULT);

    /** Twenty fleets, each with one scanner whose gain grows by 4 to 8 per cent. */
    private static final List<FleetSimulation> DRIFTING =
            LongStream.rangeClosed(1, FLEETS)
                    .mapToObj(seed ->
                            new FleetSimulation(
                                    seed,
                                    (int) (seed % FleetSimulation.SCANNERS),
                                    0.04 + 0.04 * new SplittableRandom(seed).nextDouble()))
                    .toList();

    private static final List<List<ScanFeatures>> SCANS =
            DRIFTING.stream().map(FleetSimulation::scans).toList();
    private static final List<FleetView> VIEWS = SCANS.stream().map(ANALYSIS::analyse).toList();

    @Test
    void finds_the_drifting_scanner_in_nineteen_fleets_of_twenty_and_flags_one_other_at_most() {
        int found = 0;
        int others = 0;
        for (int i = 0; i < FLEETS; i++) {
            for (var scanner : VIEWS.get(i).scanners()) {
                if (scanner.status() == Status.OUTLIER) {
                    boolean drifting =
                            scanner.id()
                                    .equals(FleetSimulation.scanner(DRIFTING.get(i).drifting()));
                    found += drifting ? 1 : 0;
                    others += drifting ? 0 : 1;
                }
            }
        }

        assertThat(found).isGreaterThanOrEqualTo(19);
        assertThat(others).isLessThanOrEqualTo(1);
    }

    @Test
    void flags_one_scanner_at_most_in_twenty_healthy_fleets() {
        long flagged =
                LongStream.rangeClosed(101, 100 + FLEETS)
                        .mapToObj(seed -> new FleetSimulation(seed, -1, 0).scans())
                        .flatMap(scans -> ANALYSIS.analyse(scans).scanners().stream())
                        .filter(scanner -> scanner.status() != Status.OK)
                        .count();

        assertThat(flagged).isLessThanOrEqualTo(1);
    }

    @Test
    void tells_drifting_from_healthy_better_than_pooled_k_means_does() {
        var drifting = new ArrayList<double[]>();
        var healthy = new ArrayList<double[]>();
        for (int i = 0; i < FLEETS; i++) {
            double[] pooled = pooledKMeans(SCANS.get(i));
            for (int s = 0; s < FleetSimulation.SCANNERS; s++) {
                var scanner = VIEWS.get(i).scanners().get(s);
                double ours = Math.max(deviation(scanner.shift()), deviation(scanner.cohort()));
                (s == DRIFTING.get(i).drifting() ? drifting : healthy)
                        .add(new double[] {ours, pooled[s]});
            }
        }

        double ours = areaUnderCurve(drifting, healthy, 0);
        double pooled = areaUnderCurve(drifting, healthy, 1);

        assertThat(ours).isGreaterThan(0.99);
        assertThat(pooled).isLessThan(0.8);
    }

    @Test
    void says_the_same_for_any_order_of_arrival_and_for_repeats() {
        var shuffled = new ArrayList<>(SCANS.getFirst());
        shuffled.addAll(SCANS.getFirst().subList(0, 50));
        Collections.shuffle(shuffled, new Random(3));

        assertThat(ANALYSIS.analyse(shuffled)).isEqualTo(VIEWS.getFirst());
    }

    @Test
    void never_judges_the_unknown_scanner_nor_lets_it_weigh() {
        var drifting = FleetSimulation.scanner(DRIFTING.getFirst().drifting());
        var scans = new ArrayList<ScanFeatures>();
        for (var scan : SCANS.getFirst()) {
            scans.add(scan.scanner().equals(drifting) ? sentBy(scan, "unknown") : scan);
        }

        var view = ANALYSIS.analyse(scans);

        assertThat(scanner(view, "unknown").status()).isEqualTo(Status.NOT_ENOUGH_DATA);
        assertThat(scanner(view, "unknown").reason()).isEqualTo("unknown-scanner");
        assertThat(view.points()).noneMatch(point -> point.scanner().equals("unknown"));
        assertThat(view.scanners()).noneMatch(s -> s.status() == Status.OUTLIER);
    }

    @Test
    void gives_no_verdict_on_few_scans() {
        var few =
                SCANS.getFirst().stream().filter(s -> s.scanner().endsWith("1")).limit(11).toList();

        var view = ANALYSIS.analyse(few);

        assertThat(view.scanners())
                .singleElement()
                .satisfies(scanner -> {
                    assertThat(scanner.status()).isEqualTo(Status.NOT_ENOUGH_DATA);
                    assertThat(scanner.reason()).isEqualTo("few-scans");
                    assertThat(scanner.leading()).isNull();
                });
        assertThat(ANALYSIS.analyse(List.of())).isEqualTo(FleetView.EMPTY);
    }

    @Test
    void compares_a_lone_scanner_with_its_own_first_weeks() {
        var alone =
                new FleetSimulation(5, 0, 0.10)
                        .scans().stream().filter(s -> s.scanner().endsWith("1")).toList();

        var scanner = ANALYSIS.analyse(alone).scanners().getFirst();

        assertThat(scanner.reason()).isEqualTo("shift");
        assertThat(scanner.cohort()).isNull();
    }

    @Test
    void blames_no_scanner_for_what_happened_to_all() {
        // All scanners get brighter by 6 per cent in the fourth week: a new protocol.
        var changed = FIRST_DAY_OF_ALL.plusDays(FleetSimulation.STEADY_DAYS);
        var scans =
                new FleetSimulation(31, -1, 0)
                        .scans().stream()
                                .map(scan ->
                                        scan.acquisitionDay().isBefore(changed)
                                                ? scan
                                                : scaled(scan, 1.06))
                                .toList();

        assertThat(ANALYSIS.analyse(scans).scanners())
                .allMatch(scanner -> scanner.status() == Status.OK);
    }

    @Test
    void survives_values_that_no_detector_makes() {
        var scans = new ArrayList<>(SCANS.getFirst());
        for (int i = 0; i < 12; i++) {
            double wild = i % 2 == 0 ? 1e300 : -1e300;
            var scan = scans.get(i * 7);
            scans.set(
                    i * 7,
                    new ScanFeatures(
                            scan.featureId(),
                            scan.truck(),
                            scan.scanner(),
                            scan.acquisitionDay(),
                            scan.stratum(),
                            new Features(
                                    "stored",
                                    1,
                                    wild,
                                    1e300,
                                    wild,
                                    1e308,
                                    new Percentiles(-1e308, wild, wild, 0, 0, 0, 1e308),
                                    List.of(
                                            new Tissue("a", -1e308, 0.5),
                                            new Tissue("b", wild, 0),
                                            new Tissue("c", 1e308, 0.5)))));
        }

        var view = ANALYSIS.analyse(scans);

        assertThat(view.scanners()).hasSize(FleetSimulation.SCANNERS);
        assertThat(view.scanners()).allSatisfy(s -> assertThat(deviation(s.shift())).isFinite());
    }

    @Test
    void says_when_the_drift_showed_on_the_chart() {
        var scanner =
                scanner(VIEWS.getFirst(), FleetSimulation.scanner(DRIFTING.getFirst().drifting()));

        assertThat(scanner.signalDay())
                .isBetween(
                        FIRST_DAY_OF_ALL.plusDays(FleetSimulation.STEADY_DAYS),
                        FIRST_DAY_OF_ALL.plusDays(FleetSimulation.DAYS));
    }

    private static final LocalDate FIRST_DAY_OF_ALL = LocalDate.of(2025, 1, 6);

    private static double deviation(FleetView.@Nullable Comparison comparison) {
        return Math.abs(requireNonNull(comparison).deviation());
    }

    private static FleetView.Scanner scanner(FleetView view, String id) {
        return view.scanners().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    }

    private static ScanFeatures sentBy(ScanFeatures scan, String scanner) {
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scanner,
                scan.acquisitionDay(),
                scan.stratum(),
                scan.features());
    }

    /** The scan with all signal multiplied. */
    private static ScanFeatures scaled(ScanFeatures scan, double gain) {
        var f = scan.features();
        double zero = f.unit().equals("HU") ? -1000 : 0;
        var p = f.percentiles();
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scan.scanner(),
                scan.acquisitionDay(),
                scan.stratum(),
                new Features(
                        f.unit(),
                        f.pixels(),
                        zero + gain * (f.mean() - zero),
                        gain * f.standardDeviation(),
                        zero + gain * (f.minimum() - zero),
                        zero + gain * (f.maximum() - zero),
                        new Percentiles(
                                zero + gain * (p.p01() - zero),
                                zero + gain * (p.p05() - zero),
                                zero + gain * (p.p25() - zero),
                                zero + gain * (p.p50() - zero),
                                zero + gain * (p.p75() - zero),
                                zero + gain * (p.p95() - zero),
                                zero + gain * (p.p99() - zero)),
                        f.tissues().stream()
                                .map(t ->
                                        new Tissue(
                                                t.label(),
                                                zero + gain * (t.centre() - zero),
                                                t.fraction()))
                                .toList()));
    }

    /** What the first script did: mean, spread and maximum of all scans, two clusters. */
    private static double[] pooledKMeans(List<ScanFeatures> scans) {
        var rows = new double[scans.size()][];
        for (int i = 0; i < rows.length; i++) {
            var f = scans.get(i).features();
            rows[i] = new double[] {f.mean(), f.standardDeviation(), f.maximum()};
        }
        MathEx.standardize(rows);
        MathEx.setSeed(1);
        int[] groups = KMeans.fit(rows, 2, 100).group();
        double all = IntStream.of(groups).average().orElseThrow();
        var scores = new double[FleetSimulation.SCANNERS];
        for (int s = 0; s < scores.length; s++) {
            var id = FleetSimulation.scanner(s);
            double own =
                    IntStream.range(0, groups.length)
                            .filter(i -> scans.get(i).scanner().equals(id))
                            .map(i -> groups[i])
                            .average()
                            .orElseThrow();
            scores[s] = Math.abs(own - all);
        }
        return scores;
    }

    private static double areaUnderCurve(List<double[]> bad, List<double[]> good, int score) {
        double above = 0;
        for (var b : bad) {
            for (var g : good) {
                above += b[score] > g[score] ? 1 : b[score] == g[score] ? 0.5 : 0;
            }
        }
        return above / bad.size() / good.size();
    }
}
