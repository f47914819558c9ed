package org.medsendx.miner.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.FleetMark;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.telemetry.MinerMetrics;

/** The topology as Kafka Streams runs it, without a broker. */
class FleetTopologyTest {

    @TempDir Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FleetBoard board = new FleetBoard(Duration.ofMinutes(2), 100);
    private final List<Said> said = new ArrayList<>();
    private final MinerMetrics metrics =
            new MinerMetrics(registry, board, OpenTelemetry.noop().getTracer("test"));
    private final List<DrivenTopology> drivers = new ArrayList<>();

    @AfterEach
    void close() {
        drivers.forEach(DrivenTopology::close);
    }

    @Test
    void says_status_findings_baselines_and_summary_with_cloudevents_headers() throws Exception {
        var driver = driver();

        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);

        var statuses = said(DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class);
        assertThat(statuses)
                .extracting(event -> event.data().scanner() + " " + event.data().status())
                .containsExactly("S1 OK", "S2 OUTLIER", "S3 OK", "S4 OK");
        assertThat(statuses).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(statuses).extracting(Event::epoch).containsOnly(statuses.getFirst().epoch());
        assertThat(statuses).extracting(Event::source).containsOnly("/fleet/fleet-miner-service");
        var findings = said(DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class);
        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.data().scanner()).isEqualTo("S2");
                    assertThat(event.data().to()).isEqualTo(Status.OUTLIER);
                    assertThat(event.data().finding()).isNotNull();
                });
        assertThat(board.cases())
                .extracting(one -> one.scanner() + " " + one.finding().state())
                .containsOnly("S2 open");
        assertThat(said(DeidentifiedTopic.FLEET_BASELINES, FleetBaseline.class)).isNotEmpty();
        assertThat(said(DeidentifiedTopic.FLEET_SUMMARY, FleetSummary.class).getLast().data())
                .satisfies(summary -> {
                    assertThat(summary.scanners()).isEqualTo(4);
                    assertThat(summary.outliers()).isEqualTo(1);
                    assertThat(summary.streams()).hasSize(4);
                });
    }

    @Test
    void shows_on_the_board_what_was_analysed() {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);

        var view = board.view();

        assertThat(view.scanners())
                .extracting(FleetView.Scanner::id)
                .containsExactly("S1", "S2", "S3", "S4");
        var outlier = view.scanners().get(1);
        assertThat(outlier.answer()).isEqualTo(Answer.OUTLIER);
        assertThat(outlier.images()).isEqualTo(30);
        assertThat(outlier.evidence().getFirst().decides()).isTrue();
        assertThat(outlier.evidence().getFirst().chart()).isNotEmpty();
        assertThat(board.view()).isSameAs(view);
    }

    @Test
    void a_truck_that_replays_a_year_counts_nothing_double_by_number_or_under_a_new_epoch() {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events);
        punctuate(driver);
        show(driver);
        var before = board.view();

        send(driver, events);
        punctuate(driver);
        assertThat(count("duplicate")).isEqualTo(events.size());
        // Its outbox was wiped and made again: other numbers, another epoch.
        send(
                driver,
                events.stream()
                        .map(event ->
                                new Event<>(
                                        event.id(),
                                        event.source(),
                                        event.sequence(),
                                        "another",
                                        null,
                                        event.data()))
                        .toList());
        punctuate(driver);
        show(driver);

        assertThat(board.stage().count()).isEqualTo(events.size());
        assertThat(board.view().scanners()).isEqualTo(before.scanners());
    }

    @Test
    void says_the_same_of_scanners_for_any_order_of_arrival_within_their_days() {
        var shuffled = new ArrayList<>(DriftingFleet.events());
        // Scanners' messages cross; those of one scanner keep their order, as they do on Kafka.
        shuffled.sort(Comparator.comparing(event -> event.data().scanner()));
        var driver = driver();
        send(driver, shuffled);
        punctuate(driver);
        show(driver);
        var view = board.view();

        var other = driver();
        send(other, DriftingFleet.events());
        punctuate(other);
        show(other);

        assertThat(board.view().scanners()).isEqualTo(view.scanners());
    }

    /** As after a death, when one partition of what waits is read before another. */
    @Test
    void takes_nothing_back_of_a_scanner_whose_scans_are_read_later_than_those_of_others() {
        var driver = driver();
        var events = DriftingFleet.events();
        var day = events.getLast().data().acquisitionDay().minusDays(20);
        send(driver, events.stream().filter(event -> !after(event, day)).toList());
        soon(driver);

        send(
                driver,
                events.stream()
                        .filter(event -> after(event, day) && !event.data().scanner().equals("S2"))
                        .toList());
        soon(driver);
        send(
                driver,
                events.stream()
                        .filter(event -> after(event, day) && event.data().scanner().equals("S2"))
                        .toList());
        soon(driver);
        show(driver);

        assertThat(said(DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class))
                .extracting(Event::data)
                .extracting(FleetFinding::scanner, FleetFinding::from, FleetFinding::to)
                .containsExactly(tuple("S2", Status.NOT_ENOUGH_DATA, Status.OUTLIER));
    }

    private static boolean after(Event<ScanFeatures> event, LocalDate day) {
        return event.data().acquisitionDay().isAfter(day);
    }

    @Test
    void passes_by_what_it_cannot_read_and_goes_on() {
        var driver = driver();
        var input = input(driver, DeidentifiedTopic.SCANS_FEATURES);
        input.pipeInput(new TestRecord<>(null, "{".getBytes(StandardCharsets.UTF_8)));
        input.pipeInput(new TestRecord<>(new byte[] {1}, null));
        input.pipeInput(
                new TestRecord<>(null, EventCodec.value(DriftingFleet.events().getFirst().data())));
        input(driver, DeidentifiedTopic.FLEET_ACTIONS)
                .pipeInput(new TestRecord<>(new byte[] {1}, "{}".getBytes(StandardCharsets.UTF_8)));

        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);

        assertThat(count("unreadable")).isEqualTo(3);
        assertThat(registry.get("medsendx.miner.actions.unreadable").counter().count())
                .isEqualTo(1);
        assertThat(board.view().scanners()).hasSize(4);
    }

    @Test
    void says_which_events_of_which_writer_have_not_come() {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events.subList(12, 16));
        punctuate(driver);
        show(driver);

        assertThat(board.missing()).isEqualTo(4 * 3);
        assertThat(missing()).isEqualTo(board.missing());

        send(driver, events);
        punctuate(driver);
        show(driver);
        assertThat(missing()).isZero();

        assertThat(board.streams()).extracting(Received::received).containsOnly(30L);
        assertThat(board.streams()).hasSize(4);
        assertThat(board.missing()).isZero();
    }

    @Test
    void five_thousand_gaps_stall_and_blind_nothing() {
        var driver = driver();
        var events = DriftingFleet.events();
        var spread = new ArrayList<Event<ScanFeatures>>();
        for (var event : events) {
            spread.add(numbered(event, event.sequence() * 200));
        }
        send(driver, spread);
        punctuate(driver);
        show(driver);

        assertThat(board.missing()).isEqualTo(4 * (30 * 200 - 30));
        assertThat(board.view().scanners().get(1).answer()).isEqualTo(Answer.OUTLIER);
    }

    @Test
    void leaves_history_untouched_by_what_cannot_be() {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, events);
        punctuate(driver);
        show(driver);
        var before = board.view();
        var first = events.getFirst().data();
        var wrong = new ArrayList<Event<ScanFeatures>>();
        for (String day : List.of("2099-01-01", "2026-07-05", "1970-01-01", "1900-01-01")) {
            wrong.add(wrong(900 + wrong.size(), LocalDate.parse(day), first.features()));
        }
        for (double wild : List.of(1e300, -1e12, 5e9)) {
            var f = first.features();
            wrong.add(
                    wrong(
                            900 + wrong.size(),
                            events.getLast().data().acquisitionDay(),
                            new Features(
                                    f.unit(),
                                    f.pixels(),
                                    wild,
                                    f.standardDeviation(),
                                    f.minimum(),
                                    f.maximum(),
                                    f.percentiles(),
                                    f.tissues())));
        }
        wrong.add(wrong(Long.MAX_VALUE, first.acquisitionDay(), first.features()));
        // Long before the scanner's first day.
        wrong.add(wrong(950, LocalDate.of(2001, 1, 1), first.features()));

        send(driver, wrong);
        punctuate(driver);
        show(driver);

        assertThat(count("implausible-day")).isEqualTo(4);
        assertThat(count("implausible-values")).isEqualTo(3);
        assertThat(count("implausible-number")).isEqualTo(1);
        assertThat(count("before-its-time") + count("too-old")).isEqualTo(1);
        assertThat(board.view().scanners()).isEqualTo(before.scanners());
    }

    @Test
    void a_writer_with_a_name_of_no_sensible_length_is_passed_by() {
        var driver = driver();
        var event = DriftingFleet.events().getFirst();

        send(
                driver,
                List.of(
                        new Event<>("a", "x".repeat(100_000), 1, "e", null, event.data()),
                        new Event<>("b", "/trucks/T1", 1, "two words", null, event.data())));

        assertThat(count("implausible-writer")).isEqualTo(2);
    }

    @Test
    void another_pseudonym_key_counts_no_day_twice() {
        var driver = driver();
        var events = DriftingFleet.events();
        send(driver, keyed(events, "a", 0));
        punctuate(driver);
        show(driver);
        var before = board.view();

        // The truck's scans of the same days once more, under another key: all ids are others.
        send(driver, keyed(events, "b", 1000));
        punctuate(driver);
        show(driver);

        assertThat(count("other-key") + count("too-old")).isEqualTo(events.size());
        assertThat(board.view().scanners()).isEqualTo(before.scanners());
    }

    @Test
    void a_finding_is_acted_on_by_people_and_its_life_is_said() throws Exception {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);
        var finding = board.cases().getFirst();
        said.clear();

        act(driver, 1, Kind.ACKNOWLEDGE, finding.finding().id(), null, null);
        punctuate(driver);
        show(driver);

        assertThat(said(DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.data().from()).isEqualTo(Status.OUTLIER);
                    assertThat(event.data().to()).isEqualTo(Status.OUTLIER);
                    assertThat(event.data().finding())
                            .extracting(FleetCase::state)
                            .isEqualTo("acknowledged");
                });
        assertThat(found(finding.finding().id()).state()).isEqualTo("acknowledged");
        assertThat(said(DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class))
                .extracting(event -> event.data().scanner())
                .containsExactly("S2");

        act(driver, 2, Kind.TO_SERVICE, finding.finding().id(), LocalDate.of(2026, 6, 1), null);
        act(
                driver,
                3,
                Kind.RETURN_TO_SERVICE,
                finding.finding().id(),
                LocalDate.of(2026, 6, 9),
                null);
        punctuate(driver);
        show(driver);

        assertThat(found(finding.finding().id()).state()).isEqualTo("resolved");
        assertThat(board.marks("S2"))
                .extracting(FleetMark::kind)
                .containsExactly("service", "return-to-service");
        assertThat(board.view().scanners().get(1).answer()).isNotEqualTo(Answer.OUTLIER);
    }

    @Test
    void an_action_that_comes_twice_is_one_and_one_taken_back_is_none() {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);
        var finding = board.cases().getFirst().finding().id();

        act(driver, 1, Kind.ACKNOWLEDGE, finding, null, null);
        act(driver, 1, Kind.ACKNOWLEDGE, finding, null, null);
        punctuate(driver);
        show(driver);
        assertThat(found(finding).steps()).hasSize(2);

        act(driver, 2, Kind.WITHDRAW, null, null, "%032x".formatted(1));
        punctuate(driver);
        show(driver);

        assertThat(found(finding).state()).isEqualTo("open");
    }

    @Test
    void says_when_an_outlier_is_one_no_longer() throws Exception {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        send(driver, DriftingFleet.afterRepair());
        punctuate(driver);
        show(driver);

        assertThat(said(DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class))
                .extracting(event -> event.data().to())
                .startsWith(Status.OUTLIER)
                .endsWith(Status.OK);
        assertThat(board.cases()).extracting(one -> one.finding().state()).containsOnly("resolved");
    }

    @Test
    void a_busy_scanner_is_one_update_a_punctuation() {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);
        said.clear();

        for (int i = 0; i < 30; i++) {
            driver.passes(Duration.ofSeconds(1));
        }
        show(driver);

        assertThat(said).extracting(record -> record.topic()).containsOnly("fleet.summary.v1");
        assertThat(said).hasSizeBetween(2, 4);
    }

    @Test
    void what_has_ended_is_forgotten_and_said_so() {
        var driver = driver();
        send(driver, DriftingFleet.events());
        punctuate(driver);
        show(driver);
        assertThat(board.view().scanners()).hasSize(4);

        driver.passes(Duration.ofDays(500));
        punctuate(driver);
        show(driver);

        assertThat(board.view().scanners()).isEmpty();
        assertThat(board.streams()).isEmpty();
        try (var all = driver.driver().getKeyValueStore(FleetTopology.STREAMS).all()) {
            assertThat(all.hasNext()).isFalse();
        }
        assertThat(said)
                .filteredOn(record -> record.value() == null)
                .extracting(Said::topic)
                .contains("fleet.scanner-status.v1");
    }

    @Test
    void shows_each_scanner_and_whether_it_is_flagged() {
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

    private FleetCase found(String id) {
        return Objects.requireNonNull(board.find(id)).finding();
    }

    private double missing() {
        return registry.find("medsendx.miner.missing.events").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private DrivenTopology driver() {
        var driver = new DrivenTopology(folder.resolve("state" + drivers.size()), board, metrics);
        drivers.add(driver);
        return driver;
    }

    private static void punctuate(DrivenTopology driver) {
        // Events wait for their commit, then they are taken, then they are analysed. Long enough
        // for
        // a slow machine's rest between two analyses; the clock is the driver's.
        punctuate(driver, Duration.ofHours(1));
    }

    private static void soon(DrivenTopology driver) {
        punctuate(driver, Duration.ofMinutes(5));
    }

    private static void punctuate(DrivenTopology driver, Duration time) {
        driver.passes(time);
        driver.passes(time);
        driver.passes(time);
    }

    private double count(String outcome) {
        return registry.get("medsendx.miner.scans").tag("outcome", outcome).counter().count();
    }

    private static Event<ScanFeatures> numbered(Event<ScanFeatures> event, long number) {
        return new Event<>(event.id(), event.source(), number, event.epoch(), null, event.data());
    }

    private static Event<ScanFeatures> wrong(long number, LocalDate day, Features features) {
        var scan = DriftingFleet.events().getFirst().data();
        return new Event<>(
                "wrong" + number,
                "/trucks/T1/anonymizer-service",
                number,
                "epoch",
                null,
                new ScanFeatures(
                        "%032x".formatted(number),
                        scan.truck(),
                        scan.scanner(),
                        day,
                        scan.stratum(),
                        features));
    }

    private static List<Event<ScanFeatures>> keyed(
            List<Event<ScanFeatures>> events, String key, long from) {
        var keyed = new ArrayList<Event<ScanFeatures>>();
        for (var event : events) {
            var scan = event.data();
            var id = Event.idOf(scan.featureId(), key, "");
            keyed.add(
                    new Event<>(
                            id,
                            event.source(),
                            from + event.sequence(),
                            event.epoch(),
                            null,
                            new ScanFeatures(
                                    id,
                                    scan.truck(),
                                    scan.scanner(),
                                    scan.acquisitionDay(),
                                    scan.stratum(),
                                    scan.features(),
                                    id,
                                    key.repeat(16))));
        }
        return keyed;
    }

    private static void act(
            DrivenTopology driver,
            int number,
            Kind kind,
            @Nullable String finding,
            @Nullable LocalDate day,
            @Nullable String withdraws) {
        driver.pipe(
                new Event<>(
                        "act" + number,
                        "/fleet/fleet-miner-service",
                        number,
                        "e",
                        null,
                        new FleetAction(
                                "%032x".formatted(number),
                                kind,
                                "S2",
                                finding,
                                day,
                                withdraws,
                                "r.lang",
                                Instant.parse("2026-07-01T12:00:00Z").plusSeconds(number),
                                null)));
    }

    private static void send(DrivenTopology driver, List<Event<ScanFeatures>> events) {
        events.forEach(driver::pipe);
    }

    private static TestInputTopic<byte[], byte[]> input(
            DrivenTopology driver, DeidentifiedTopic topic) {
        return driver.driver()
                .createInputTopic(
                        topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Shows on the board what was said, as every instance reads it, and remembers it. */
    private void show(DrivenTopology driver) {
        for (var topic :
                List.of(
                        DeidentifiedTopic.FLEET_SCANNER_STATUS,
                        DeidentifiedTopic.FLEET_BASELINES,
                        DeidentifiedTopic.FLEET_FINDINGS,
                        DeidentifiedTopic.FLEET_SUMMARY)) {
            for (var record : driver.said(topic)) {
                var key = new String(record.key(), StandardCharsets.UTF_8);
                said.add(
                        new Said(
                                topic.topicName(),
                                record.value(),
                                DrivenTopology.headers(record.headers())));
                if (record.value() == null) {
                    board.forget(topic, key);
                } else {
                    var event = read(topic.payload(), said.getLast());
                    assertThat(key).isEqualTo(event.data().key());
                    board.take(event.data(), record.timestamp());
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Said(String topic, byte @Nullable [] value, Map<String, String> headers) {}

    private <P extends Payload> List<Event<P>> said(DeidentifiedTopic topic, Class<P> payload) {
        return said.stream()
                .filter(record -> record.topic().equals(topic.topicName()))
                .filter(record -> record.value() != null)
                .map(record -> read(payload, record))
                .toList();
    }

    private static <P extends Payload> Event<P> read(Class<P> payload, Said record) {
        return DrivenTopology.read(
                payload, record.headers(), Objects.requireNonNull(record.value()));
    }
}
