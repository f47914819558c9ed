package org.medsendx.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.outbox.Backoff;

class TableReaderTest {

    private static final DeidentifiedTopic TOPIC = DeidentifiedTopic.SCANS_ASSESSED;
    private static final TopicPartition ONE = new TopicPartition(TOPIC.topicName(), 0);
    private static final TopicPartition OTHER = new TopicPartition(TOPIC.topicName(), 1);

    /** Kafka's own stand-in for a broker, one partition of which may have no leader. */
    private static final class Consumed extends MockConsumer<byte[], byte[]> {

        private volatile boolean leaderless;

        Consumed() {
            super("earliest");
            updatePartitions(
                    TOPIC.topicName(),
                    IntStream.range(0, 2)
                            .mapToObj(
                                    i -> new PartitionInfo(TOPIC.topicName(), i, null, null, null))
                            .toList());
            updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
            updateEndOffsets(Map.of(ONE, 0L, OTHER, 0L));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            // As a broker that has nothing; without it this would be a loop that rests nowhere.
            await().pollDelay(Duration.ofMillis(5)).until(() -> true);
            return super.poll(timeout);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            if (leaderless) {
                throw new TimeoutException("no leader");
            }
            return super.endOffsets(partitions);
        }

        void has(TopicPartition partition, long offset) {
            schedulePollTask(() -> {
                addRecord(
                        new ConsumerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                offset,
                                new byte[1],
                                new byte[1]));
                updateEndOffsets(Map.of(partition, offset + 1));
            });
        }
    }

    private static final class Told implements TableReader.Taker {

        private final List<Long> offsets = new CopyOnWriteArrayList<>();
        private final List<Instant> moments = new CopyOnWriteArrayList<>();

        @Override
        public void take(List<ConsumerRecord<byte[], byte[]>> records) {
            records.forEach(record -> offsets.add(record.offset()));
        }

        @Override
        public void whole(Instant moment) {
            moments.add(moment);
        }
    }

    @Test
    void who_follows_is_told_of_when_all_was_read_and_not_while_a_partition_does_not_answer() {
        var consumer = new Consumed();
        var told = new Told();
        try (var reader =
                TableReader.following(
                        () -> consumer,
                        List.of(TOPIC),
                        told,
                        Duration.ofMillis(20),
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(20), new Random(1)))) {
            reader.start("table-reader-test");
            await().until(() -> told.moments.size() > 3);
            assertThat(told.moments).isSorted();

            consumer.leaderless = true;
            consumer.has(ONE, 0);
            await().until(() -> told.offsets.size() == 1);
            int proved = told.moments.size();
            consumer.has(ONE, 1);
            consumer.has(ONE, 2);
            // What the others have is taken all the same.
            await().until(() -> told.offsets.size() == 3);
            assertThat(told.moments.size()).isLessThanOrEqualTo(proved + 1);

            var again = Instant.now();
            consumer.leaderless = false;
            await().until(() -> told.moments.getLast().isAfter(again));
        }
    }
}
