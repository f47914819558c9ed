package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.segmenter.messaging.TruckScans.NO_VALUE;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.ScanLedger;

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
            return Map.of(
                    "quarkus.log.category.\"org.medsendx.outbox.kafka\".level", "DEBUG",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG.toString(),
                    "mp.messaging.incoming.instances-deidentified.max.poll.interval.ms", "3000",
                    "mp.messaging.incoming.instances-deidentified.session.timeout.ms", "6000",
                    "medsendx.segmenter.retry-first", "50ms",
                    "medsendx.segmenter.retry-longest", "200ms");
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
    void the_client_runs_with_the_settings_of_the_file() {
        var effective = new ConsumerConfig(client());

        assertThat(effective.getString("group.id")).isEqualTo("segmenter-service");
        assertThat(effective.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
        assertThat(effective.getBoolean("allow.auto.create.topics")).isFalse();
        assertThat(effective.getLong("metadata.max.age.ms")).isEqualTo(5000);
        assertThat(effective.getInt("max.poll.records")).isEqualTo(20);
        assertThat(effective.getClass("key.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");
        assertThat(effective.getClass("value.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");
    }

    @Test
    void the_client_is_told_nothing_that_it_does_not_know() {
        assertThat(client().keySet()).isSubsetOf(ConsumerConfig.configNames());
    }

    @Test
    void the_connector_runs_with_the_settings_of_the_file() {
        var effective = settings.of(CHANNEL);

        assertThat(effective.getTopic()).contains("instances.deidentified.v1");
        assertThat(effective.getCommitStrategy()).contains("throttled");
        // 0: no age of a record in hand stops the channel.
        assertThat(effective.getThrottledUnprocessedRecordMaxAgeMs()).isZero();
        // A failed poll is tried again for ever; a record that was not handled is not skipped.
        assertThat(effective.getRetry()).isTrue();
        assertThat(effective.getRetryAttempts()).isEqualTo(-1);
        assertThat(effective.getFailureStrategy()).isEqualTo("fail");
        assertThat(effective.getCloudEvents()).isFalse();
        assertThat(effective.getHealthEnabled()).isFalse();
    }

    @Test
    void the_relay_publishes_with_these_settings() throws Exception {
        var instance = scans().write(Phantom.ct(32, 32, 1));
        scans().send(instance, null);
        assessed(List.of(instance));

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
    void no_record_stops_the_channel_however_little_of_an_event_it_is() throws Exception {
        byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = {(byte) 0xff, 0, 1};
        var records =
                List.of(
                        new Odd(null, Map.of()),
                        new Odd(new byte[0], Map.of()),
                        new Odd(bytes, Map.of()),
                        new Odd(json, Map.of("ce_specversion", "1.0")),
                        new Odd(json, Map.of("ce_specversion", "1.0", "ce_source", ":no uri:")),
                        new Odd(json, Map.of("ce_specversion", "1.0", "ce_source", NO_VALUE)),
                        new Odd(
                                json,
                                Map.of(
                                        "ce_specversion", "1.0",
                                        "ce_source", "/a",
                                        "ce_time", "yesterday")),
                        new Odd(json, Map.of("ce_specversion", "9")),
                        new Odd(bytes, Map.of("content-type", "application/cloudevents+json")),
                        new Odd(json, Map.of("content-type", "application/cloudevents; c=\u0001")),
                        new Odd(json, Map.of("traceparent", NO_VALUE)),
                        new Odd(json, Map.of("traceparent", "00-00-00-00", "tracestate", "=,,=")));
        for (var odd : records) {
            scans().sendRecord(odd.value(), odd.headers());
        }
        var good = scans().write(Phantom.ct(32, 32, 2));
        scans().send(good, null);

        assessed(List.of(good));

        try (var letters =
                Files.list(config.derivedDir().resolve("segmenter").resolve("dead-letters"))) {
            assertThat(letters).hasSize(records.size());
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

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Odd(byte @Nullable [] value, Map<String, String> headers) {}

    /** As the relay's producer has them, which says so when it is made with the first event. */
    private String settingsOfTheRelay() {
        return await().atMost(LONG)
                .until(
                        () ->
                                Files.readString(LOG)
                                        .lines()
                                        .filter(line ->
                                                line.contains("a producer with {")
                                                        && line.contains(broker))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
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
                    .until(() -> ledger.contains(instance.objectId(), instance.sha256()));
        }
    }
}
