package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.outbox.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was said of the fleet from its topics onto the board, in every instance, from their
 * beginning and in a consumer of its own: the board answers while the stream is moved from one
 * instance to another, and when it has ended. It belongs to no group and commits nothing.
 */
public final class BoardReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BoardReader.class);

    private static final List<DeidentifiedTopic> TOPICS =
            List.of(
                    DeidentifiedTopic.FLEET_SCANNER_STATUS,
                    DeidentifiedTopic.FLEET_BASELINES,
                    DeidentifiedTopic.FLEET_FINDINGS,
                    DeidentifiedTopic.FLEET_TRUCK_STATUS,
                    DeidentifiedTopic.FLEET_SUMMARY,
                    DeidentifiedTopic.FLEET_ACTIONS);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final FleetBoard board;
    private final Backoff backoff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private String lastFailure = "";

    /**
     * @param consumers makes a consumer that sees what the guarantee of the stream lets readers see
     * @param backoff the wait after a failure
     */
    public BoardReader(
            Supplier<Consumer<byte[], byte[]>> consumers, FleetBoard board, Backoff backoff) {
        this.consumers = consumers;
        this.board = board;
        this.backoff = backoff;
    }

    /** Reads until it is stopped; a broker or topics that are not there are waited for. */
    @Override
    public void run() {
        int failures = 0;
        while (isWanted()) {
            try (var consumer = consumers.get()) {
                reading = consumer;
                if (follow(consumer)) {
                    failures = 0;
                }
            } catch (WakeupException e) {
                // It is being stopped.
                continue;
            } catch (KafkaException e) {
                failed(e.getClass().getSimpleName());
            } finally {
                reading = null;
            }
            failures++;
            rest(backoff.after(failures));
        }
    }

    // One line when it begins and when it is another, however long a broker is away.
    private void failed(String failure) {
        if (!failure.equals(lastFailure)) {
            LOG.warn("the fleet's topics cannot be read: {}", failure);
            lastFailure = failure;
        }
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped.countDown();
        var consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private boolean isWanted() {
        return stopped.getCount() > 0;
    }

    private void rest(Duration wait) {
        try {
            var _ = stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    /** Whether anything could be followed. */
    private boolean follow(Consumer<byte[], byte[]> consumer) {
        var topics = new HashMap<String, DeidentifiedTopic>();
        var partitions = new HashMap<TopicPartition, DeidentifiedTopic>();
        for (var topic : TOPICS) {
            topics.put(topic.topicName(), topic);
            for (var info : consumer.partitionsFor(topic.topicName())) {
                partitions.put(new TopicPartition(info.topic(), info.partition()), topic);
            }
        }
        if (partitions.values().stream().distinct().count() < TOPICS.size()) {
            return false;
        }
        consumer.assign(partitions.keySet());
        consumer.seekToBeginning(partitions.keySet());
        var ends = new HashMap<>(consumer.endOffsets(partitions.keySet()));
        while (isWanted()) {
            consumer.poll(POLL).forEach(record -> take(topics, record));
            lastFailure = "";
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                board.whole();
            }
        }
        return true;
    }

    private void take(
            Map<String, DeidentifiedTopic> topics, ConsumerRecord<byte[], byte[]> record) {
        var topic = topics.get(record.topic());
        if (topic == null || record.key() == null) {
            return;
        }
        if (record.value() == null) {
            board.forget(topic, new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        try {
            Payload payload =
                    EventCodec.read(
                                    topic.payload(),
                                    FeaturesReader.headers(record.headers()),
                                    record.value())
                            .data();
            board.take(payload, record.timestamp());
        } catch (UnreadableEventException e) {
            LOG.warn(
                    "record passed by: topic={} partition={} offset={} code={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.code());
        }
    }
}
