package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.outbox.LinkNow;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.webguard.Browser;

/**
 * The crew's pages of the packaged service, a real broker, and what a real browser makes of them.
 */
@ExtendWith(KafkaClusterExtension.class)
class TruckPageIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir Path folder;
    @TempDir Path made;
    private @Nullable ServiceProcess running;
    private long sequence;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private ServiceProcess start(KafkaCluster cluster) throws IOException {
        var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers",
                                cluster.getBootstrapServers(),
                                "medsendx.ingest.sources.\"CT_1\".scanner",
                                "ct-1",
                                "medsendx.ingest.crew.zone",
                                "UTC",
                                "medsendx.ingest.crew.qa-page",
                                "http://127.0.0.1:1/"));
        running = service;
        return service;
    }

    private static UUID send(ServiceProcess service, Path made, String patient) throws Exception {
        int before = service.json("/instances").size();
        String uid = uid();
        try (var scu = service.associate("MEDSENDX")) {
            ServiceProcess.store(
                    scu,
                    file(made, ct(uid, patient).putString(Tag.PatientID, VR.LO, "MRN-7")),
                    uid);
        }
        var all = service.json("/instances");
        return UUID.fromString(all.get(before).get("objectId").asText());
    }

    /** A sample of the catalogue, as another service would say it of this object. */
    private void say(KafkaCluster cluster, Topic topic, String sample, UUID id, String study)
            throws Exception {
        var path =
                Path.of(
                        "../contracts/src/main/resources/samples",
                        topic.topicName(),
                        sample + ".json");
        var json = (ObjectNode) EventCodec.JSON.readTree(path.toFile());
        json.put("objectId", id.toString());
        if (json.has("studyInstanceUid")) {
            json.put("studyInstanceUid", study);
        }
        if (json.has("withheldAt")) {
            json.put("withheldAt", Instant.now().toString());
        }
        Payload payload = EventCodec.JSON.treeToValue(json, topic.payload());
        var event =
                new Event<>(
                        Event.idOf(payload.subject(), topic.topicName(), study + sample),
                        "/trucks/T1/test",
                        ++sequence,
                        "e",
                        null,
                        payload);
        try (var producer =
                new KafkaProducer<>(
                        cluster.getKafkaClientConfiguration(),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            var record =
                    new ProducerRecord<>(
                            topic.topicName(), payload.key(), EventCodec.value(payload));
            EventCodec.headers(event)
                    .forEach((name, value) ->
                            record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }
    }

    private static void createTopics(KafkaCluster cluster) throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(
                            Topics.all().stream()
                                    .filter(topic -> topic.reach() != Topic.Reach.CLOUD)
                                    .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    private static void link(ServiceProcess service) throws IOException {
        var nothing = ScansWaiting.For.NOTHING;
        var own = service.volume.resolve("anonymizer");
        Files.createDirectories(own);
        new ScansWaiting(
                        Instant.now(),
                        nothing,
                        nothing,
                        new ScansWaiting.For(3, 0, Instant.now().minusSeconds(900)),
                        0,
                        0,
                        null,
                        new LinkNow(
                                3,
                                61_000_000,
                                Instant.now().minusSeconds(900),
                                310_000L,
                                200L,
                                3_100_000_000L,
                                20_000_000_000L,
                                16_900_000_000L,
                                null,
                                false,
                                true,
                                0.3))
                .write(own.resolve("waiting.json"));
    }

    @Test
    void the_page_follows_an_exam_by_itself_and_says_when_it_does_not(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws Exception {
        createTopics(cluster);
        var service = start(cluster);
        link(service);
        UUID good = send(service, made, "Doe^Jane");
        UUID bad = send(service, made, "Doe^Jane");
        UUID held = send(service, made, "Roe^Richard");
        say(cluster, DeidentifiedTopic.INSTANCES_DEIDENTIFIED, "ct", good, "2.25.41");
        say(cluster, DeidentifiedTopic.SCANS_ASSESSED, "ct", good, "2.25.41");
        say(cluster, DeidentifiedTopic.INSTANCES_UPLOADED, "instance", good, "2.25.41");
        say(cluster, IdentifiedTopic.INSTANCES_WITHHELD, "pixels", held, "");

        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        service.get("/truck").body().contains("/where/2.25.41")
                                && service.get("/truck")
                                        .body()
                                        .contains("Nothing has to be repeated."));
        try (var browser = Browser.start()) {
            browser.open(service.uri("/truck").toString());
            assertThat(browser.eval("document.querySelector('#repeat h1').textContent"))
                    .isEqualTo("Nothing has to be repeated.");
            browser.eval("window.notReloaded = true");

            say(
                    cluster,
                    DeidentifiedTopic.SCANS_ASSESSED,
                    "clipped-and-first-in-the-list",
                    bad,
                    "2.25.42");

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            browser.eval("document.querySelector('#repeat').innerText")
                                    .contains("Part of the picture is at the bright end."));
            assertThat(browser.eval("String(window.notReloaded)")).isEqualTo("true");
            assertThat(browser.eval("String(document.getElementById('stale').hidden)"))
                    .isEqualTo("true");
            // Nothing identified is on it, for nobody.
            assertThat(service.get("/truck").body()).doesNotContain("Doe", "Jane", "Roe", "MRN-7");
            assertThat(browser.complaints()).isEmpty();
            pictures(browser, "truck");

            theOfficerFindsThePatient(browser, service, bad);
            theWorkListIsDecidedByAPerson(browser, service, held);

            browser.open(service.uri("/truck?lang=de").toString());
            assertThat(browser.eval("document.documentElement.lang")).isEqualTo("de");
            browser.open(service.uri("/truck").toString());
            assertThat(browser.eval("document.querySelector('#repeat h1').textContent"))
                    .isEqualTo("Wiederholen, solange die Patientin oder der Patient da ist");

            service.kill();
            await().atMost(Duration.ofSeconds(40))
                    .until(() ->
                            browser.eval("String(document.getElementById('stale').hidden)")
                                    .equals("false"));
            assertThat(browser.eval("document.getElementById('stale').textContent"))
                    .contains("NICHT AKTUELL seit");
            pictures(browser, "stale");
        }

        // Not from the broker: what was heard is on disk.
        var again = start(cluster);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> again.get("/truck").body().contains("Part of the picture"));
        assertThat(again.json("/instances/" + good).get("stages"))
                .extracting(stage -> stage.get("stage").asText())
                .containsExactly("RECEIVED", "DEIDENTIFIED", "SEGMENTED", "UPLOADED");
        assertThat(again.get("/instances/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(again.get("/q/health/live").body()).contains("\"crew-events\"");
    }

    private void theOfficerFindsThePatient(Browser browser, ServiceProcess service, UUID bad)
            throws Exception {
        browser.open(service.uri("/where").toString());
        browser.eval("document.getElementById('patient').value = 'jane doe'");
        browser.loads(() -> browser.eval("document.querySelector('form[method=post]').submit()"));
        assertThat(browser.eval("document.querySelector('#hits').innerText"))
                .contains("Doe Jane", "MRN-7")
                .doesNotContain("Roe");
        assertThat(browser.address()).doesNotContain("jane");
        pictures(browser, "found");
        browser.loads(() -> browser.eval("document.querySelector('#hits a').click()"));
        assertThat(browser.address()).contains("/where/2.25.42");
        assertThat(browser.eval("document.querySelector('#original').innerText"))
                .contains("Doe Jane");
        browser.open(service.uri("/where/" + bad).toString());
        assertThat(browser.eval("document.querySelector('#stages').innerText"))
                .contains("Received", "Segmented", "not yet");
        pictures(browser, "where");
        assertThat(Files.readString(service.volume.resolve("ingest/audit.jsonl")))
                .contains("POST /where", "GET /where/" + bad)
                .doesNotContainIgnoringCase("jane", "MRN-7");
    }

    private void theWorkListIsDecidedByAPerson(Browser browser, ServiceProcess service, UUID held)
            throws Exception {
        browser.open(service.uri("/worklist").toString());
        assertThat(browser.eval("document.body.innerText")).contains(held.toString(), "Try again");
        assertThat(browser.eval("document.querySelector('a.button').href"))
                .endsWith("/worklist/" + held + "/picture.png");
        assertThat(service.get("/worklist/" + held + "/picture.png").statusCode()).isEqualTo(200);
        pictures(browser, "worklist");
        browser.eval("document.querySelector('input[name=reason]').value = 'device entry added'");
        browser.eval("document.querySelector('input[name=by]').value = 'olga'");
        browser.loads(() -> browser.eval("document.querySelector('.acts button').click()"));
        assertThat(browser.eval("document.getElementById('remark').textContent")).contains("Done.");
        assertThat(browser.eval("document.getElementById('done').innerText"))
                .contains("tried again by olga", held.toString());
        assertThat(service.json("/instances").size()).isEqualTo(4);
        assertThat(Files.readString(service.volume.resolve("ingest/audit.jsonl")))
                .contains("device entry added", "olga", held.toString());

        // A page of somebody else can do none of this.
        try (var http = HttpClient.newHttpClient()) {
            var foreign =
                    HttpRequest.newBuilder(service.uri("/worklist/" + held + "/close"))
                            .header("Content-Type", FORM)
                            .header("Origin", "https://evil.example")
                            .POST(HttpRequest.BodyPublishers.ofString("reason=x&by=y"))
                            .build();
            assertThat(http.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** To be looked at; kept only where somebody asks for it. */
    private static void pictures(Browser browser, String name) throws IOException {
        String pictures = System.getProperty("pages.pictures");
        if (pictures == null) {
            return;
        }
        Files.createDirectories(Path.of(pictures));
        for (int width : List.of(1400, 1024, 390)) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.look(width, dark);
                browser.picture(
                        Path.of(pictures)
                                .resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
            }
        }
    }
}
