package org.medsendx.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;

/** Reads whole topics, as an operator would. */
public final class TopicRecords {

    private TopicRecords() {}

    /** All records that are in all topics of a broker now, internal ones left out. */
    public static List<ConsumerRecord<byte[], byte[]>> all(Broker broker) {
        var settings = RunningStack.get().kafka(broker, Principal.OPERATOR);
        settings.put("auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.listTopics().values().stream()
                            .flatMap(List::stream)
                            .filter(p -> !p.topic().startsWith("__"))
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
