package org.medsendx.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Publisher.PublishException;
import org.medsendx.outbox.Relay;

/** On a real broker inside this JVM. */
@ExtendWith(KafkaClusterExtension.class)
class KafkaPublisherIT {

    private static final String TOPIC = IdentifiedTopic.INSTANCES_RECEIVED.topicName();

    @TempDir Path folder;
    private KafkaCluster cluster;
    private Outbox outbox;

    @BeforeEach
    void open(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws IOException {
        this.cluster = cluster;
        outbox = Outbox.open(folder.resolve("outbox"), "edge-ingest");
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void events_arrive_in_order_with_their_key_and_headers() throws Exception {
        createTopic();
        var trace = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";
        var first = outbox.append(received("T1"), DIGEST, trace);
        var second = outbox.append(received("T1"), DIGEST, null);

        try (var publisher = new KafkaPublisher(settings())) {
            publisher.publish(List.of(first, second));
        }

        var records = consume(2);
        assertThat(records.getFirst().key()).isEqualTo(first.data().objectId().toString());
        assertThat(headers(records.getFirst())).isEqualTo(EventCodec.headers(first));
        assertThat(headers(records.getFirst())).containsEntry("traceparent", trace);
        assertThat(read(records.getFirst())).isEqualTo(first);
        assertThat(read(records.get(1))).isEqualTo(second);
    }

    @Test
    void says_within_its_bound_that_a_topic_is_not_there_and_publishes_when_it_is()
            throws Exception {
        var event = outbox.append(received("T1"), DIGEST, null);
        try (var publisher = new KafkaPublisher(settings())) {
            assertThatThrownBy(() -> publisher.publish(List.of(event, event, event)))
                    .isInstanceOf(PublishException.class)
                    .hasNoCause()
                    .hasMessage("kafka: TimeoutException, no topic " + TOPIC);

            createTopic();
            await().untilAsserted(() -> publisher.publish(List.of(event)));
        }

        assertThat(read(consume(1).getFirst())).isEqualTo(event);
    }

    @Test
    void makes_a_new_producer_after_settings_that_the_producer_refuses() {
        var settings = settings();
        settings.put("bootstrap.servers", "no such address");
        try (var publisher = new KafkaPublisher(settings)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> publisher.publish(List.of()))
                        .isInstanceOf(PublishException.class)
                        .hasMessageNotContaining("no such address");
            }
        }
    }

    @Test
    void a_broker_that_is_down_at_start_gets_every_event_when_it_comes_up() throws Exception {
        createTopic();
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        var expected = append(50);

        try (var relay = start()) {
            await().during(Duration.ofMillis(600)).until(() -> relay.backlog() == 50);
            assertThat(relay.connected()).isFalse();
            cluster.startNodes(node -> true);
            await().atMost(Duration.ofSeconds(60)).until(() -> relay.backlog() == 0);
            assertThat(relay.connected()).isTrue();
        }

        assertThat(distinct(consume(50))).isEqualTo(expected);
    }

    @Test
    void a_broker_that_goes_and_comes_back_loses_nothing() throws Exception {
        createTopic();
        var expected = new ArrayList<>(append(20));
        try (var relay = start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
            cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
            expected.addAll(append(20));
            await().atMost(Duration.ofSeconds(30)).until(() -> !relay.connected());
            cluster.startNodes(node -> true);
            expected.addAll(append(20));
            await().atMost(Duration.ofSeconds(60)).until(() -> relay.backlog() == 0);
        }

        assertThat(new LinkedHashSet<>(distinct(consume(60)))).containsExactlyElementsOf(expected);
    }

    @Test
    void a_relay_that_is_started_again_publishes_all_and_repeats_have_the_same_ids()
            throws Exception {
        createTopic();
        var expected = append(30);
        try (var relay = start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
        }
        Files.delete(folder.resolve("cursor"));
        try (var relay = start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
        }

        var events = new ArrayList<Event<?>>();
        for (var record : consume(60)) {
            events.add(read(record));
        }
        assertThat(events.subList(0, 30)).isEqualTo(expected);
        assertThat(events.subList(30, 60)).isEqualTo(expected);
    }

    @Test
    void a_topic_that_was_made_again_is_filled_while_the_relay_is_idle() throws Exception {
        createTopic();
        var expected = append(30);
        try (var relay = start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
            try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
                admin.deleteTopics(List.of(TOPIC)).all().get();
            }
            createTopicAgain();

            await().atMost(Duration.ofSeconds(60)).until(() -> relay.losses() > 0);
            await().atMost(Duration.ofSeconds(60)).until(() -> relay.backlog() == 0);
        }

