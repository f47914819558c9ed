package org.medsendx.miner.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.SimulatedFleet.Fault;
import org.medsendx.miner.statistics.SimulatedFleet.Kind;
import smile.clustering.KMeans;
import smile.math.MathEx;

class FleetAnalysisTest {

    private static final int FLEETS = 20;
    private static final FleetAnalysis ANALYSIS = new FleetAnalysis(AnalysisOptions.DEFAULT);
    private static final LocalDate FIRST_DAY_OF_ALL = LocalDate.of(2025, 1, 6);
    private static final LocalDate TODAY = FIRST_DAY_OF_ALL.plusDays(FleetSimulation.DAYS);

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
    private static final List<FleetView> VIEWS =
            SCANS.stream().map(FleetAnalysisTest::analysed).toList();

    @Test
    void finds_the_drifting_scanner_in_nineteen_fleets_of_twenty_and_flags_one_other_at_most() {
        int found = 0;
        int others = 0;
        for (int i = 0; i < FLEETS; i++) {
            for (var scanner : VIEWS.get(i).scanners()) {
                if (scanner.answer() == Answer.OUTLIER) {
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
    void flags_no_more_in_healthy_fleets_than_promised() {
        long flagged =
                LongStream.rangeClosed(101, 100 + FLEETS)
                        .mapToObj(seed -> new FleetSimulation(seed, -1, 0).scans())
                        .flatMap(scans -> analysed(scans).scanners().stream())
                        .filter(scanner -> scanner.answer() != Answer.OK)
                        .count();

        // Promised are 0.5 a year in 20 fleets of 7 weeks that are judged: 1.3; of a Poisson
        // number with that mean more than 4 comes in one case of a hundred.
        assertThat(flagged).isLessThanOrEqualTo(4);
    }

    @Test
    void tells_drifting_from_healthy_better_than_pooled_k_means_does() {
        var drifting = new ArrayList<double[]>();
        var healthy = new ArrayList<double[]>();
        for (int i = 0; i < FLEETS; i++) {
            double[] pooled = pooledKMeans(SCANS.get(i));
            for (int s = 0; s < FleetSimulation.SCANNERS; s++) {
                var evidence = gain(VIEWS.get(i).scanners().get(s));
                (s == DRIFTING.get(i).drifting() ? drifting : healthy)
                        .add(new double[] {evidence.score() / evidence.limit(), pooled[s]});
            }
        }

        double ours = areaUnderCurve(drifting, healthy, 0);
        double pooled = areaUnderCurve(drifting, healthy, 1);

        assertThat(ours).isGreaterThan(0.98);
        assertThat(pooled).isLessThan(0.8);
    }

    @Test
    void never_judges_the_unknown_scanner_nor_lets_it_weigh() {
        var drifting = FleetSimulation.scanner(DRIFTING.getFirst().drifting());
        var scans = new ArrayList<ScanFeatures>();
        for (var scan : SCANS.getFirst()) {
            scans.add(scan.scanner().equals(drifting) ? sentBy(scan, "unknown") : scan);
        }

        var view = analysed(scans);

        assertThat(scanner(view, "unknown").answer()).isEqualTo(Answer.UNKNOWN_SCANNER);
        assertThat(scanner(view, "unknown").images()).isEqualTo(FleetSimulation.SCANS);
        assertThat(view.points()).noneMatch(point -> point.scanner().equals("unknown"));
        assertThat(view.scanners()).noneMatch(s -> s.answer() == Answer.OUTLIER);
    }

    @Test
    void a_first_scan_of_a_kind_without_tissue_classes_does_not_end_the_analysis() {
        var scans = new ArrayList<>(SCANS.getFirst());
        var last = scans.getLast();
        var stratum = last.stratum();
        var f = last.features();
        scans.add(
                new ScanFeatures(
                        "%032x".formatted(1),
                        last.truck(),
                        last.scanner(),
                        last.acquisitionDay(),
                        new Stratum(
                                stratum.modality(), stratum.bodyPart(), "NEW", stratum.kvBand()),
                        new Features(
                                f.unit(),
                                f.pixels(),
                                f.mean(),
                                f.standardDeviation(),
                                f.minimum(),
                                f.maximum(),
                                f.percentiles(),
                                List.of())));

        assertThat(analysed(scans).scanners())
                .extracting(FleetView.Scanner::answer)
                .isEqualTo(
                        VIEWS.getFirst().scanners().stream()
                                .map(FleetView.Scanner::answer)
                                .toList());
    }

    @Test
    void gives_no_verdict_on_few_exams() {
        var few =
                SCANS.getFirst().stream().filter(s -> s.scanner().endsWith("1")).limit(8).toList();

        assertThat(analysed(few).scanners())
                .singleElement()
                .satisfies(scanner -> {
                    assertThat(scanner.answer()).isEqualTo(Answer.NOT_ENOUGH_DATA);
                    assertThat(scanner.reason()).isEqualTo("few-exams");
                });
        assertThat(analysed(List.of()).scanners()).isEmpty();
    }

    @Test
    void compares_a_lone_scanner_with_itself() {
        // With 40 exams alone nobody knows how much they vary: of 10 % one sees a third.
        var alone =
                new FleetSimulation(5, 0, 0.20)
                        .scans().stream().filter(s -> s.scanner().endsWith("1")).toList();

        var scanner = analysed(alone).scanners().getFirst();

        assertThat(scanner.answer()).isEqualTo(Answer.OUTLIER);
        assertThat(scanner.reason()).isEqualTo("moved");
    }

    @Test
    void blames_no_scanner_for_what_happened_to_all() {
        var view = analysed(fleet(5, new Fault(Kind.GAIN, -1, 60, 0.05)).scans(0));

        assertThat(view.scanners()).allMatch(s -> s.answer() == Answer.FLEET_CHANGED);
        assertThat(view.fleetShifts())
                .anySatisfy(shift -> {
                    assertThat(shift.feature()).isEqualTo("gain");
                    assertThat(shift.effect().low()).isLessThan(5);
                    assertThat(shift.effect().high()).isGreaterThan(4);
                    assertThat(shift.moved()).isEqualTo(5);
                });
    }

    @Test
    void blames_neither_the_three_that_moved_together_nor_the_two_that_did_not() {
        var view =
                analysed(
                        fleet(
                                        5,
                                        new Fault(Kind.GAIN, 0, 60, 0.06),
                                        new Fault(Kind.GAIN, 1, 60, 0.06),
                                        new Fault(Kind.GAIN, 2, 60, 0.06))
                                .scans(0));

        assertThat(view.scanners())
                .extracting(FleetView.Scanner::answer)
                .containsExactly(
                        Answer.FLEET_CHANGED,
                        Answer.FLEET_CHANGED,
                        Answer.FLEET_CHANGED,
                        Answer.OK,
                        Answer.OK);
    }

    @Test
    void does_not_say_which_of_three_is_wrong_from_the_first_day() {
        var view = analysed(fleet(3, new Fault(Kind.GAIN, 1, 0, 0.10)).scans(0));

        assertThat(view.scanners())
                .extracting(FleetView.Scanner::answer)
                .containsExactly(Answer.OK, Answer.CANNOT_SAY_WHICH, Answer.OK);
    }

    @Test
    void names_the_cause_and_the_day() {
        var faults =
                List.of(
                        new Fault(Kind.GAIN, 2, 60, 0.04),
                        new Fault(Kind.OFFSET, 2, 60, 0.05),
                        new Fault(Kind.NOISE, 2, 60, 0.20),
                        new Fault(Kind.BLUR, 2, 60, 0.10),
                        new Fault(Kind.RING, 2, 60, 4),
                        new Fault(Kind.EXPOSURE, 2, 60, 0.40));
        var causes =
                List.of(
                        Cause.GAIN,
                        Cause.OFFSET,
                        Cause.NOISE,
                        Cause.SHARPNESS,
                        Cause.UNIFORMITY,
                        Cause.EXPOSURE);
        for (int i = 0; i < faults.size(); i++) {
            var scanner = scanner(analysed(fleet(5, faults.get(i)).scans(0)), 2);

            assertThat(scanner.answer()).as("%s", faults.get(i)).isEqualTo(Answer.OUTLIER);
            var leading = requireNonNull(scanner.leading());
            assertThat(leading.cause()).as("%s", faults.get(i)).isEqualTo(causes.get(i));
            assertThat(requireNonNull(leading.since()).day())
                    .as("%s", faults.get(i))
                    .isBetween(
                            SimulatedFleet.FIRST_DAY.plusDays(53),
                            SimulatedFleet.FIRST_DAY.plusDays(67));
        }
    }

    @Test
    void sees_a_dead_column_of_a_mammography_system() {
        var scanner = scanner(analysed(fleet(5, new Fault(Kind.COLUMN, 2, 60, 1)).scans(1)), 2);

        assertThat(requireNonNull(scanner.leading()).cause()).isEqualTo(Cause.DEFECT);
    }

    @Test
    void goes_on_judging_after_a_renamed_protocol_and_says_that_it_changed() {
        var renamed = scanner(analysed(fleet(5, new Fault(Kind.PROTOCOL, 2, 60, 1)).scans(0)), 2);

        assertThat(renamed.answer()).isEqualTo(Answer.OUTLIER);
        assertThat(renamed.reason()).isEqualTo("protocol-changed");
        assertThat(requireNonNull(renamed.leading()).cause()).isEqualTo(Cause.PROTOCOL);

        var later =
                new SimulatedFleet(
                        3,
                        5,
                        130,
                        2,
                        1,
                        1,
                        0.003,
                        0.005,
                        false,
                        List.of(
                                new Fault(Kind.PROTOCOL, -1, 50, 1),
                                new Fault(Kind.GAIN, 2, 100, 0.05)));
        var view = analysed(later.scans(0));

        assertThat(scanner(view, 2).answer()).isEqualTo(Answer.OUTLIER);
        assertThat(scanner(view, 2).reason()).isEqualTo("moved");
        assertThat(view.scanners()).filteredOn(s -> s.answer() == Answer.OUTLIER).hasSize(1);
    }

    @Test
    void calls_a_scanner_silent_when_the_others_go_on() {
        var scans = new ArrayList<>(fleet(4).scans(0));
        scans.removeIf(scan ->
                scan.scanner().equals(SimulatedFleet.scanner(3))
                        && scan.acquisitionDay().isAfter(SimulatedFleet.FIRST_DAY.plusDays(70)));

        var view = analysed(scans);

        assertThat(view.scanners())
                .extracting(FleetView.Scanner::answer)
                .containsExactly(Answer.OK, Answer.OK, Answer.OK, Answer.SILENT);
    }

    @Test
    void calls_no_scanner_silent_whose_scans_may_be_on_their_way() {
        var scans = new ArrayList<>(fleet(4).scans(0));
        scans.removeIf(scan ->
                scan.scanner().equals(SimulatedFleet.scanner(3))
                        && scan.acquisitionDay().isAfter(SimulatedFleet.FIRST_DAY.plusDays(70)));

        var view =
                ANALYSIS.analyse(
                        days(scans),
                        List.of(),
                        List.of(),
                        TODAY.plusDays(60),
                        SimulatedFleet.scanner(3)::equals);

        assertThat(view.scanners()).extracting(FleetView.Scanner::answer).containsOnly(Answer.OK);
    }

    @Test
    void begins_anew_where_people_say_so_and_does_not_judge_phantom_days() {
        var fleet = days(fleet(5, new Fault(Kind.GAIN, 2, 50, 0.06)).scans(0));
        var id = SimulatedFleet.scanner(2);
        var from = SimulatedFleet.FIRST_DAY.plusDays(50);

        assertThat(scanner(analysed(fleet, List.of()), 2).answer()).isEqualTo(Answer.OUTLIER);
        assertThat(
                        scanner(
                                        analysed(
                                                fleet,
                                                List.of(
                                                        new Marker(
                                                                id,
                                                                from,
                                                                Marker.Kind.RELEARN,
                                                                ""))),
                                        2)
                                .answer())
                .isEqualTo(Answer.OK);

        var phantom = fleet(5).scans(0);
        var day = SimulatedFleet.FIRST_DAY.plusDays(95);
        var scans = new ArrayList<ScanFeatures>();
        for (var scan : phantom) {
            boolean test = scan.scanner().equals(id) && scan.acquisitionDay().equals(day);
            scans.add(test ? scaled(scan, 2) : scan);
        }
        var planned = List.of(new Marker(id, day, Marker.Kind.PHANTOM, "constancy test"));
        assertThat(scanner(analysed(days(scans), planned), 2).answer()).isEqualTo(Answer.OK);
    }

    @Test
    void survives_values_that_no_detector_makes() {
        var scans = new ArrayList<>(SCANS.getFirst());
        for (int i = 0; i < 12; i++) {
            double wild = i % 2 == 0 ? 1e300 : -1e300;
            var scan = scans.get(i * 7);
            scans.set(
                    i * 7,
                    with(
                            scan,
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

        var view = analysed(scans);

        assertThat(view.scanners()).hasSize(FleetSimulation.SCANNERS);
        assertThat(view.scanners())
                .flatExtracting(FleetView.Scanner::evidence)
                .allSatisfy(evidence -> {
                    assertThat(evidence.effect().value()).isFinite();
                    assertThat(evidence.score()).isFinite();
                });
    }

    @Test
    void shows_dated_charts_with_their_limits() {
        var scanner =
                scanner(VIEWS.getFirst(), FleetSimulation.scanner(DRIFTING.getFirst().drifting()));
        var leading = requireNonNull(scanner.leading());

        assertThat(leading.decides()).isTrue();
        assertThat(leading.chart())
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparing(ChartPoint::day));
        assertThat(leading.chart().getLast().cusumUp())
                .isGreaterThan(leading.chart().getLast().cusumLimit());
        assertThat(requireNonNull(leading.since()).day())
                .isBetween(
                        FIRST_DAY_OF_ALL.plusDays(FleetSimulation.STEADY_DAYS - 7),
                        FIRST_DAY_OF_ALL.plusDays(FleetSimulation.DAYS));
    }

    private static SimulatedFleet fleet(int scanners, Fault... faults) {
        return new SimulatedFleet(11, scanners, 100, 2, 1, 1, 0.003, 0.005, true, List.of(faults));
    }

    private static Collection<ScannerDays> days(List<ScanFeatures> scans) {
        var days = new TreeMap<String, ScannerDays>();
        for (var scan : scans) {
            days.computeIfAbsent(scan.scanner(), ScannerDays::of).take(scan);
        }
        return days.values();
    }

    private static FleetView analysed(List<ScanFeatures> scans) {
        return analysed(days(scans), List.of());
    }

    private static FleetView analysed(Collection<ScannerDays> days, List<Marker> markers) {
        return ANALYSIS.analyse(days, markers, TODAY.plusDays(60));
    }

    private static Evidence gain(FleetView.Scanner scanner) {
        return scanner.evidence().stream()
                .filter(evidence -> evidence.feature().equals("gain"))
                .findFirst()
                .orElseThrow();
    }

    private static FleetView.Scanner scanner(FleetView view, int index) {
        return scanner(view, SimulatedFleet.scanner(index));
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

    private static ScanFeatures with(ScanFeatures scan, Features features) {
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scan.scanner(),
                scan.acquisitionDay(),
                scan.stratum(),
                features,
                scan.examKey(),
                scan.examKeyId());
    }

    /** The scan with its mean and spread multiplied. */
    private static ScanFeatures scaled(ScanFeatures scan, double gain) {
        var f = scan.features();
        double zero = f.unit().equals("HU") ? -1000 : 0;
        return with(
                scan,
                new Features(
                        f.unit(),
                        f.pixels(),
                        zero + gain * (f.mean() - zero),
                        gain * f.standardDeviation(),
                        f.minimum(),
                        f.maximum(),
                        f.percentiles(),
                        f.tissues(),
                        f.measures()));
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
