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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.deidentification.Instances;
import org.medsendx.servicehealth.channels.ChannelPromise;
import org.medsendx.servicehealth.channels.ChannelSettings;
import org.medsendx.servicehealth.channels.OddRecords;
import org.medsendx.servicehealth.channels.RelayPromise;

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
            return RelayPromise.toldIn(LOG);
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
        "measured, scans.measured.v1, anonymizer-service-measured",
        "reviewed, scans.reviewed.v1, anonymizer-service-reviewed",
        "uploaded, instances.uploaded.v1, anonymizer-service-uploaded",
        "delivered, instances.delivered.v1, anonymizer-service-delivered",
        "assessed, scans.assessed.v1, anonymizer-service-assessed"
    })
    void a_channel_runs_with_the_settings_of_the_file(String channel, String topic, String group) {
        ChannelPromise.isKept(clients, settings, channel, topic, group);
    }

    @Test
    void what_says_that_files_may_go_is_gathered() {
        assertThat(ChannelPromise.gathered(clients))
                .containsExactly("assessed", "delivered", "uploaded");
    }

    @Test
    void there_is_no_channel_that_is_not_looked_at() {
        assertThat(clients.getConsumerChannels())
                .containsExactlyInAnyOrder(
                        "received", "measured", "reviewed", "uploaded", "delivered", "assessed");
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
                        Sha256.of(file),
                        Files.size(file),
                        Instances.CT,
                        "1.2.840.10008.1.2.1",
                        Instant.parse("2026-05-04T10:00:00Z"));
        var event = new Event<>("e-" + id, "/trucks/T1/edge-ingest", 1, "epoch", null, received);
        send("instances.received.v1", EventCodec.value(received), EventCodec.headers(event));

        RelayPromise.isKept(LOG, brokers);
    }

    @Test
    void no_record_stops_a_channel_however_little_of_an_event_it_is() throws Exception {
        int odd = 0;
        for (var topic :
                List.of("instances.received.v1", "scans.measured.v1", "scans.reviewed.v1")) {
            odd += OddRecords.send(brokers, topic);
        }
        int sent = odd;

        await().atMost(LONG).until(() -> letters(identified.resolve("anonymizer")) == sent);
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

    private static long letters(Path folder) throws Exception {
        var letters = folder.resolve("dead-letters");
        if (!Files.isDirectory(letters)) {
            return 0;
        }
        try (var files = Files.list(letters)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private void send(String topic, byte[] value, Map<String, String> headers) throws Exception {
        var record = new ProducerRecord<byte[], byte[]>(topic, value);
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
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
