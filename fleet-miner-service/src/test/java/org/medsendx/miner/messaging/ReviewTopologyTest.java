package org.medsendx.miner.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.reviews.SimulatedReviews;
import org.medsendx.miner.reviews.SimulatedReviews.Fault;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.telemetry.MinerMetrics;

/** Decisions on their way through the topology, without a broker. */
class ReviewTopologyTest {

    @TempDir Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FleetBoard board = new FleetBoard(Duration.ofMinutes(2), 100);
    private TopologyTestDriver driver;

    @BeforeEach
    void open() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver =
                new TopologyTestDriver(
                        FleetTopology.of(
                                new Mining(
                                        AnalysisOptions.DEFAULT,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(10),
                                        400,
                                        Duration.ofHours(1),
                                        28),
                                board,
                                new MinerMetrics(
                                        registry, board, OpenTelemetry.noop().getTracer("test"))),
                        settings,
                        Instant.parse("2026-07-01T00:00:00Z"));
        DriftingFleet.events().stream()
                .filter(event -> !event.data().scanner().equals("S2"))
                .forEach(event -> pipe(event.data().key(), event));
    }

    @AfterEach
    void close() {
        driver.close();
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
        pipe("S1", "{".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        pipe("S1", null, new RecordHeaders());
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

        driver.advanceWallClockTime(Duration.ofDays(500));
        punctuate();

        for (var store : List.of(FleetTopology.REVIEWS, FleetTopology.DECIDED)) {
            try (var all = driver.<String, byte[]>getKeyValueStore(store).all()) {
                assertThat(all.hasNext()).as(store).isFalse();
            }
        }
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
        pipe(
                outcome.scanner(),
                new Event<>(
                        Event.idOf(
                                outcome.featureId(),
                                "scans.outcomes.v1",
                                Integer.toString(outcome.revision())),
                        "/trucks/T1/uplink",
                        1,
                        "epoch",
                        null,
                        outcome));
    }

    private void pipe(String key, Event<?> event) {
        var headers = new RecordHeaders();
        EventCodec.headers(event)
                .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
        driver.createInputTopic(
                        event.data().topic().topicName(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())
                .pipeInput(
                        new TestRecord<>(
                                key.getBytes(StandardCharsets.UTF_8),
                                EventCodec.value(event.data()),
                                headers));
    }

    private void pipe(String key, byte @Nullable [] value, RecordHeaders headers) {
        driver.createInputTopic(
                        "scans.outcomes.v1", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    private void punctuate() {
        for (int i = 0; i < 4; i++) {
            driver.advanceWallClockTime(Duration.ofMinutes(5));
        }
        for (var topic :
                List.of(DeidentifiedTopic.FLEET_SCANNER_STATUS, DeidentifiedTopic.FLEET_SUMMARY)) {
            var output =
                    driver.createOutputTopic(
                            topic.topicName(),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer());
            for (var record : output.readRecordsToList()) {
                if (record.value() != null) {
                    board.take(read(topic, record), record.timestamp());
                }
            }
        }
    }

    private static Payload read(DeidentifiedTopic topic, TestRecord<byte[], byte[]> record) {
        var map = new HashMap<String, String>();
        record.headers()
                .forEach(h -> map.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        try {
            return EventCodec.read(topic.payload(), map, record.value()).data();
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
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
