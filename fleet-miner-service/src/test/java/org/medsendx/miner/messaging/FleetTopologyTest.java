package org.medsendx.miner.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.earlier.AnalysisOptions;
import org.medsendx.miner.earlier.Retention;
import org.medsendx.miner.telemetry.MinerMetrics;

/** The topology as Kafka Streams runs it, without a broker. */
class FleetTopologyTest {

    @TempDir Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FleetBoard board = new FleetBoard();
    private final MinerMetrics metrics =
            new MinerMetrics(registry, board, OpenTelemetry.noop().getTracer("test"));
    private final List<TopologyTestDriver> drivers = new ArrayList<>();

    @AfterEach
    void close() {
        drivers.forEach(TopologyTestDriver::close);
    }

    @Test
    void says_status_findings_and_baselines_with_cloudevents_headers() throws Exception {
        var driver = driver();

        send(driver, DriftingFleet.events());
        punctuate(driver);

        var statuses = read(driver, DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class);
        assertThat(statuses)
                .extracting(event -> event.data().scanner() + " " + event.data().status())
                .containsExactly("S1 OK", "S2 OUTLIER", "S3 OK", "S4 OK");
        assertThat(statuses).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(statuses).extracting(Event::epoch).containsOnly(statuses.getFirst().epoch());
        assertThat(statuses).extracting(Event::source).containsOnly("/fleet/fleet-miner-service");
        var findings = read(driver, DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class);
        assertThat(findings)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.data().scanner()).isEqualTo("S2");
                    assertThat(event.data().to()).isEqualTo(Status.OUTLIER);
                });
        assertThat(board.findings()).containsExactly(findings.getFirst().data());
        assertThat(read(driver, DeidentifiedTopic.FLEET_BASELINES, FleetBaseline.class))
                .extracting(event -> event.data().feature())
                .containsExactly("mean", "standard-deviation");
    }

    @Test
    void takes_a_scan_once_and_a_corrected_rerun_instead() throws Exception {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events);
        punctuate(driver);
        read(driver, DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class);
        var before = board.view();

        send(driver, events);
        punctuate(driver);

        assertThat(count("duplicate")).isEqualTo(events.size());
        assertThat(board.view()).isSameAs(before);
        assertThat(board.stage().count()).isEqualTo(events.size());
        assertThat(read(driver, DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class))
                .isEmpty();

        var first = events.getFirst();
        send(driver, List.of(new Event<>("rerun", "/t", 1, "e", null, first.data())));
        punctuate(driver);

        assertThat(count("mined")).isEqualTo(events.size() + 1);
        assertThat(board.view()).isEqualTo(before);
    }

    @Test
    void says_the_same_for_any_order_of_arrival() throws Exception {
        var shuffled = new ArrayList<>(DriftingFleet.events());
        Collections.shuffle(shuffled, new Random(2));
        var driver = driver();
        send(driver, shuffled);
        punctuate(driver);
        var view = board.view();

        var other = driver();
        send(other, DriftingFleet.events());
        punctuate(other);

        assertThat(board.view()).isNotSameAs(view).isEqualTo(view);
        assertThat(read(other, DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class))
                .extracting(Event::id)
                .isEqualTo(
                        read(driver, DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class)
                                .stream()
                                .map(Event::id)
                                .toList());
    }

    @Test
    void passes_by_what_it_cannot_read_and_goes_on() throws Exception {
        var driver = driver();
        var input =
                driver.createInputTopic(
                        DeidentifiedTopic.SCANS_FEATURES.topicName(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(null, "{".getBytes(StandardCharsets.UTF_8)));
        input.pipeInput(new TestRecord<>(new byte[] {1}, null));
        input.pipeInput(
                new TestRecord<>(null, EventCodec.value(DriftingFleet.events().getFirst().data())));

        send(driver, DriftingFleet.events());
        punctuate(driver);

        assertThat(count("unreadable")).isEqualTo(3);
        assertThat(board.view().scanners()).hasSize(4);
    }

    @Test
    void says_which_events_of_which_writer_have_not_come() throws Exception {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events.subList(3, 8));
        punctuate(driver);

        assertThat(board.missing()).isPositive();
        assertThat(missing()).isEqualTo(board.missing());

        send(driver, events);
        punctuate(driver);
        assertThat(missing()).isZero();

        assertThat(board.streams()).extracting(FleetBoard.Stream::received).containsOnly(30L);
        assertThat(board.streams()).hasSize(4);
        assertThat(board.missing()).isZero();
    }

    @Test
    void leaves_history_untouched_by_days_that_cannot_be() throws Exception {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events);
        punctuate(driver);
        var before = board.view();
        var wrong = new ArrayList<Event<ScanFeatures>>();
        for (String day : List.of("2099-01-01", "2026-07-05", "1970-01-01", "1900-01-01")) {
            ScanFeatures scan = events.getFirst().data();
            wrong.add(
                    new Event<>(
                            "wrong" + day,
                            "/trucks/T1/anonymizer-service",
                            900L + wrong.size(),
                            "epoch",
                            null,
                            new ScanFeatures(
                                    "%032x".formatted(900 + wrong.size()),
                                    scan.truck(),
                                    scan.scanner(),
                                    LocalDate.parse(day),
                                    scan.stratum(),
                                    scan.features())));
        }

        send(driver, wrong);
        punctuate(driver);

        assertThat(count("implausible-day")).isEqualTo(wrong.size());
        assertThat(board.view()).isEqualTo(before);
    }

    @Test
    void says_when_an_outlier_is_one_no_longer() throws Exception {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        send(driver, DriftingFleet.afterRepair());
        punctuate(driver);

        assertThat(read(driver, DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class))
                .extracting(event -> event.data().to())
                .containsExactly(Status.OUTLIER, Status.OK);
        assertThat(board.findings()).extracting(FleetFinding::to).first().isEqualTo(Status.OK);
    }

    @Test
    void shows_each_scanner_and_whether_it_is_flagged() throws Exception {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);

        assertThat(registry.find("medsendx.miner.scanner.flagged").gauges())
                .hasSize(4)
                .filteredOn(gauge -> gauge.value() == 1)
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("scanner")).isEqualTo("S2"));

        send(driver, DriftingFleet.afterRepair());
        punctuate(driver);

        assertThat(registry.find("medsendx.miner.scanner.flagged").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero());
    }

    private double missing() {
        return registry.find("medsendx.miner.missing.events").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private TopologyTestDriver driver() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve("state" + drivers.size()).toString());
        var mining =
                new Mining(
                        AnalysisOptions.DEFAULT,
                        new Retention(100, 400),
                        Duration.ofSeconds(1),
                        10);
        var driver =
                new TopologyTestDriver(
                        FleetTopology.of(mining, board, metrics),
                        settings,
                        Instant.parse("2026-07-01T00:00:00Z"));
        drivers.add(driver);
        return driver;
    }

    private static void punctuate(TopologyTestDriver driver) {
        // Long enough for a slow machine's rest between two analyses; the clock is the driver's.
        driver.advanceWallClockTime(Duration.ofHours(1));
    }

    private double count(String outcome) {
        return registry.get("medsendx.miner.scans").tag("outcome", outcome).counter().count();
    }

    private static void send(TopologyTestDriver driver, List<Event<ScanFeatures>> events) {
        var input =
                driver.createInputTopic(
                        DeidentifiedTopic.SCANS_FEATURES.topicName(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        for (var event : events) {
            var headers = new RecordHeaders();
            EventCodec.headers(event)
                    .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
            input.pipeInput(
                    new TestRecord<>(
                            event.data().key().getBytes(StandardCharsets.UTF_8),
                            EventCodec.value(event.data()),
                            headers));
        }
    }

    private static <P extends Payload> List<Event<P>> read(
            TopologyTestDriver driver, DeidentifiedTopic topic, Class<P> payload) throws Exception {
        var events = new ArrayList<Event<P>>();
        var output =
                driver.createOutputTopic(
                        topic.topicName(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        for (var record : output.readRecordsToList()) {
            Map<String, String> headers = new HashMap<>();
            record.headers()
                    .forEach(h ->
                            headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
            var event = EventCodec.read(payload, headers, record.value());
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(event.data().key());
            events.add(event);
        }
        return events;
    }
}
