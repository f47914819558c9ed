package org.medsendx.anonymizer.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.deidentification.Instances;

/** What the channels and relays effectively run with, and what does not stop them. */
@QuarkusTest
@WithTestResource(TruckBroker.class)
@TestProfile(ChannelsIT.OfItsOwn.class)
public class ChannelsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path LOG = Path.of("target", "ChannelsIT.log");

    /** A truck that no other test sends anything to. */
    public static final class OfItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.log.category.\"org.medsendx.outbox.kafka\".level", "DEBUG",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG.toString());
        }
    }

    @Inject KafkaClientService clients;
    @Inject ChannelSettings settings;

    private final String brokers = setting("kafka.bootstrap.servers");
    private final Path identified = Path.of(setting("medsendx.anonymizer.identified-dir"));
    private final URI http = URI.create(setting("test.url") + "/");

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @ParameterizedTest
    @CsvSource({
        "received, instances.received.v1, anonymizer-service",
        "measured, scans.measured.v1, anonymizer-service-measured"
    })
    void a_channel_runs_with_the_settings_of_the_file(String channel, String topic, String group) {
        var client = new HashMap<String, Object>(clients.getConsumer(channel).configuration());
        assertThat(client.keySet()).isSubsetOf(ConsumerConfig.configNames());
        var effective = new ConsumerConfig(client);
        assertThat(effective.getString("group.id")).isEqualTo(group);
        assertThat(effective.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
        assertThat(effective.getClass("key.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");
        assertThat(effective.getClass("value.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");

        var connector = settings.of(channel);
        assertThat(connector.getTopic()).contains(topic);
        assertThat(connector.getCommitStrategy()).contains("throttled");
        // 0: no age of a record in hand stops the channel.
        assertThat(connector.getThrottledUnprocessedRecordMaxAgeMs()).isZero();
        // A failed poll is tried again for ever; a record that was not handled is not skipped.
        assertThat(connector.getRetry()).isTrue();
        assertThat(connector.getRetryAttempts()).isEqualTo(-1);
        assertThat(connector.getFailureStrategy()).isEqualTo("fail");
        assertThat(connector.getCloudEvents()).isFalse();
        assertThat(connector.getHealthEnabled()).isFalse();
    }

    @Test
    void there_is_no_channel_that_is_not_looked_at() {
        assertThat(clients.getConsumerChannels()).containsExactlyInAnyOrder("received", "measured");
    }

    @Test
    void a_relay_publishes_with_these_settings() throws Exception {
        var id = UUID.randomUUID();
        var file = identified.resolve("objects/" + id + ".dcm");
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.writeString(file, "no DICOM at all");
        var received =
                new InstanceReceived(
                        id,
                        Instances.TRUCK,
                        "CT-A",
                        Intake.C_STORE,
                        "objects/" + id + ".dcm",
                        "0".repeat(64),
                        Files.size(file),
                        Instances.CT,
                        "1.2.840.10008.1.2.1",
                        Instant.parse("2026-05-04T10:00:00Z"));
        var event = new Event<>("e-" + id, "/trucks/T1/edge-ingest", 1, "epoch", null, received);
        send("instances.received.v1", EventCodec.value(received), EventCodec.headers(event));

        assertThat(settingsOfTheRelay())
                .contains(
                        "acks=-1,",
                        "compression.type=gzip,",
                        "delivery.timeout.ms=30000,",
                        "enable.idempotence=true,",
                        "max.block.ms=10000,",
                        "reconnect.backoff.max.ms=5000,",
                        "request.timeout.ms=10000,");
    }

    @Test
    void no_record_stops_a_channel_however_little_of_an_event_it_is() throws Exception {
        byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = {(byte) 0xff, 0, 1};
        for (var topic : List.of("instances.received.v1", "scans.measured.v1")) {
            send(topic, null, Map.of());
            send(topic, json, Map.of("ce_specversion", "1.0"));
            send(topic, json, Map.of("ce_specversion", "1.0", "ce_source", ":no uri:"));
            send(topic, bytes, Map.of("content-type", "application/cloudevents+json"));
        }

        await().atMost(LONG).until(() -> letters(identified.resolve("anonymizer")) == 8);
        await().atMost(LONG)
                .until(() -> text("q/health/ready").split("\": \"working\"", -1).length > 6);
        assertThat(text("q/health/live"))
                .contains("\"status\": \"UP\"")
                .doesNotContain("stopped", "\"DOWN\"");
        assertThat(text("q/metrics"))
                .contains("medsendx_work_well{part=\"channel-measured\"} 1.0")
                .contains("medsendx_work_well{part=\"relay-released\"} 1.0")
                .contains("medsendx_work_well{part=\"relay-withheld\"} 1.0")
                .contains("medsendx_work_well{part=\"relay-features\"} 1.0");
    }

    /** As the relay's producer has them, which says so when it is made with the first event. */
    private String settingsOfTheRelay() {
        return await().atMost(LONG)
                .until(
                        () ->
                                Files.readString(LOG)
                                        .lines()
                                        .filter(line ->
                                                line.contains("a producer with {")
                                                        && line.contains(brokers))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static long letters(Path folder) throws Exception {
        var letters = folder.resolve("dead-letters");
        if (!Files.isDirectory(letters)) {
            return 0;
        }
        try (var files = Files.list(letters)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private void send(String topic, byte @Nullable [] value, Map<String, String> headers)
            throws Exception {
        var record = new ProducerRecord<byte @Nullable [], byte @Nullable []>(topic, value);
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var producer =
                new KafkaProducer<byte @Nullable [], byte @Nullable []>(
                        Map.of("bootstrap.servers", brokers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(record).get();
        }
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