        assertThat(new LinkedHashSet<>(distinct(consume(30)))).containsExactlyElementsOf(expected);
    }

    @Test
    void a_log_that_lost_its_tail_gets_it_again_and_no_group_misses_any_of_it() throws Exception {
        createTopic();
        var expected = new ArrayList<>(append(30));
        var stopped = new Group("stopped");
        try (var running = new Group("running")) {
            try (var relay = start()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
                for (int i = 0; i < 10; i++) {
                    expected.addAll(append(1));
                    await().atMost(Duration.ofSeconds(30)).until(() -> relay.backlog() == 0);
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> stopped.read() == 40);
                await().atMost(Duration.ofSeconds(30)).until(() -> running.read() == 40);
                stopped.close();

                var segment = segment();
                cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
                cut(segment, 4);
                expected.addAll(append(20));
                cluster.startNodes(node -> true);

                await().atMost(Duration.ofSeconds(60)).until(() -> relay.losses() > 0);
                await().atMost(Duration.ofSeconds(60)).until(() -> relay.backlog() == 0);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> running.read() == 60);
        }
        try (var back = new Group("stopped")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> back.read() + stopped.ids.size() >= 60);
            back.ids.addAll(stopped.ids);
            assertThat(back.ids).hasSize(60);
        }
        assertThat(distinct(consume(60)))
                .extracting(Event::id)
                .containsExactlyInAnyOrderElementsOf(expected.stream().map(Event::id).toList());
    }

    /** A consumer group that acknowledges as the services do: by offset alone. */
    private final class Group implements AutoCloseable {
        final Set<String> ids = new LinkedHashSet<>();
        private final KafkaConsumer<String, byte[]> consumer;

        Group(String id) {
            var settings = new HashMap<>(cluster.getKafkaClientConfiguration());
            settings.put("group.id", id);
            settings.put("auto.offset.reset", "earliest");
            settings.put("enable.auto.commit", "false");
            settings.put("metadata.max.age.ms", "1000");
            consumer =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new ByteArrayDeserializer());
            consumer.subscribe(List.of(TOPIC));
        }

        /** How many different events it has. */
        int read() {
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                ids.add(headers(record).get("ce_id"));
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
            }
            return ids.size();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** The file of the topic's records. */
    private Path segment() throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            var node = admin.describeCluster().nodes().get().iterator().next().id();
            var dirs = admin.describeLogDirs(List.of(node)).allDescriptions().get();
            return dirs.values().stream()
                    .flatMap(dir -> dir.keySet().stream())
                    .map(dir -> Path.of(dir, TOPIC + "-0", "00000000000000000000.log"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
    }

    // As a power cut leaves it: the last batches never got to the disk.
    private static void cut(Path segment, int batches) throws IOException {
        var sizes = new ArrayList<Integer>();
        var bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        while (bytes.remaining() > 12) {
            int size = 12 + bytes.getInt(bytes.position() + 8);
            sizes.add(size);
            bytes.position(bytes.position() + size);
        }
        long kept = Files.size(segment);
        for (var size : sizes.reversed().subList(0, batches)) {
            kept -= size;
        }
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(kept);
        }
    }

    private void createTopicAgain() {
        // Deleting goes on behind the answer.
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    createTopic();
                    return true;
                });
    }

    private Relay start() {
        return Relay.start(
                outbox,
                folder.resolve("cursor"),
                new KafkaPublisher(settings()),
                Duration.ofMillis(300));
    }

    private List<Event<InstanceReceived>> append(int count) throws IOException {
        var events = new ArrayList<Event<InstanceReceived>>();
        for (int i = 0; i < count; i++) {
            events.add(outbox.append(received("T1"), DIGEST, null));
        }
        return events;
    }

    private Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("bootstrap.servers", cluster.getBootstrapServers());
        settings.put("max.block.ms", "1000");
        settings.put("request.timeout.ms", "1000");
        settings.put("delivery.timeout.ms", "3000");
        return settings;
    }

    private void createTopic() throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private List<ConsumerRecord<String, byte[]>> consume(int count) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        cluster.getKafkaClientConfiguration(),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                        return records.size() >= count;
                    });
        }
        return records;
    }

    private static List<Event<InstanceReceived>> distinct(
            List<ConsumerRecord<String, byte[]>> records) throws Exception {
        var byId = new LinkedHashMap<String, Event<InstanceReceived>>();
        for (var record : records) {
            var event = read(record);
            byId.putIfAbsent(event.id(), event);
        }
        return List.copyOf(byId.values());
    }

    private static Event<InstanceReceived> read(ConsumerRecord<String, byte[]> record)
            throws Exception {
        return EventCodec.read(InstanceReceived.class, headers(record), record.value());
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
