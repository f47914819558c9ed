package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;
import org.medsendx.segmenter.usual.FleetUsual;
import org.medsendx.webguard.WebSurface;

/** The service as it runs, with a real broker. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
class SegmenterIT {

    private static final String TRACE = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";
    @Inject SegmenterConfig config;
    @Inject ScanLedger ledger;
    @Inject FleetUsual fleet;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @Test
    void turns_one_event_into_four_objects_and_six_events() throws Exception {
        var instance = scans().write(Phantom.ct(96, 96, 1));

        scans().send(instance, TRACE);

        var line = assessed(instance.objectId());
        var picture =
                config.derivedDir()
                        .resolve(DerivedFiles.path(instance.objectId(), DerivedKind.HIGHLIGHT));
        assertThat(Files.readAllBytes(picture)).startsWith(0x89, 'P', 'N', 'G');
        assertThat(line.highlight())
                .isEqualTo(
                        instance.objectId().toString().substring(0, 2)
                                + "/"
                                + instance.objectId()
                                + "/highlighted_scan.png");
        var created = all(DeidentifiedTopic.DERIVED_CREATED, instance.objectId(), 4);
        var derived = created.getFirst();
        var assessed = only(DeidentifiedTopic.SCANS_ASSESSED, instance.objectId());
        var measured = only(DeidentifiedTopic.SCANS_MEASURED, instance.objectId());
        assertThat(text(derived))
                .contains(
                        Sha256.of(picture),
                        "\"kind\":\"HIGHLIGHT\"",
                        DerivedFiles.path(instance.objectId(), DerivedKind.HIGHLIGHT));
        for (var kind : line.derived()) {
            var file = config.derivedDir().resolve(kind.content().file());
            assertThat(created)
                    .anyMatch(event ->
                            text(event).contains("\"kind\":\"" + kind.kind() + "\"")
                                    && text(event).contains(Sha256.of(read(file))));
        }
        assertThat(text(assessed))
                .contains(
                        "\"status\":\"SEGMENTED\"",
                        "\"measured\":true",
                        "[\"HIGHLIGHT\",\"SEGMENTATION\",\"MEASUREMENTS\",\"THUMBNAIL\"]");
        assertThat(text(measured)).contains("\"CHEST\"", "\"HU\"");
        assertThat(text(measured)).doesNotContain(instance.studyInstanceUid());
        assertThat(header(derived, "traceparent")).isEqualTo(TRACE);
        assertThat(header(assessed, "ce_source")).isEqualTo("/trucks/TRUCK1/segmenter-service");
        assertThat(assessed.key()).isEqualTo(instance.studyInstanceUid());
        assertThat(measured.key()).isEqualTo("scanner-1");
    }

    @Test
    void a_kind_that_was_never_seen_is_judged_by_what_the_fleet_calls_usual() throws Exception {
        var first = scans().write(ofItsOwnKind(9), "CT", "2.25.77");
        scans().send(first, null);
        var line = assessed(first.objectId());
        assertThat(line.assessed().triage().inputs())
                .contains("not-enough-alike")
                .doesNotContain("usual-of-fleet");
        var measured = Objects.requireNonNull(line.measured());
        var kind = measured.stratum().key();
        // As who can write to the topic may: at a place where no scan lies.
        scans().sendRecord(
                        DeidentifiedTopic.BASELINES_RECEIVED.topicName(), new byte[] {1}, Map.of());
        scans().send(
                        new BaselineReceived(
                                kind,
                                FleetBaseline.MEAN,
                                1000,
                                measured.features().mean() + 900,
                                100,
                                LocalDate.now(ZoneOffset.UTC)));
        await().atMost(Duration.ofSeconds(40)).until(() -> fleet.size() == 1);

        var second = scans().write(ofItsOwnKind(10), "CT", "2.25.78");
        scans().send(second, null);

        var judged = assessed(second.objectId()).assessed();
        assertThat(judged.triage().inputs())
                .contains("not-enough-alike", "usual-of-fleet", "unusual", "unusual-mean-low");
        assertThat(judged.triage().priority()).isEqualTo(line.assessed().triage().priority() + 15);
        assertThat(judged.quality()).isEqualTo(line.assessed().quality());
        scans().forgetBaseline(kind.id() + "|" + FleetBaseline.MEAN);
        await().atMost(Duration.ofSeconds(40)).until(() -> fleet.size() == 0);
    }

    @Test
    void does_nothing_twice_when_an_event_comes_again() throws Exception {
        var instance = scans().write(Phantom.mammogram(80, 60, 2));
        scans().send(instance, null);
        assessed(instance.objectId());
        long lines = ledger.size();

        scans().send(instance, null);
        scans().send(instance, null);
        var last = scans().write(Phantom.ct(32, 32, 3));
        scans().send(last, null);
        assessed(last.objectId());

        assertThat(ledger.size()).isEqualTo(lines + 1);
        all(DeidentifiedTopic.DERIVED_CREATED, last.objectId(), 4);
        all(DeidentifiedTopic.DERIVED_CREATED, instance.objectId(), 4);
        only(DeidentifiedTopic.SCANS_ASSESSED, instance.objectId());
        only(DeidentifiedTopic.SCANS_MEASURED, instance.objectId());
    }

    @Test
    void reports_a_file_that_is_missing_or_other_than_announced() throws Exception {
        var missing = scans().write(Phantom.ct(32, 32, 4));
        Files.delete(config.deidentifiedDir().resolve(missing.copy().content().file()));
        var changed = scans().write(Phantom.ct(32, 32, 5));
        Files.write(
                config.deidentifiedDir().resolve(changed.copy().content().file()),
                new byte[] {1, 2, 3});

        scans().send(missing, null);
        scans().send(changed, null);

        assertThat(assessed(missing.objectId()).assessed().segmentation().reason())
                .isEqualTo("object-missing");
        assertThat(assessed(changed.objectId()).assessed().segmentation().reason())
                .isEqualTo("digest-mismatch");
    }

    @Test
    void keeps_an_unreadable_message_aside_and_goes_on() throws Exception {
        scans().sendRecord("not an event".getBytes(StandardCharsets.UTF_8), Map.of());
        var next = scans().write(Phantom.ct(32, 32, 6));
        scans().send(next, null);

        assessed(next.objectId());

        var folder = config.derivedDir().resolve("segmenter/dead-letters");
        try (var letters = Files.list(folder)) {
            var letter = letters.findFirst().orElseThrow();
            assertThat(letter).hasContent("not an event");
            assertThat(Files.getPosixFilePermissions(letter)).hasSize(2);
        }
    }

    @Test
    void shows_its_scans_as_json_and_as_pages() throws Exception {
        // A study of its own: the list shows one image of each.
        var instance = scans().writeAsStudy(Phantom.mammogram(96, 72, 7));
        scans().send(instance, null);
        assessed(instance.objectId());
        String id = instance.objectId().toString();

        assertThat(get("/scans").body()).contains(id);
        assertThat(get("/scans/" + id).body()).contains("\"fibroglandular\"");
        assertThat(get("/scans/" + id + "/highlight.png").headers().firstValue("content-type"))
                .contains("image/png");
        assertThat(get("/").body()).contains(id, "Not a diagnosis", "Fibroglandular");
        assertThat(get("/?order=newest&limit=5").statusCode()).isEqualTo(200);
        assertThat(get("/qa/" + id).body())
                .contains("Not a diagnosis", "class=\"pass\">Patient Identity Removed");
        assertThat(get("/scans/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(get("/scans/..%2F..%2Fetc").statusCode()).isEqualTo(404);
    }

    @Test
    void answers_no_page_of_another_site() throws Exception {
        new WebSurface(base.getPort()).isGuarded("/scans", "/scans");
        new WebSurface(base.getPort()).isGuarded("/", "/");
    }

    @Test
    void is_live_and_ready_and_counts_what_it_does() throws Exception {
        var instance = scans().write(Phantom.ct(32, 32, 8));
        scans().send(instance, null);
        assessed(instance.objectId());

        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics").body())
                .contains("medsendx_segmenter_scans_total{outcome=\"segmented\"}")
                .contains("medsendx_segmenter_scan_seconds_count")
                .contains("medsendx_segmenter_outbox_backlog");
    }

    private static DataSet ofItsOwnKind(long seed) {
        var set = Phantom.ct(64, 64, seed).dataSet();
        set.putString(Tag.KVP, VR.DS, "80");
        return set;
    }

    private TruckScans scans() {
        return new TruckScans(broker, config.deidentifiedDir());
    }

    private ScanRecord assessed(UUID objectId) {
        return await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ledger.get(objectId), line -> line != null);
    }

    /** Waits for the event of an object on a topic, and makes sure there is no second one. */
    private ConsumerRecord<String, byte[]> only(DeidentifiedTopic topic, UUID objectId) {
        return all(topic, objectId, 1).getFirst();
    }

    /** Waits for so many events of an object on a topic, and makes sure there are no more. */
    private List<ConsumerRecord<String, byte[]>> all(
            DeidentifiedTopic topic, UUID objectId, int count) {
        var own =
                await().atMost(Duration.ofSeconds(40))
                        .until(
                                () -> records(topic, objectId.toString()).toList(),
                                records -> records.size() >= count);
        assertThat(own).hasSize(count);
        return own;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<ConsumerRecord<String, byte[]>> records(
            DeidentifiedTopic topic, String subject) {
        var partition = new TopicPartition(topic.topicName(), 0);
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found.stream().filter(record -> header(record, "ce_subject").equals(subject));
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + path))
                            .build(),
                    BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String text(ConsumerRecord<?, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
