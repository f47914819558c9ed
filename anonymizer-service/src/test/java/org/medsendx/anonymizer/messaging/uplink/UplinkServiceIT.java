package org.medsendx.anonymizer.messaging.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.messaging.AnonymizerService;
import org.medsendx.anonymizer.storage.s3.GuardedAttempt;
import org.medsendx.anonymizer.storage.s3.S3Server;
import org.medsendx.anonymizer.uplink.Jobs;
import org.medsendx.anonymizer.uplink.Scans;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole uplink as it is deployed, between two real brokers and a real S3 server. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class UplinkServiceIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @Inject AnonymizerConfig volumes;
    @Inject AnonymizerService anonymizer;
    @Inject UplinkService uplink;
    @Inject CircuitBreakerMaintenance breakers;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String truckBroker;

    @Inject
    @ConfigProperty(name = "medsendx.uplink.cloud-bootstrap-servers")
    String cloudBroker;

    @Inject
    @ConfigProperty(name = "quarkus.s3.endpoint-override")
    URI s3Endpoint;

    @Inject
    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private S3Client s3;

    @BeforeEach
    void connect() {
        s3 = S3Server.client(s3Endpoint);
    }

    @Test
    void carries_an_instance_its_highlight_and_its_events_to_the_cloud() throws Exception {
        var scan = release("2.25.1");
        byte[] png = bytes(20_000);
        Files.write(volumes.derivedDir().resolve("highlight.png"), png);
        say(Scans.event(Scans.highlight(scan, "highlight.png", png)));
        say(Scans.event(Scans.assessed(scan, 80)));
        say(Scans.event(Scans.measured(scan)));

        var uploaded = cloud(DeidentifiedTopic.INSTANCES_UPLOADED, "2.25.1", 2);
        assertThat(uploaded)
                .allSatisfy(record -> assertThat(record.value()).contains(scan.objectKey().path()));
        assertThat(cloud(DeidentifiedTopic.SCANS_ASSESSED, "2.25.1", 1)).hasSize(1);
        assertThat(cloud(DeidentifiedTopic.SCANS_FEATURES, "CT1", 1))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.value())
                                .contains(scan.featureId(), "2026-03-01")
                                .doesNotContain(scan.objectId().toString(), "2.25."));
        assertThat(stored(scan.objectKey().path() + ".highlight.png")).isEqualTo(png);
        assertThat(stored(scan.objectKey().instance()))
                .isEqualTo(Files.readAllBytes(volumes.deidentifiedDir().resolve(scan.file())));
        await().atMost(LONG).until(() -> get("/uplink").contains("\"backlogEvents\":0"));
        assertThat(get("/uplink")).contains("\"backlogObjects\":0", "\"parked\":[]");
        assertThat(get("/q/metrics"))
                .contains("medsendx_uplink_objects_total{outcome=\"uploaded\"}")
                .doesNotContain("2.25.1", scan.objectId().toString());
    }

    @Test
    void leaves_a_failing_store_alone_and_goes_on_when_it_is_back() throws Exception {
        for (var object : s3.listObjectsV2(list -> list.bucket(S3Server.BUCKET)).contents()) {
            s3.deleteObject(delete -> delete.bucket(S3Server.BUCKET).key(object.key()));
        }
        s3.deleteBucket(delete -> delete.bucket(S3Server.BUCKET));

        var scan = release("2.25.3");
        await().atMost(LONG)
                .until(() ->
                        breakers.currentState(GuardedAttempt.BREAKER) == CircuitBreakerState.OPEN);
        assertThat(uplink.status().parked()).isEmpty();
        assertThat(get("/q/health/ready")).contains("UP");
        s3.createBucket(create -> create.bucket(S3Server.BUCKET));

        cloud(DeidentifiedTopic.INSTANCES_UPLOADED, "2.25.3", 1);
        assertThat(stored(scan.objectKey().instance())).hasSize((int) scan.bytes());
        await().until(() ->
                breakers.currentState(GuardedAttempt.BREAKER) == CircuitBreakerState.CLOSED);
    }

    @Test
    void keeps_what_it_cannot_read_and_goes_on() throws Exception {
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>("derived.created.v1", "k", new byte[] {'{'})).get();
        }
        var scan = release("2.25.4");
        byte[] png = bytes(1_000);
        Files.write(volumes.derivedDir().resolve("other.png"), png);
        say(Scans.event(Scans.highlight(scan, "other.png", png)));

        cloud(DeidentifiedTopic.INSTANCES_UPLOADED, "2.25.4", 2);
        Path letters = volumes.deidentifiedDir().resolve("uplink/dead-letters");
        try (var kept = Files.list(letters)) {
            assertThat(kept)
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter).hasContent("{");
                        assertThat(
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(letter)))
                                .isEqualTo("rw-------");
                    });
        }
    }

    private ReleasedInstance release(String study) throws Exception {
        var released = Jobs.released(volumes.deidentifiedDir(), study, bytes(50_000));
        anonymizer
                .ledger()
                .add(
                        new LedgerEntry(
                                released.objectId(),
                                released.truck(),
                                Instant.now(),
                                "key",
                                "truck",
                                released,
                                "1.2.840.10008.1.2.1",
                                List.of()));
        return released;
    }

    private void say(Event<?> event) throws Exception {
        try (var producer = producer()) {
            var record =
                    new ProducerRecord<>(
                            event.data().topic().topicName(),
                            event.data().key(),
                            EventCodec.value(event.data()));
            EventCodec.headers(event)
                    .forEach((name, value) ->
                            record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", truckBroker),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Waits for so many records of a key on the cloud's broker. */
    private List<ConsumerRecord<String, String>> cloud(
            DeidentifiedTopic topic, String key, int count) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", cloudBroker, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic.topicName(), 0)));
            await().atMost(LONG)
                    .until(() -> {
                        for (var record : consumer.poll(Duration.ofMillis(200))) {
                            if (key.equals(record.key())) {
                                records.add(record);
                            }
                        }
                        return records.size() >= count;
                    });
        }
        return records;
    }

    private byte[] stored(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(key)).asByteArray();
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
