package org.medsendx.anonymizer.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.dicom.dictionary.Tag.*;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.medsendx.audit.AuditChain;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.report.SignedReport;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.webguard.WebSurface;

/** The service with a real broker: messages in, files and messages out. */
@QuarkusTest
@WithTestResource(value = TruckBroker.class)
class AnonymizerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final String brokers = setting("kafka.bootstrap.servers");
    private final Path identified = Path.of(setting("medsendx.anonymizer.identified-dir"));
    private final Path deidentified = Path.of(setting("medsendx.anonymizer.deidentified-dir"));
    private final URI http = URI.create(setting("test.url") + "/");

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Test
    void releases_withholds_and_survives_what_is_no_event() throws Exception {
        UUID clean = store(Instances.ct());
        DataSet annotated = Instances.ct();
        annotated.putString(BurnedInAnnotation, VR.CS, "YES");
        UUID burned = store(annotated);
        UUID broken = UUID.randomUUID();
        Path brokenFile = file(broken);
        Files.createDirectories(requireNonNull(brokenFile.getParent()));
        Files.writeString(brokenFile, "Brandtmueller, no DICOM at all");

        try (var producer = producer()) {
            producer.send(
                            new ProducerRecord<>(
                                    "instances.received.v1",
                                    "x",
                                    "{}".getBytes(StandardCharsets.US_ASCII)))
                    .get();
            for (UUID id : List.of(clean, burned, broken, clean)) {
                send(producer, id);
            }
        }

        List<ConsumerRecord<String, byte[]>> released = poll("instances.deidentified.v1", 1);
        List<ConsumerRecord<String, byte[]>> withheld = poll("instances.withheld.v1", 2);
        Event<InstanceDeidentified> event =
                EventCodec.read(
                        InstanceDeidentified.class,
                        headers(released.getFirst()),
                        released.getFirst().value());
        assertThat(event.data().objectId()).isEqualTo(clean);
        assertThat(event.data().copy().scanner()).isEqualTo("CT-A");
        assertThat(event.traceparent()).isEqualTo(TRACE);
        assertThat(released.getFirst().key()).isEqualTo(event.data().studyInstanceUid());
        Path copy = deidentified.resolve(event.data().copy().content().file());
        assertThat(copy).hasSize(event.data().copy().content().bytes());
        var again = DicomReader.read(copy, ReadLimits.DEFAULT);
        assertThat(again.dataSet().string(PatientName)).matches("P-[0-9A-F]{16}");
        assertThat(again.dataSet().string(StationName)).isEqualTo(Instances.TRUCK);

        var rules = new HashMap<UUID, String>();
        for (var record : withheld) {
            InstanceWithheld data =
                    EventCodec.read(InstanceWithheld.class, headers(record), record.value()).data();
            rules.put(data.objectId(), data.reasons().getFirst().rule());
        }
        assertThat(rules).isEqualTo(Map.of(burned, "PIXELS-nothing-found", broken, "unreadable"));

        Path deadLetters = identified.resolve("anonymizer/dead-letters");
        await().atMost(PATIENCE)
                .until(() -> Files.isDirectory(deadLetters) && count(deadLetters) == 1);
        assertThat(get("instances")).hasSize(3);
        assertThat(get("instances?after=1")).hasSize(1);
        assertNothingIdentified(released);
        assertReportAndWayBack(event.data(), requireNonNull(again.dataSet().string(PatientName)));
        assertThat(text("q/metrics"))
                .contains(
                        "medsendx_anonymizer_instances_total", "medsendx_anonymizer_undated_total")
                .contains("rule=\"PIXELS-nothing-found\"")
                .doesNotContain("Brandtm");
        assertThat(text("q/health/ready")).contains("UP");
        assertThat(text("q/health/live")).contains("UP");
    }

    private void assertReportAndWayBack(InstanceDeidentified released, String pseudonym)
            throws Exception {
        PublicKey key = SigningKey.publicKey(text("report-key"));
        Path report =
                deidentified.resolve(
                        released.copy().content().file().replace(".dcm", ".report.json"));
        byte[] json = SignedReport.verify(Files.readAllBytes(report), key);
        var content = EventCodec.JSON.readValue(json, VerificationReport.class);
        assertThat(requireNonNull(content.output()).sha256())
                .isEqualTo(released.copy().content().sha256());
        assertThat(content.jobId()).isEqualTo(released.objectId());
        assertThat(deidentified.resolve("report-signing.pub.pem"))
                .hasContent(text("report-key").strip());

        String asked = "{\"pseudonym\":\"%s\",\"by\":\"Dr. Weber\",\"reason\":\"request 17\"}";
        assertThat(post("reidentify", asked.formatted(pseudonym))).contains("QZ-4711-0815-K");
        assertThat(post("reidentify", asked.formatted("Wagenknecht"))).doesNotContain("QZ-4711");
        Path own = identified.resolve("anonymizer");
        assertThat(Files.readString(own.resolve("audit.jsonl")))
                .contains("KEY_CREATED", "KEY_ACTIVE", "RELEASED", "WITHHELD", "PAGE_READ")
                .contains("Dr. Weber", pseudonym)
                .doesNotContain("QZ-4711", "Brandtm", "Wagenknecht");
        assertThat(AuditChain.read(own).problem()).isNull();
        for (String name : List.of("pseudonym.key", "vault.key", "report-signing.pem")) {
            Path file = own.resolve("keys").resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    private String post(String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(http.resolve(path))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void answers_no_page_of_another_site() throws Exception {
        new WebSurface(http.getPort()).isGuarded("/report-key", "/reidentify");
        new WebSurface(http.getPort()).isGuarded("/instances", "/reidentify");
    }

    @Test
    void writes_no_audit_line_for_a_name_that_a_foreign_page_invents() throws Exception {
        String body =
                "{\"pseudonym\":\"P-0123456789ABCDEF\",\"by\":\"Dr. Nobody\",\"reason\":\"x\"}";
        String head = "POST /reidentify HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n";
        try (var socket = new Socket(http.getHost(), http.getPort())) {
            socket.getOutputStream()
                    .write(
                            (head.formatted(http.getPort())
                                            + "Origin: http://evil.example\r\nContent-Length: "
                                            + body.length()
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
        post("reidentify", body.replace("Nobody", "Weber-Claim"));

        assertThat(Files.readString(identified.resolve("anonymizer").resolve("audit.jsonl")))
                .doesNotContain("Dr. Nobody")
                .contains("\"UserID\":\"Dr. Weber-Claim\",\"ClaimedBy\":\"Dr. Weber-Claim\"")
                .contains("\"NetworkAccessPointID\":\"127.0.0.1\"");
    }

    private static void assertNothingIdentified(List<ConsumerRecord<String, byte[]>> records) {
        for (var record : records) {
            var all = new StringBuilder(record.key());
            headers(record).forEach((name, value) -> all.append(name).append(value));
            all.append(new String(record.value(), StandardCharsets.UTF_8));
            assertThat(all.toString())
                    .doesNotContain(
                            Instances.STUDY, Instances.INSTANCE, "Brandtm", "4711", "20240310");
        }
    }

    private Path file(UUID id) {
        return identified.resolve(path(id));
    }

    private static String path(UUID id) {
        return "objects/" + id.toString().substring(0, 2) + "/" + id + ".dcm";
    }

    private UUID store(DataSet dataSet) throws IOException {
        UUID id = UUID.randomUUID();
        Files.createDirectories(requireNonNull(file(id).getParent()));
        Instances.write(dataSet, file(id));
        return id;
    }

    private void send(KafkaProducer<String, byte[]> producer, UUID id) throws Exception {
        var received =
                new InstanceReceived(
                        id,
                        Instances.TRUCK,
                        "CT-A",
                        Intake.C_STORE,
                        path(id),
                        Sha256.of(file(id)),
                        Files.size(file(id)),
                        Instances.CT,
                        "1.2.840.10008.1.2.1",
                        Instant.parse("2026-05-04T10:00:00Z"));
        var event = new Event<>("e-" + id, "/trucks/T1/edge-ingest", 1, "epoch", TRACE, received);
        var record =
                new ProducerRecord<>(
                        "instances.received.v1", received.key(), EventCodec.value(received));
        EventCodec.headers(event)
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private List<ConsumerRecord<String, byte[]>> poll(String topic, int wanted) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE)
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                        return records.size() >= wanted;
                    });
        }
        assertThat(records).hasSize(wanted);
        return records;
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    private JsonNode get(String path) throws Exception {
        return EventCodec.JSON.readTree(text(path));
    }

    private String text(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(http.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
