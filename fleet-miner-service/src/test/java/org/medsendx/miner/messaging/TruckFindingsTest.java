package org.medsendx.miner.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.TruckStatus;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.FleetBoard.Case;

/** Findings about trucks, in the topology as Kafka Streams runs it, without a broker. */
class TruckFindingsTest {

    @TempDir Path folder;
    private final FleetBoard board = new FleetBoard(Duration.ofDays(365), 100);
    private final List<TruckStatus> said = new ArrayList<>();
    private final List<ScanFeatures> scans =
            DriftingFleet.events().stream()
                    .map(Event::data)
                    .filter(scan -> scan.truck().equals("T1"))
                    .toList();
    private Instant now = DrivenTopology.BEGIN;
    private int acted;
    private DrivenTopology topology;

    @BeforeEach
    void start() {
        topology = new DrivenTopology(folder, board, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void a_gap_that_lasts_is_a_finding_about_the_truck_and_a_late_fill_closes_it() {
        send(1, 2, 3, 7, 8);
        hours(1);
        assertThat(board.cases()).isEmpty();

        hours(3);

        assertThat(board.cases())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.isOfTruck()).isTrue();
                    assertThat(told.about()).isEqualTo("T1");
                    assertThat(told.finding().cause()).isEqualTo("events-missing");
                    assertThat(told.finding().state()).isEqualTo("open");
                    assertThat(told.finding().effect().value()).isEqualTo(3);
                });
        assertThat(said.getLast().missing()).isEqualTo(3);

        send(4, 5);
        hours(2);
        assertThat(board.cases().getFirst().finding().effect().value()).isEqualTo(1);
        send(6);
        hours(2);

        assertThat(steps()).containsExactly("open", "resolved");
        assertThat(said.getLast().missing()).isZero();
    }

    @Test
    void numbers_that_only_cross_are_no_finding() {
        for (int from = 1; from < 29; from += 2) {
            // Each later one comes first, and nearly an hour before the other.
            send(from + 1);
            passes(Duration.ofMinutes(50));
            send(from);
            hours(1);
        }

        assertThat(board.cases()).isEmpty();
        assertThat(said).allSatisfy(status -> assertThat(status.missing()).isZero());
    }

    @Test
    void a_person_closes_what_is_lost_for_good_and_only_more_that_is_lost_opens_it_again() {
        send(1, 2, 5);
        hours(3);
        act(FleetAction.Kind.ACKNOWLEDGE);
        hours(1);
        assertThat(steps()).containsExactly("open", "acknowledged");
        act(FleetAction.Kind.RESOLVE);
        hours(1);

        hours(5 * 24);
        assertThat(steps()).containsExactly("open", "acknowledged", "resolved");
        send(8);
        hours(3);

        assertThat(steps()).containsExactly("open", "acknowledged", "resolved", "reopened");
        assertThat(board.cases().getFirst().finding().effect().value()).isEqualTo(4);
    }

    @Test
    void a_gap_after_all_had_come_is_found_though_it_is_smaller() {
        send(1, 5);
        hours(3);
        send(2, 3, 4);
        hours(30);

        send(7);
        hours(3);

        assertThat(steps()).containsExactly("open", "resolved", "reopened");
        assertThat(board.cases().getFirst().finding().effect().value()).isEqualTo(1);
    }

    @Test
    void says_a_truck_again_only_when_something_about_it_is_another() {
        send(1, 2, 3);
        hours(2);
        int once = said.size();

        hours(48);

        assertThat(said).hasSize(once);
    }

    private List<String> steps() {
        return board.cases().stream()
                .map(Case::finding)
                .findFirst()
                .map(finding -> finding.steps().stream().map(FleetCase.Step::state).toList())
                .orElse(List.of());
    }

    private void send(int... numbers) {
        for (int number : numbers) {
            topology.pipe(
                    new Event<>(
                            "e" + number,
                            "/trucks/T1/uplink",
                            number,
                            "epoch",
                            null,
                            scans.get(number - 1)));
        }
        // They wait for their commit, and then they count.
        passes(Duration.ofSeconds(1));
        passes(Duration.ofSeconds(1));
    }

    private void act(FleetAction.Kind kind) {
        var about = board.cases().getFirst();
        acted++;
        topology.pipe(
                new Event<>(
                        "a" + acted,
                        "/fleet/fleet-miner-service",
                        acted,
                        "e",
                        null,
                        new FleetAction(
                                "%032x".formatted(acted),
                                kind,
                                about.about(),
                                about.finding().id(),
                                null,
                                null,
                                "r.lang",
                                now,
                                null)));
    }

    private void passes(Duration time) {
        topology.passes(time);
        now = now.plus(time);
    }

    /** Time passes, in steps of an hour, and what is said of trucks is shown on the board. */
    private void hours(int hours) {
        for (int i = 0; i < hours; i++) {
            passes(Duration.ofHours(1));
        }
        topology.show(DeidentifiedTopic.FLEET_TRUCK_STATUS, board)
                .forEach(status -> said.add((TruckStatus) status));
    }
}
