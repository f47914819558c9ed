package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.servicehealth.channels.ChannelPromise;
import org.medsendx.servicehealth.channels.ChannelSettings;
import org.medsendx.servicehealth.channels.OddRecords;
import org.medsendx.servicehealth.channels.RelayPromise;

/** What the channel effectively runs with, and what does not stop it. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
@TestProfile(ChannelIT.Impatient.class)
class ChannelIT {

    private static final String CHANNEL = "instances-deidentified";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path LOG = Path.of("target", "ChannelIT.log");

    /** A group that throws a member out after three seconds without a poll. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(RelayPromise.toldIn(LOG));
            settings.putAll(
                    Map.of(
                            "mp.messaging.incoming.instances-deidentified.max.poll.interval.ms",
                                    "3000",
                            "mp.messaging.incoming.instances-deidentified.session.timeout.ms",
                                    "6000",
                            "medsendx.segmenter.retry-first", "50ms",
                            "medsendx.segmenter.retry-longest", "200ms"));
            return settings;
        }
    }

    @Inject KafkaClientService clients;
    @Inject ChannelSettings settings;
    @Inject SegmenterConfig config;
    @Inject ScanLedger ledger;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @Test
    void the_channel_runs_with_the_settings_of_the_file() {
        assertThat(clients.getConsumerChannels())
                .containsExactlyInAnyOrder(CHANNEL, "instances-uploaded", "instances-delivered");
        assertThat(ChannelPromise.gathered(clients))
                .containsExactly("instances-delivered", "instances-uploaded");
        ChannelPromise.isKept(
                clients,
                settings,
                "instances-delivered",
                "instances.delivered.v1",
                "segmenter-service-delivered");
        ChannelPromise.isKept(
                clients,
                settings,
                "instances-uploaded",
                "instances.uploaded.v1",
                "segmenter-service-uploaded");
        ChannelPromise.isKept(
                clients, settings, CHANNEL, "instances.deidentified.v1", "segmenter-service");
        var effective = new ConsumerConfig(client());
        assertThat(effective.getBoolean("allow.auto.create.topics")).isFalse();
        assertThat(effective.getLong("metadata.max.age.ms")).isEqualTo(5000);
        assertThat(effective.getInt("max.poll.records")).isEqualTo(20);
    }

    @Test
    void the_relay_publishes_with_these_settings() throws Exception {
        var instance = scans().write(Phantom.ct(32, 32, 1));
        scans().send(instance, null);
        assessed(List.of(instance));

        RelayPromise.isKept(LOG, broker);
    }

    @Test
    void no_record_stops_the_channel_however_little_of_an_event_it_is() throws Exception {
        int odd = OddRecords.send(broker, "instances.deidentified.v1");
        var good = scans().write(Phantom.ct(32, 32, 2));
        scans().send(good, null);

        assessed(List.of(good));

        try (var letters =
                Files.list(config.derivedDir().resolve("segmenter").resolve("dead-letters"))) {
            assertThat(letters).hasSize(odd);
        }
    }

    @Test
    void a_record_that_waits_for_the_disk_leaves_neither_its_group_nor_the_channel()
            throws Exception {
        var scans = scans();
        var instances = new ArrayList<InstanceDeidentified>();
        // More than the connector's queue holds, so that it pauses.
        for (int i = 0; i < 70; i++) {
            instances.add(scans.write(Phantom.ct(16, 16, 100 + i)));
        }
        var away = config.deidentifiedDir().resolveSibling("away");
        var before = group();
        Files.move(config.deidentifiedDir(), away);
        try {
            for (var instance : instances) {
                scans.send(instance, null);
            }
            // Longer than the group waits for a member that does not poll.
            var end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            await().atMost(LONG).until(() -> System.nanoTime() > end);
        } finally {
            Files.move(away, config.deidentifiedDir());
        }

        assessed(instances);

        assertThat(group().generationId()).isEqualTo(before.generationId());
        assertThat(group().memberId()).isEqualTo(before.memberId());
    }

    private Map<String, Object> client() {
        return new HashMap<>(clients.getConsumer(CHANNEL).configuration());
    }

    private ConsumerGroupMetadata group() {
        return clients.getConsumer(CHANNEL).consumerGroupMetadata().await().atMost(LONG);
    }

    private TruckScans scans() {
        return new TruckScans(broker, config.deidentifiedDir());
    }

    private void assessed(List<InstanceDeidentified> instances) {
        for (var instance : instances) {
            await().atMost(LONG)
                    .until(() ->
                            ledger.contains(
                                    instance.objectId(), instance.copy().content().sha256()));
        }
    }
}
