package org.medsendx.uplink.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.uplink.baselines.FleetTable;

/** What the cloud's broker says of the fleet, told to the truck's: two real brokers. */
@Timeout(120)
class FleetBaselinesIT {

    private static final String CLOUD_TOPIC = "fleet.baselines.v1";
    private static final String TRUCK_TOPIC = "baselines.received.v1";
    private static final Duration LONG = Duration.ofSeconds(60);

    private KafkaCluster cloud;
    private KafkaCluster truck;

    @BeforeEach
    void start() throws Exception {
        cloud = broker(CLOUD_TOPIC);
        truck = broker(TRUCK_TOPIC);
    }

    private static KafkaCluster broker(String topic) throws Exception {
        var broker =
                KafkaClusterFactory.create(
                        KafkaClusterConfig.builder()
                                .brokerConfigs(Map.of("auto.create.topics.enable", "false"))
                                .build());
        broker.start();
        try (var admin = Admin.create(broker.getKafkaClientConfiguration())) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topic, 1, (short) 1)
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        return broker;
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
        truck.close();
    }

    @Test
    void what_was_said_during_days_without_a_link_arrives_when_it_is_back() throws Exception {
        say("ROUTINE", 10, 2.0);
        say("OLD", 20, 3.0);
        say("DAYS-ONLY", 30, null);
        send("not-ours", "no event", Map.of());
        cloud.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        try (var baselines =
                        new FleetBaselines(
                                new FleetTable(10),
                                new KafkaPublisher(
                                        Map.of("bootstrap.servers", truck.getBootstrapServers())));
                var reader = reader(baselines)) {
            var thread = reader.start("test-baselines");
            assertThat(onTruck()).isEmpty();

            cloud.startNodes(node -> true);

            await().atMost(LONG).until(() -> onTruck().size() == 2);
            assertThat(onTruck().toString())
                    .contains("\"location\":10.0", "\"scale\":2.0")
                    .contains("\"location\":20.0")
                    .doesNotContain("DAYS-ONLY", "scanners");

            say("ROUTINE", 11, 2.0);
            send("CT|CHEST|OLD|120-129|mean", null, Map.of());

            await().atMost(LONG).until(() -> onTruck().size() == 1);
            await().atMost(LONG).until(() -> onTruck().toString().contains("\"location\":11.0"));
            assertThat(baselines.size()).isEqualTo(1);
            assertThat(thread.isAlive()).isTrue();
            reader.close();
            thread.join(LONG);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private TableReader reader(FleetBaselines baselines) {
        return new TableReader(
                () ->
                        TableReader.consumer(
                                Map.of(
                                        "bootstrap.servers",
                                        cloud.getBootstrapServers(),
                                        // What a producer is told besides is not for a reader.
                                        "acks",
                                        "all")),
                List.of(DeidentifiedTopic.FLEET_BASELINES),
                baselines,
                Duration.ofMillis(100),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1)));
    }

    private void say(String protocol, double location, @Nullable Double scanScale)
            throws Exception {
        var baseline =
                new FleetBaseline(
                        new Stratum("CT", "CHEST", protocol, "120-129"),
                        FleetBaseline.MEAN,
                        412,
                        5,
                        location,
                        0.5,
                        scanScale);
        var event =
                new Event<>("0".repeat(32), "/fleet/fleet-miner-service", 1, "e", null, baseline);
        send(
                baseline.key(),
                new String(EventCodec.value(baseline), StandardCharsets.UTF_8),
                EventCodec.headers(event));
    }

    private void send(String key, @Nullable String value, Map<String, String> headers)
            throws Exception {
        var record = new ProducerRecord<String, @Nullable String>(CLOUD_TOPIC, key, value);
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var producer =
                new KafkaProducer<String, @Nullable String>(
                        Map.of("bootstrap.servers", cloud.getBootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(record).get();
        }
    }

    /** The table as a reader of the truck has it. */
    private Map<String, String> onTruck() {
        var partition = new TopicPartition(TRUCK_TOPIC, 0);
        var table = new LinkedHashMap<String, String>();
        try (var consumer =
                new KafkaConsumer<>(
                        new HashMap<String, Object>(
                                Map.of("bootstrap.servers", truck.getBootstrapServers())),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> {
                            if (record.value() == null) {
                                table.remove(record.key());
                            } else {
                                table.put(record.key(), record.value());
                            }
                        });
            }
        }
        return table;
    }
}
