package org.medsendx.miner.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.reviews.SimulatedReviews;
import org.medsendx.miner.reviews.SimulatedReviews.Fault;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView.Scanner;

/** Decisions on their way through the topology, without a broker. */
class ReviewTopologyTest {

    @TempDir Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FleetBoard board = new FleetBoard(Duration.ofMinutes(2), 100);
    private DrivenTopology topology;

    @BeforeEach
    void open() {
        topology = new DrivenTopology(folder, board, registry);
        DriftingFleet.events().stream()
                .filter(event -> !event.data().scanner().equals("S2"))
                .forEach(topology::pipe);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shares_by_reason_reach_the_board_and_a_second_decision_replaces_the_first() {
        send("S1", "a", 1, RejectReason.MOTION, 1);
        send("S1", "b", 1, null, 1);
        send("S1", "c", 1, RejectReason.POSITIONING, 1);
        punctuate();
        assertThat(reviews("S1").rejected().scans()).isEqualTo(2);

        send("S1", "a", 1, null, 2);
        send("S1", "a", 1, RejectReason.MOTION, 1);
        send("S1", "c", 1, RejectReason.POSITIONING, 1);
        punctuate();

        assertThat(reviews("S1").scans()).isEqualTo(3);
        assertThat(reviews("S1").rejected().scans()).isOne();
        assertThat(reviews("S1").reasons())
                .extracting(reason -> reason.reason() + " " + reason.cause())
                .containsExactly("positioning positioning");
        assertThat(reviews("S1").exams()).isOne();
        assertThat(count("counted")).isEqualTo(3);
        assertThat(count("replaced")).isOne();
        assertThat(count("repeated")).isEqualTo(2);
        assertThat(scanner("S3").reviews()).isNull();
    }

    @Test
    void a_rise_is_a_finding_with_a_life() {
        for (var id : List.of("S1", "S3", "S4")) {
            var simulated = new SimulatedReviews(id, id.hashCode(), 0, 0);
            for (int day = 0; day < 80; day++) {
                var fault =
                        id.equals("S1") && day >= 50
                                ? new Fault(RejectReason.OVEREXPOSED, 60)
                                : Fault.NONE;
                simulated.day(day, 10, fault, false).forEach(this::send);
            }
        }
        punctuate();

        assertThat(scanner("S1").answer()).isEqualTo(Answer.OUTLIER);
        assertThat(scanner("S1").reason()).isEqualTo("rejects");
        assertThat(scanner("S3").answer()).isEqualTo(Answer.OK);
        assertThat(board.cases())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.scanner()).isEqualTo("S1");
                    assertThat(one.finding().cause()).isEqualTo("exposure");
                    assertThat(one.finding().feature()).isEqualTo("rejects-exposure");
                    assertThat(FindingState.of(one.finding().state()).unresolved()).isTrue();
                });
    }

    @Test
    void what_cannot_be_read_or_believed_is_counted_by_its_reason_and_changes_nothing() {
        send("S1", "a", 1, RejectReason.MOTION, 1);
        punctuate();
        var before = reviews("S1");
        unreadable("{".getBytes(StandardCharsets.UTF_8));
        unreadable(null);
        send(dated("b", LocalDate.of(2099, 1, 1)));
        send(dated("c", LocalDate.of(1900, 1, 1)));
        for (int i = 0; i < 3; i++) {
            send("S4", "x" + i, 100, null, 1);
        }
        send("S4", "old", 1, null, 1);
        punctuate();

        assertThat(count("unreadable")).isEqualTo(2);
        assertThat(count("implausible-day")).isEqualTo(2);
        assertThat(count("before-its-time")).isOne();
        assertThat(reviews("S1")).isEqualTo(before);
    }

    @Test
    void what_nobody_decides_about_any_more_is_forgotten() {
        send("S1", "a", 1, RejectReason.MOTION, 1);
        punctuate();

        topology.passes(Duration.ofDays(500));
        punctuate();

        for (var store :
                List.of(FleetTopology.REVIEWS, FleetTopology.OUTCOMES, FleetTopology.DECIDED)) {
            try (var all = topology.driver().<String, byte[]>getKeyValueStore(store).all()) {
                assertThat(all.hasNext()).as(store).isFalse();
            }
        }
    }

    @Test
    void decisions_that_do_not_arrive_are_a_finding_about_the_truck_until_they_do() {
        for (long number : new long[] {1, 2, 5}) {
            send(decision(number), number);
        }
        punctuate();
        assertThat(missing(DeidentifiedTopic.SCANS_OUTCOMES)).isEqualTo(2);
        assertThat(missing(DeidentifiedTopic.SCANS_FEATURES)).isZero();

        hours(3);

        assertThat(board.cases())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.about()).isEqualTo("T1");
                    assertThat(one.finding().cause()).isEqualTo("events-missing");
                    assertThat(one.finding().state()).isEqualTo("open");
                    assertThat(one.finding().effect().value()).isEqualTo(2);
                });

        send(decision(4), 4);
        send(decision(3), 3);
        hours(3);

        assertThat(missing(DeidentifiedTopic.SCANS_OUTCOMES)).isZero();
        assertThat(board.cases().getFirst().finding().state()).isEqualTo("resolved");
    }

    @Test
    void a_writer_or_a_number_that_none_of_ours_has_is_passed_by() {
        topology.pipe(new Event<>("a", "x".repeat(1000), 1, "e", null, decision(1)));
        topology.pipe(new Event<>("b", "/trucks/T1/uplink", 1, "two words", null, decision(2)));
        send(decision(3), Long.MAX_VALUE);
        punctuate();

        assertThat(count("implausible-writer")).isEqualTo(2);
        assertThat(count("implausible-number")).isOne();
        assertThat(count("counted")).isZero();
    }

    private static ScanOutcome decision(long number) {
        return SimulatedReviews.outcome("S1", hex("d" + number), hex("exam"), 1, null, 1);
    }

    private long missing(DeidentifiedTopic topic) {
        return board.streams().stream()
                .filter(stream -> stream.topicName().equals(topic.topicName()))
                .mapToLong(Received::missing)
                .sum();
    }

    private void hours(int hours) {
        for (int i = 0; i < hours; i++) {
            topology.passes(Duration.ofHours(1));
        }
        punctuate();
        topology.show(DeidentifiedTopic.FLEET_TRUCK_STATUS, board);
    }

    private static ScanOutcome dated(String id, LocalDate day) {
        return new ScanOutcome(
                hex(id), "T1", "S1", day, "DX", Decision.ACCEPTED, null, false, 1, null, null);
    }

    private static String hex(String id) {
        return Event.idOf(id, "outcome", "");
    }

    private void send(
            String scanner, String id, int day, @Nullable RejectReason reason, int revision) {
        send(SimulatedReviews.outcome(scanner, hex(id), hex(scanner + day), day, reason, revision));
    }

    private void send(ScanOutcome outcome) {
        send(outcome, 1);
    }

    private void send(ScanOutcome outcome, long number) {
        topology.pipe(
                new Event<>(
                        Event.idOf(
                                outcome.featureId(),
                                "scans.outcomes.v1",
                                Integer.toString(outcome.revision())),
                        "/trucks/T1/uplink",
                        number,
                        "epoch",
                        null,
                        outcome));
    }

    private void unreadable(byte @Nullable [] value) {
        topology.pipe("scans.outcomes.v1", "S1", value, new RecordHeaders());
    }

    private void punctuate() {
        for (int i = 0; i < 4; i++) {
            topology.passes(Duration.ofMinutes(5));
        }
        topology.show(DeidentifiedTopic.FLEET_SCANNER_STATUS, board);
        topology.show(DeidentifiedTopic.FLEET_SUMMARY, board);
    }

    private Scanner scanner(String id) {
        return requireNonNull(board.scanner(id));
    }

    private ReviewRates reviews(String id) {
        return requireNonNull(scanner(id).reviews());
    }

    private double count(String outcome) {
        return registry.get("medsendx.miner.reviews").tag("outcome", outcome).counter().count();
    }
}
