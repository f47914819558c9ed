package org.medsendx.miner.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.miner.board.FleetBoard.State;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.statistics.ChartPoint;
import org.medsendx.miner.statistics.Effect;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.Since;

class FleetBoardTest {

    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 9);

    private final FleetBoard board = new FleetBoard(Duration.ofMinutes(2), 3);

    @Test
    void is_the_present_only_while_somebody_analyses() {
        assertThat(board.freshness(NOW).state()).isEqualTo(State.READING);
        board.whole();
        assertThat(board.freshness(NOW).state()).isEqualTo(State.EMPTY);

        board.take(summary(NOW), 0);

        assertThat(board.freshness(NOW).state()).isEqualTo(State.CURRENT);
        assertThat(board.freshness(NOW.plusSeconds(120)).state()).isEqualTo(State.CURRENT);
        assertThat(board.freshness(NOW.plusSeconds(121)).state()).isEqualTo(State.STALE);
        assertThat(board.freshness(NOW.plusSeconds(121)).asOf()).isEqualTo(NOW);
    }

    @Test
    void a_verdict_comes_back_from_its_event_as_it_was() throws Exception {
        for (var answer : Answer.values()) {
            for (var cause : Cause.values()) {
                var scanner = scanner(answer, cause);
                var weeks = List.of(new FleetView.Point("CT-2", DAY, 17, 4.25, -3.5, true, 1));

                byte[] said =
                        EventCodec.value(ViewForm.event(scanner, weeks, ScannerFile.empty("CT-2")));
                board.take(EventCodec.JSON.readValue(said, ScannerStatus.class), 0);

                assertThat(board.view().scanners()).containsExactly(scanner);
                assertThat(board.view().points()).isEqualTo(weeks);
            }
        }
    }

    @Test
    void what_json_has_no_word_for_becomes_a_number() {
        var wild =
                new Evidence(
                        "gain",
                        Cause.GAIN,
                        "%",
                        new Effect(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                        null,
                        Double.POSITIVE_INFINITY,
                        Double.NaN,
                        1,
                        1,
                        false,
                        List.of());

        var event = ViewForm.event(wild);

        assertThat(event.effect().low()).isNegative();
        assertThat(event.effect().high()).isPositive();
        assertThat(event.limit()).isZero();
    }

    @Test
    void an_answer_of_a_later_miner_is_none_that_blames() {
        var known =
                ViewForm.event(
                        scanner(Answer.OK, Cause.GAIN), List.of(), ScannerFile.empty("CT-2"));
        var d = Objects.requireNonNull(known.detail());
        var later =
                new ScannerStatus.Detail(
                        d.make(),
                        d.model(),
                        d.modality(),
                        d.exams(),
                        d.firstDay(),
                        "more-than-you-know",
                        d.reason(),
                        d.evidence(),
                        d.findings(),
                        d.marks(),
                        d.weeks(),
                        d.reviews());
        board.take(
                new ScannerStatus(
                        "CT-2", "T2", 1, known.status(), null, null, known.lastDay(), later),
                0);

        assertThat(Objects.requireNonNull(board.scanner("CT-2")).answer())
                .isEqualTo(Answer.CANNOT_SAY_WHICH);
    }

    @Test
    void a_status_of_an_earlier_miner_is_shown_without_what_it_does_not_say() {
        board.take(
                new ScannerStatus("CT-2", "T2", 9, ScannerStatus.Status.OK, 0.1, "mean", DAY), 0);

        assertThat(board.view().scanners().getFirst().answer()).isEqualTo(Answer.NOT_ENOUGH_DATA);
    }

    @Test
    void what_is_said_again_or_is_about_something_else_makes_no_new_view() {
        var said =
                ViewForm.event(
                        scanner(Answer.OK, Cause.GAIN), List.of(), ScannerFile.empty("CT-2"));
        board.take(said, 0);
        board.take(summary(NOW), 0);
        var view = board.view();
        var cases = board.cases();

        board.take(summary(NOW.plusSeconds(5)), 0);
        board.take(said, 1);
        board.take(action(1, Kind.NOTE, null, null), 0);

        assertThat(board.view()).isSameAs(view);
        assertThat(board.cases()).isSameAs(cases);
        assertThat(board.freshness(NOW).asOf()).isEqualTo(NOW.plusSeconds(5));

        board.take(
                ViewForm.event(
                        scanner(Answer.OUTLIER, Cause.GAIN), List.of(), ScannerFile.empty("CT-2")),
                0);
        assertThat(board.view().scanners().getFirst().answer()).isEqualTo(Answer.OUTLIER);
        var next = new FleetSummary(NOW, DAY.plusDays(1), 1, 0, 0, List.of(), List.of());
        board.take(next, 0);
        assertThat(board.view().day()).isEqualTo(DAY.plusDays(1));
    }

    @Test
    void forgets_a_scanner_whose_record_has_no_value() {
        board.take(
                ViewForm.event(
                        scanner(Answer.OK, Cause.GAIN), List.of(), ScannerFile.empty("CT-2")),
                0);

        board.forget(DeidentifiedTopic.FLEET_SCANNER_STATUS, "CT-2");

        assertThat(board.view().scanners()).isEmpty();
        assertThat(board.scanner("CT-2")).isNull();
    }

    @Test
    void what_people_took_back_is_not_shown() {
        board.take(action(1, Kind.PHANTOM, DAY, null), 0);
        board.take(action(2, Kind.NOTE, null, null), 0);
        assertThat(board.actions("CT-2")).hasSize(2);

        board.take(action(3, Kind.WITHDRAW, null, "%032x".formatted(1)), 0);

        assertThat(board.actions("CT-2")).extracting(FleetAction::kind).containsExactly(Kind.NOTE);
    }

    private static FleetAction action(
            int number, Kind kind, @Nullable LocalDate day, @Nullable String withdraws) {
        return new FleetAction(
                "%032x".formatted(number),
                kind,
                "CT-2",
                null,
                day,
                withdraws,
                "r.lang",
                NOW.plusSeconds(number),
                kind == Kind.NOTE ? "seen" : null);
    }

    private static FleetSummary summary(Instant at) {
        return new FleetSummary(at, DAY, 1, 0, 0, List.of(), List.of());
    }

    private static FleetView.Scanner scanner(Answer answer, Cause cause) {
        return new FleetView.Scanner(
                "CT-2",
                "TRUCK2",
                "SIEMENS",
                "NONE",
                "CT",
                206,
                412,
                DAY.minusDays(60),
                DAY,
                answer,
                "moved",
                List.of(
                        new Evidence(
                                "gain",
                                cause,
                                "%",
                                new Effect(4.1, 2.9, 5.3),
                                new Since(DAY.minusDays(7), DAY.minusDays(9), DAY.minusDays(6)),
                                7.25,
                                5.07,
                                31,
                                8,
                                true,
                                List.of(new ChartPoint(DAY, 4, 4.4, -2.1, 2.1, 7.25, 0, 5.07)))));
    }
}
