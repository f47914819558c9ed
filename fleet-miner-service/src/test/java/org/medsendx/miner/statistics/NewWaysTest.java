package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.ScannerDays;

class NewWaysTest {

    private static final int ONSET = 60;
    private static final int DAYS = 100;
    private static final int SCANNERS = 5;
    private static final String BROKEN = SimulatedFleet.scanner(2);

    @Test
    void three_of_ten_exams_made_in_another_way_are_found_dated_and_named() {
        var view = analysed(3, ONSET, List.of(BROKEN), NewWaysTest::sharper);

        var scanner = scanner(view, BROKEN);
        assertThat(scanner.answer()).isEqualTo(Answer.OUTLIER);
        assertThat(scanner.reason()).isEqualTo("protocol-changed");
        var evidence = Objects.requireNonNull(scanner.leading());
        assertThat(evidence.cause()).isEqualTo(Cause.PROTOCOL);
        assertThat(evidence.effect().value()).isBetween(20.0, 40.0);
        var since = Objects.requireNonNull(evidence.since()).day();
        // What is older than four weeks is known by the Monday of its week.
        assertThat(since).isBetween(day(ONSET - 6), day(ONSET + 5));
        assertThat(view.scanners()).filteredOn(s -> s.answer() == Answer.OUTLIER).hasSize(1);
    }

    @Test
    void patients_of_a_new_thickness_are_no_other_way() {
        var view = analysed(3, ONSET, List.of(BROKEN), stratum -> of(stratum, "NONE", "80-99"));

        assertThat(scanner(view, BROKEN).answer()).isEqualTo(Answer.OK);
    }

    @Test
    void what_is_rare_from_the_first_day_on_is_no_change() {
        var view = analysed(1, 0, List.of(BROKEN), NewWaysTest::sharper);

        assertThat(scanner(view, BROKEN).answer()).isEqualTo(Answer.OK);
    }

    @Test
    void a_way_that_most_scanners_take_is_a_change_of_the_fleet() {
        var all = List.of(0, 1, 2, 3, 4).stream().map(SimulatedFleet::scanner).toList();

        var view = analysed(3, ONSET, all, NewWaysTest::sharper);

        assertThat(view.scanners()).allMatch(s -> s.answer() == Answer.FLEET_CHANGED);
    }

    private static Stratum sharper(Stratum stratum) {
        return of(stratum, "SHARP", "NONE");
    }

    private static Stratum of(Stratum s, String kernel, String thickness) {
        return new Stratum(
                s.modality(),
                s.bodyPart(),
                s.protocol(),
                s.kvBand(),
                s.make(),
                s.model(),
                kernel,
                s.sliceBand(),
                s.contrast(),
                s.intent(),
                s.view(),
                thickness);
    }

    /** So many of ten exams of some scanners are of another kind from a day on. */
    private static FleetView analysed(
            int ofTen, int from, List<String> scanners, UnaryOperator<Stratum> other) {
        var fleet = new SimulatedFleet(41, SCANNERS, DAYS, 2, 1, 1, 0.003, 0.005, false, List.of());
        var days = new TreeMap<String, ScannerDays>();
        int exams = 0;
        for (var scan : fleet.scans(0)) {
            boolean changed =
                    scanners.contains(scan.scanner())
                            && !scan.acquisitionDay().isBefore(day(from))
                            && exams++ % 10 < ofTen;
            days.computeIfAbsent(scan.scanner(), ScannerDays::of)
                    .take(changed ? with(scan, other.apply(scan.stratum())) : scan);
        }
        return new FleetAnalysis(AnalysisOptions.DEFAULT)
                .analyse(days.values(), List.of(), day(DAYS - 1));
    }

    private static LocalDate day(int day) {
        return SimulatedFleet.FIRST_DAY.plusDays(day);
    }

    private static ScanFeatures with(ScanFeatures scan, Stratum stratum) {
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scan.scanner(),
                scan.acquisitionDay(),
                stratum,
                scan.features(),
                scan.examKey(),
                scan.examKeyId());
    }

    private static FleetView.Scanner scanner(FleetView view, String id) {
        return view.scanners().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    }
}
