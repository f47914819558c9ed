package org.medsendx.miner;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic.Reach;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;

/** The cloud's topics on a real broker, as those who write and read them see them. */
final class FleetTopics {

    private final KafkaCluster cluster;

    FleetTopics(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    void create(int partitions) throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(
                            Arrays.stream(DeidentifiedTopic.values())
                                    .filter(topic -> topic.reach() != Reach.TRUCK)
                                    .map(topic ->
                                            new NewTopic(topic.topicName(), partitions, (short) 1)
                                                    .configs(
                                                            Map.of(
                                                                    "cleanup.policy",
                                                                    topic.compacted()
                                                                            ? "compact"
                                                                            : "delete")))
                                    .toList())
                    .all()
                    .get();
        }
    }

    void send(List<? extends Event<?>> events) {
        try (var producer = producer()) {
            for (var event : events) {
                var record =
                        new ProducerRecord<>(
                                event.data().topic().topicName(),
                                event.data().key(),
                                EventCodec.value(event.data()));
                EventCodec.headers(event)
                        .forEach((name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record);
            }
            producer.flush();
        }
    }

    KafkaProducer<String, byte[]> producer() {
        var settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        // Topics are new: what is sent before their leaders are known is sent again, and several
        // requests on their way could then pass one another.
        settings.put("max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** What is committed. */
    List<ConsumerRecord<String, byte[]>> read(DeidentifiedTopic topic) {
        var settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        settings.put("isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(topic.topicName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    <P extends Payload> List<Event<P>> events(DeidentifiedTopic topic, Class<P> payload) {
        return read(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> event(payload, record))
                .toList();
    }

    static <P extends Payload> Event<P> event(
            Class<P> payload, ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        try {
            return EventCodec.read(payload, headers, record.value());
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }
}
