package org.medsendx.miner.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.reviews.RejectGroup;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.reviews.SimulatedReviews;
import org.medsendx.miner.reviews.SimulatedReviews.Fault;
import org.medsendx.miner.statistics.FleetView.Scanner;

class RejectWatchTest {

    private static final int EXAMS = 20;
    private static final int DAYS = 180;

    private final FleetAnalysis analysis = new FleetAnalysis(AnalysisOptions.DEFAULT);

    @Test
    void a_fleet_in_which_nothing_rises_is_ok_and_its_shares_are_told() {
        var fleet = new Fleet(5, 1, 0.3, 0);
        fleet.run(DAYS, (s, day) -> Fault.NONE);

        assertThat(fleet.view().scanners())
                .allSatisfy(scanner -> {
                    assertThat(scanner.answer()).isEqualTo(Answer.OK);
                    var reviews = requireNonNull(scanner.reviews());
                    assertThat(reviews.scans()).isBetween(12 * 7 * EXAMS * 4, 13 * 7 * EXAMS * 4);
                    assertThat(reviews.rejected().percent()).isBetween(0.5, 6.0);
                    assertThat(reviews.rejected().low()).isLessThan(reviews.rejected().percent());
                    assertThat(reviews.reasons().getFirst().reason()).isEqualTo("positioning");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "OVEREXPOSED, 20, exposure, rejects-exposure",
        "ARTEFACT, 12, defect, rejects-defect",
        "POSITIONING, 4, positioning, rejects-positioning",
        "MOTION, 8, motion, rejects-motion",
        "FOREIGN_OBJECT, 15, preparation, rejects-preparation"
    })
    void a_rise_is_found_on_its_scanner_alone_and_named_by_its_reason(
            RejectReason reason, double factor, String cause, String feature) {
        var fleet = new Fleet(5, 2, 0.3, 0);
        fleet.run(150, (s, day) -> s == 2 && day >= 90 ? new Fault(reason, factor) : Fault.NONE);

        var view = fleet.view();

        assertThat(view.scanners())
                .filteredOn(scanner -> scanner.answer() == Answer.OUTLIER)
                .singleElement()
                .satisfies(scanner -> {
                    assertThat(scanner.id()).isEqualTo("S2");
                    assertThat(scanner.reason()).isEqualTo("rejects");
                    var leading = scanner.evidence().getFirst();
                    assertThat(leading.decides()).isTrue();
                    assertThat(leading.feature()).isEqualTo(feature);
                    assertThat(leading.cause().name()).isEqualToIgnoringCase(cause);
                    assertThat(leading.effect().low()).isPositive();
                    assertThat(leading.chart()).isNotEmpty();
                    var since = requireNonNull(leading.since());
                    var day = SimulatedReviews.FIRST_DAY.plusDays(90);
                    assertThat(since.earliest()).isBeforeOrEqualTo(day.plusDays(3));
                    assertThat(since.latest()).isAfterOrEqualTo(day.minusDays(7));
                });
        assertThat(view.fleetShifts()).isEmpty();
    }

    @Test
    void what_rises_on_all_is_held_against_none() {
        var fleet = new Fleet(5, 3, 0.3, 0);
        fleet.run(140, (s, day) -> day >= 90 ? new Fault(null, 4) : Fault.NONE);

        var view = fleet.view();

        assertThat(view.scanners()).extracting(Scanner::answer).doesNotContain(Answer.OUTLIER);
        assertThat(view.scanners()).extracting(Scanner::answer).contains(Answer.FLEET_CHANGED);
        assertThat(view.fleetShifts()).extracting(FleetShift::feature).contains("rejects");
    }

    @Test
    void who_begins_to_say_only_what_is_bad_has_not_changed() {
        var fleet = new Fleet(5, 4, 0.3, 0);
        fleet.onlyBadFrom(90);
        fleet.run(150, (s, day) -> Fault.NONE);

        assertThat(fleet.view().scanners()).extracting(Scanner::answer).containsOnly(Answer.OK);
    }

    @Test
    void a_scanner_that_begins_anew_is_judged_from_that_day() {
        var fleet = new Fleet(5, 5, 0.3, 0);
        fleet.run(
                140,
                (s, day) ->
                        s == 2 && day >= 90 ? new Fault(RejectReason.POSITIONING, 4) : Fault.NONE);
        assertThat(fleet.view().scanners().get(2).answer()).isEqualTo(Answer.OUTLIER);

        fleet.say(
                new Marker(
                        "S2",
                        SimulatedReviews.FIRST_DAY.plusDays(90),
                        Marker.Kind.RELEARN,
                        "new crew"));

        assertThat(fleet.view().scanners().get(2).answer()).isNotEqualTo(Answer.OUTLIER);
    }

    @Test
    void decisions_about_a_device_that_is_not_known_are_told_and_not_judged() {
        var reviews = ScannerReviews.of(ScannerDays.UNKNOWN);
        var simulated = new SimulatedReviews(ScannerDays.UNKNOWN, 1, 0, 0);
        for (int day = 0; day < 100; day++) {
            simulated
                    .day(day, EXAMS, day > 60 ? new Fault(null, 10) : Fault.NONE, false)
                    .forEach(reviews::take);
        }
        var days = ScannerDays.of(ScannerDays.UNKNOWN);
        days.take(scan(ScannerDays.UNKNOWN, 99, 1, new SplittableRandom(1)));

        var view =
                analysis.analyse(
                        List.of(days), List.of(reviews), List.of(), day(100), scanner -> false);

        assertThat(view.scanners().getFirst().answer()).isEqualTo(Answer.UNKNOWN_SCANNER);
        assertThat(view.scanners().getFirst().reviews()).isNotNull();
        assertThat(view.scanners().getFirst().evidence()).isEmpty();
    }

    /** The figures of docs/fleet-mining.md; some minutes. */
    @Test
    @EnabledIfSystemProperty(named = "medsendx.figures", matches = "true")
    void figures() {
        for (var scenario :
                List.of(
                        new double[] {3, 0.3, 0},
                        new double[] {5, 0.3, 0},
                        new double[] {5, 0.3, 0.3},
                        new double[] {20, 0.5, 0})) {
            healthy((int) scenario[0], scenario[1], scenario[2]);
        }
        for (var fault :
                List.of(
                        new Fault(RejectReason.OVEREXPOSED, 20),
                        new Fault(RejectReason.POSITIONING, 3),
                        new Fault(null, 2),
                        new Fault(RejectReason.ARTEFACT, 10))) {
            faulty(fault);
        }
    }

    private void healthy(int scanners, double devices, double weeks) {
        int findings = 0;
        int fleets = 10;
        for (int seed = 0; seed < fleets; seed++) {
            var fleet = new Fleet(scanners, 100 + seed, devices, weeks);
            Set<String> open = new HashSet<>();
            for (int until = 28; until <= 365; until += 4) {
                fleet.run(until, (s, day) -> Fault.NONE);
                var now = new HashSet<String>();
                for (var scanner : fleet.view().scanners()) {
                    for (var evidence : scanner.evidence()) {
                        if (evidence.decides() && RejectSeries.isOne(evidence.feature())) {
                            now.add(scanner.id() + evidence.feature());
                        }
                    }
                }
                for (var one : now) {
                    findings += open.contains(one) ? 0 : 1;
                }
                open = now;
            }
        }
        System.out.printf(
                "healthy: %d scanners, devices %.1f, weeks %.1f: %d findings in %d fleet-years%n",
                scanners, devices, weeks, findings, fleets);
    }

    private void faulty(Fault fault) {
        int found = 0;
        int named = 0;
        int others = 0;
        int since = 0;
        var delays = new ArrayList<Integer>();
        for (int seed = 0; seed < 10; seed++) {
            var fleet = new Fleet(5, 200 + seed, 0.3, 0);
            for (int until = 91; until <= 210; until++) {
                fleet.run(until, (s, day) -> s == 2 && day >= 90 ? fault : Fault.NONE);
                var outliers =
                        fleet.view().scanners().stream()
                                .filter(scanner -> scanner.answer() == Answer.OUTLIER)
                                .toList();
                others += outliers.stream().anyMatch(scanner -> !scanner.id().equals("S2")) ? 1 : 0;
                var own =
                        outliers.stream().filter(scanner -> scanner.id().equals("S2")).findFirst();
                if (own.isPresent()) {
                    found++;
                    delays.add(until - 90);
                    var leading = own.get().evidence().getFirst();
                    var reason = fault.reason();
                    named +=
                            reason == null
                                            || leading.cause()
                                                    == RejectRates.cause(RejectGroup.of(reason))
                                    ? 1
                                    : 0;
                    long off =
                            requireNonNull(leading.since()).day().toEpochDay()
                                    - day(90).toEpochDay();
                    since += Math.abs(off) <= 3 ? 1 : 0;
                    break;
                }
            }
        }
        delays.sort(null);
        System.out.printf(
                "fault %s x %.0f: found %d, named %d of 10, median %s days, since within 3 days %d,"
                        + " days on which others were blamed %d%n",
                fault.reason(),
                fault.factor(),
                found,
                named,
                delays.isEmpty() ? "-" : delays.get(delays.size() / 2),
                since,
                others);
    }

    private interface Faults {
        Fault of(int scanner, int day);
    }

    private static LocalDate day(int day) {
        return SimulatedReviews.FIRST_DAY.plusDays(day);
    }

    private static ScanFeatures scan(String scanner, int day, int n, SplittableRandom random) {
        double mean = 1000 * Math.exp(0.02 * random.nextGaussian());
        return new ScanFeatures(
                "%016x%08x%08x".formatted(scanner.hashCode(), day, n),
                "T1",
                scanner,
                day(day),
                new Stratum("MG", "BREAST", "NONE", "20-29"),
                new Features(
                        "stored",
                        1000,
                        mean,
                        300,
                        0,
                        3000,
                        new Percentiles(100, 200, 700, 1000, 1300, 1700, 2400),
                        List.of()));
    }

    /** Scanners that scan every day; four images of each exam, about which somebody decides. */
    private final class Fleet {
        final Map<String, ScannerDays> days = new TreeMap<>();
        final Map<String, ScannerReviews> reviews = new TreeMap<>();
        final Map<String, SimulatedReviews> sources = new HashMap<>();
        final List<Marker> markers = new ArrayList<>();
        final SplittableRandom random;
        int next;
        int onlyBad = Integer.MAX_VALUE;

        Fleet(int scanners, long seed, double devices, double weeks) {
            random = new SplittableRandom(seed);
            for (int s = 0; s < scanners; s++) {
                var id = "S" + s;
                days.put(id, ScannerDays.of(id));
                reviews.put(id, ScannerReviews.of(id));
                sources.put(id, new SimulatedReviews(id, random.nextLong(), devices, weeks));
            }
        }

        void onlyBadFrom(int day) {
            onlyBad = day;
        }

        void say(Marker marker) {
            markers.add(marker);
        }

        void run(int until, Faults faults) {
            for (; next < until; next++) {
                int s = 0;
                for (var id : days.keySet()) {
                    for (int image = 0; image < 4; image++) {
                        requireNonNull(days.get(id)).take(scan(id, next, image, random));
                    }
                    var source = requireNonNull(sources.get(id));
                    for (ScanOutcome outcome :
                            source.day(next, EXAMS, faults.of(s, next), next >= onlyBad)) {
                        requireNonNull(reviews.get(id)).take(outcome);
                    }
                    s++;
                }
            }
        }

        FleetView view() {
            Collection<ScannerReviews> decided = reviews.values();
            return analysis.analyse(days.values(), decided, markers, day(next), id -> false);
        }
    }
}
