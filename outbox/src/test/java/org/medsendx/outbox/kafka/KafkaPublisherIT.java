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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
                    .hasMessage("kafka: TimeoutException");

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

    private Relay start() {
        return Relay.start(outbox, folder.resolve("cursor"), new KafkaPublisher(settings()));
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
