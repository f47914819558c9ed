package org.medsendx.uplink.messaging;

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
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.WaitingAtUplink;
import org.medsendx.servicehealth.channels.ChannelPromise;
import org.medsendx.servicehealth.channels.ChannelSettings;
import org.medsendx.servicehealth.channels.OddRecords;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Scans;
import org.medsendx.webguard.WebSurface;

/** The service with a real broker: what its channels run with, and what they take. */
@QuarkusTest
@WithTestResource(TruckBroker.class)
@TestProfile(ChannelsIT.OfItsOwn.class)
public class ChannelsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** A store that is given up soon, and looks after seconds instead of minutes. */
    public static final class OfItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "medsendx.uplink.catch-up.grace", "2s",
                    "medsendx.uplink.catch-up.every", "200ms",
                    "quarkus.s3.sync-client.socket-timeout", "500ms");
        }
    }

    @Inject KafkaClientService clients;
    @Inject ChannelSettings settings;

    private final String brokers = setting("kafka.bootstrap.servers");
    private final Path uplink = Path.of(setting("medsendx.uplink.uplink-dir"));
    private final URI http = URI.create(setting("test.url") + "/");

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @ParameterizedTest
    @CsvSource({
        "deidentified, instances.deidentified.v1",
        "derived, derived.created.v1",
        "assessed, scans.assessed.v1",
        "reviewed, scans.reviewed.v1",
        "features, scans.features.v1",
        "outcomes, scans.outcomes.v1"
    })
    void a_channel_runs_with_the_settings_of_the_file(String channel, String topic) {
        ChannelPromise.isKept(clients, settings, channel, topic, "uplink-service-" + channel);
    }

    @Test
    void it_reads_nothing_of_the_identified_zone() {
        assertThat(clients.getConsumerChannels())
                .containsExactlyInAnyOrder(
                        "deidentified", "derived", "assessed", "reviewed", "features", "outcomes");
    }

    @Test
    void takes_what_kafka_tells_and_what_it_never_told_and_says_how_far_it_has_come()
            throws Exception {
        long before = backlog();
        var released = Path.of(setting("medsendx.uplink.deidentified-dir"));
        var delivered = Jobs.released(released, "2.25.1", new byte[300]);
        var lost = Jobs.released(released, "2.25.2", new byte[301]);
        try (var border = Outbox.open(released.resolve("anonymizer/outbox"), "anonymizer");
                var features =
                        Outbox.open(
                                Path.of(setting("medsendx.uplink.features-dir")).resolve("outbox"),
                                "anonymizer")) {
            Event<?> first = border.append(delivered, delivered.copy().content().sha256(), null);
            border.append(lost, lost.copy().content().sha256(), null);
            var record = Scans.features("0123456789abcdef0123456789abcdef");
            features.append(record, "0".repeat(64), null);

            send(
                    "instances.deidentified.v1",
                    EventCodec.value(delivered),
                    EventCodec.headers(first));

            await().atMost(LONG)
                    .until(() -> {
                        var said = WaitingAtUplink.read(uplink.resolve("waiting.json"));
                        return said != null
                                && said.known() == 2
                                && said.upload().count() >= 2
                                && said.outbox().equals(border.epoch());
                    });
            await().atMost(LONG).until(() -> backlog() > before);
        }
        assertThat(text("uplink")).contains("\"backlogObjects\":2", "Scans waiting: not known yet");
        assertThat(text("q/metrics"))
                .containsPattern("medsendx_uplink_backlog_objects(\\{.*})? 2\\.0")
                .containsPattern("medsendx_uplink_undelivered_total(\\{.*})? [12]\\.0");
    }

    // The cloud is nowhere: what goes there waits.
    private long backlog() throws Exception {
        return EventCodec.JSON.readTree(text("uplink")).path("backlogEvents").asLong();
    }

    @Test
    void no_record_stops_a_channel_however_little_of_an_event_it_is() throws Exception {
        int odd = 0;
        for (var topic :
                List.of(
                        "instances.deidentified.v1",
                        "derived.created.v1",
                        "scans.assessed.v1",
                        "scans.reviewed.v1",
                        "scans.features.v1",
                        "scans.outcomes.v1")) {
            odd += OddRecords.send(brokers, topic);
        }
        int sent = odd;

        await().atMost(LONG).until(() -> letters() == sent);
        await().atMost(LONG)
                .until(() -> text("q/health/ready").split("\": \"working\"", -1).length > 7);
        assertThat(text("q/health/live"))
                .contains("\"status\": \"UP\"")
                .doesNotContain("stopped", "\"DOWN\"");
        assertThat(text("q/metrics"))
                .contains("medsendx_work_well{part=\"channel-features\"} 1.0")
                .contains("medsendx_work_well{part=\"relay-cloud\"} 1.0")
                .contains("medsendx_work_well{part=\"relay-truck\"} 1.0")
                .contains("medsendx_work_well{part=\"workers\"} 1.0");
    }

    @Test
    void answers_no_page_of_another_site() throws Exception {
        new WebSurface(http.getPort()).isGuarded("/uplink", "/uplink/parked/retry");
    }

    @Test
    void alerts_ask_for_metrics_that_there_are() throws Exception {
        String metrics = text("q/metrics");

        var names =
                Pattern.compile("medsendx_uplink_[a-z_]+")
                        .matcher(Files.readString(Path.of("../deploy/monitoring/rules/truck.yml")))
                        .results()
                        .map(MatchResult::group)
                        // The border tells of a silent uplink.
                        .filter(name -> !name.equals("medsendx_uplink_silent_seconds"))
                        .toList();
        assertThat(names).hasSizeGreaterThan(1);
        assertThat(names)
                .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    }

    private long letters() throws Exception {
        var letters = uplink.resolve("dead-letters");
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
