package org.medsendx.miner.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetEffect;
import org.medsendx.contracts.deidentified.FleetEvidence;
import org.medsendx.contracts.deidentified.FleetMark;
import org.medsendx.miner.finding.ScannerFile.Verdict;

class ScannerFileTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 9);
    private static final int REOPEN_DAYS = 28;

    private ScannerFile file = ScannerFile.empty("CT-2");

    @Test
    void deciding_evidence_opens_one_finding_of_its_cause() {
        differs(0, evidence("gain", "gain", 6), evidence("mean", "gain", 8));
        differs(1, evidence("mean", "gain", 9), evidence("noise", "noise", 5));

        assertThat(file.cases())
                .extracting(FleetCase::cause, FleetCase::feature, FleetCase::state)
                .containsExactly(tuple("noise", "noise", "open"), tuple("gain", "mean", "open"));
        var gain = file.cases().getLast();
        assertThat(gain.opened()).isEqualTo(DAY);
        assertThat(gain.lastDay()).isEqualTo(DAY.plusDays(1));
    }

    @Test
    void an_analysis_that_says_the_same_changes_nothing() {
        differs(0, evidence("gain", "gain", 6));
        var before = file;

        differs(0, evidence("gain", "gain", 6));

        assertThat(file).isSameAs(before);
    }

    @Test
    void a_finding_goes_from_open_to_resolved_by_people_with_each_step_dated() {
        differs(0, evidence("gain", "gain", 6));
        does(1, Kind.ACKNOWLEDGE);
        does(2, Kind.TO_SERVICE);
        does(3, Kind.NOTE);
        does(5, Kind.RETURN_TO_SERVICE);

        assertThat(states()).containsExactly("open", "acknowledged", "in-service", "resolved");
        assertThat(only().steps())
                .extracting(FleetCase.Step::day)
                .containsExactly(DAY, DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(5));
        assertThat(only().steps().getFirst().action()).isNull();
        assertThat(file.marks())
                .extracting(FleetMark::kind)
                .containsExactly("service", "return-to-service");
    }

    @Test
    void it_is_resolved_by_itself_when_the_scanner_is_as_usual_again() {
        differs(0, evidence("gain", "gain", 6));
        judged(10, Verdict.AS_USUAL);

        assertThat(states()).containsExactly("open", "resolved");
    }

    @Test
    void a_scanner_in_service_or_without_a_verdict_does_not_seem_mended() {
        differs(0, evidence("gain", "gain", 6));
        judged(3, Verdict.NOTHING);
        assertThat(states()).containsExactly("open");
        does(4, Kind.TO_SERVICE);

        judged(10, Verdict.AS_USUAL);

        assertThat(states()).containsExactly("open", "in-service");
    }

    @Test
    void what_comes_back_soon_is_the_same_finding_and_later_a_new_one() {
        differs(0, evidence("gain", "gain", 6));
        judged(5, Verdict.AS_USUAL);
        differs(5 + REOPEN_DAYS, evidence("gain", "gain", 6));
        assertThat(states()).containsExactly("open", "resolved", "reopened");

        judged(50, Verdict.AS_USUAL);
        differs(51 + REOPEN_DAYS, evidence("gain", "gain", 6));

        assertThat(file.cases()).extracting(FleetCase::state).containsExactly("open", "resolved");
    }

    @Test
    void what_a_person_resolved_stays_so_until_newer_scans_say_otherwise() {
        differs(0, evidence("gain", "gain", 6));
        does(1, Kind.RESOLVE);
        differs(1, evidence("gain", "gain", 7));
        assertThat(states()).containsExactly("open", "resolved");

        differs(2, evidence("gain", "gain", 7));

        assertThat(states()).containsExactly("open", "resolved", "reopened");
    }

    @Test
    void an_action_that_comes_again_counts_once_and_one_taken_back_not_at_all() {
        differs(0, evidence("gain", "gain", 6));
        var deed = deed(1, Kind.ACKNOWLEDGE);
        file = file.with(deed);
        assertThat(file.with(deed)).isSameAs(file);
        assertThat(states()).containsExactly("open", "acknowledged");

        file =
                file.with(
                        new Deed(
                                id(99), Kind.WITHDRAW, null, null, deed.id(), at(DAY.plusDays(2))));

        assertThat(states()).containsExactly("open");
    }

    @Test
    void a_mark_that_was_a_mistake_is_no_mark() {
        var mark = new Deed(id(1), Kind.PHANTOM, null, DAY, null, at(DAY));
        file = file.with(mark);
        assertThat(file.marks()).containsExactly(new FleetMark(DAY, "phantom", id(1)));

        file = file.with(new Deed(id(2), Kind.WITHDRAW, null, null, mark.id(), at(DAY)));

        assertThat(file.marks()).isEmpty();
    }

    @Test
    void the_life_is_the_same_in_whatever_order_actions_come() {
        differs(0, evidence("gain", "gain", 6));
        var opened = file;
        var deeds =
                new ArrayList<>(
                        List.of(
                                deed(1, Kind.ACKNOWLEDGE),
                                deed(2, Kind.TO_SERVICE),
                                deed(3, Kind.RESOLVE),
                                deed(4, Kind.REOPEN),
                                deed(5, Kind.ACKNOWLEDGE)));
        for (var deed : deeds) {
            file = file.with(deed);
        }
        var expected = file.cases();
        assertThat(states())
                .containsExactly(
                        "open",
                        "acknowledged",
                        "in-service",
                        "resolved",
                        "reopened",
                        "acknowledged");
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(deeds, new Random(seed));
            file = opened;
            for (var deed : deeds) {
                file = file.with(deed);
            }
            assertThat(file.cases()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(FindingState.class)
    void an_action_that_a_state_does_not_allow_leaves_it(FindingState state) {
        assertThat(FindingState.of(state.code())).isEqualTo(state);
        assertThat(state.after(Kind.NOTE)).isEqualTo(state);
        assertThat(state.after(Kind.RESOLVE) == null).isEqualTo(!state.unresolved());
        assertThat(state.after(Kind.REOPEN) == null).isEqualTo(state.unresolved());
    }

    @Test
    void it_stays_small_however_long_it_lives() throws Exception {
        for (int i = 0; i < 200; i++) {
            int day = i * (REOPEN_DAYS + 5);
            differs(day, evidence("gain", "gain", 6));
            judged(day + 1, Verdict.AS_USUAL);
            for (int k = 0; k < 12; k++) {
                file =
                        file.with(
                                new Deed(
                                        id(1000 + 12 * i + k),
                                        Kind.NOTE,
                                        null,
                                        null,
                                        null,
                                        at(DAY.plusDays(day))));
            }
        }

        assertThat(file.findings()).hasSizeLessThanOrEqualTo(ScannerFile.MOST_FINDINGS);
        assertThat(file.deeds()).hasSizeLessThanOrEqualTo(ScannerFile.MOST_DEEDS);
        assertThat(EventCodec.JSON.writeValueAsBytes(file)).hasSizeLessThan(500_000);
    }

    @Test
    void it_is_read_as_it_was_written() throws Exception {
        differs(0, evidence("gain", "gain", 6));
        does(1, Kind.ACKNOWLEDGE);

        var read =
                EventCodec.JSON.readValue(
                        EventCodec.JSON.writeValueAsBytes(file), ScannerFile.class);

        assertThat(read).isEqualTo(file);
    }

    private FleetCase only() {
        assertThat(file.cases()).hasSize(1);
        return file.cases().getFirst();
    }

    private List<String> states() {
        return only().steps().stream().map(FleetCase.Step::state).toList();
    }

    private void differs(int day, FleetEvidence... evidence) {
        file =
                file.judged(
                        Verdict.DIFFERS,
                        List.of(evidence),
                        DAY.plusDays(day),
                        at(DAY.plusDays(day)),
                        REOPEN_DAYS);
    }

    private void judged(int day, Verdict verdict) {
        file =
                file.judged(
                        verdict, List.of(), DAY.plusDays(day), at(DAY.plusDays(day)), REOPEN_DAYS);
    }

    private void does(int day, Kind kind) {
        file = file.with(deed(day, kind));
    }

    private Deed deed(int day, Kind kind) {
        @Nullable LocalDate dated = kind.dated() ? DAY.plusDays(day) : null;
        return new Deed(
                id(day),
                kind,
                file.findings().getFirst().id(),
                dated,
                null,
                at(DAY.plusDays(day)).plusSeconds(60));
    }

    private static Instant at(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private static String id(int number) {
        return "%032x".formatted(number);
    }

    private static FleetEvidence evidence(String feature, String cause, double score) {
        return new FleetEvidence(
                feature, cause, "%", new FleetEffect(4, 3, 5), null, score, 5, 30, 8, true, null);
    }
}
