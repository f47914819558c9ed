package org.medsendx.outbox.kafka;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Topic;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Publisher.PublishException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics that are tables, with the latest record of a key as its row, from their beginning
 * and in a consumer of its own. It belongs to no group and commits nothing: its place is known for
 * as long as it lives. A broker, topics or a right that are not there are waited for, with one line
 * in the log.
 *
 * <p>It follows the topics, or, over a link that costs, looks at them now and then: what came since
 * is read up to the end, the connection is closed, and the next look begins where this one ended.
 */
public final class TableReader implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** A look during which nothing comes for so long has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where topics end is answered within that, or not known. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final List<String> topics;
    private final Taker taker;
    private final Duration pause;
    private final Duration proof;
    private final Backoff backoff;
    private final Map<TopicPartition, Long> places = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private String lastFailure = "";

    /** What is done with the records. */
    public interface Taker {

        /**
         * Takes some records, in the order of their partitions; a record without a value says that
         * its key is known no longer. After an exception they come again.
         */
        void take(List<ConsumerRecord<byte[], byte[]>> records)
                throws IOException, PublishException, InterruptedException;

        /** All has been taken that was there when reading began. */
        default void whole() {}

        /**
         * All has been taken that was there at that moment: when reading began, and again and again
         * where topics are followed and it is asked for.
         */
        default void whole(Instant moment) {
            whole();
        }
    }

    /**
     * @param consumers makes a consumer, as {@link #consumer} does
     * @param pause between the end of one look and the next; zero follows the topics
     * @param backoff the wait after a failure
     */
    public TableReader(
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Collection<? extends Topic> topics,
            Taker taker,
            Duration pause,
            Backoff backoff) {
        this(consumers, topics, taker, pause, Duration.ZERO, backoff);
    }

    private TableReader(
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Collection<? extends Topic> topics,
            Taker taker,
            Duration pause,
            Duration proof,
            Backoff backoff) {
        this.consumers = consumers;
        this.topics = topics.stream().map(Topic::topicName).toList();
        this.taker = taker;
        this.pause = pause;
        this.proof = proof;
        this.backoff = backoff;
    }

    /**
     * Follows the topics, and asks again and again where they end, so that who shows what was read
     * knows of when it is: {@link Taker#whole(Instant)}. While a partition does not answer that,
     * what the others have is taken all the same.
     *
     * @param proof between one question and the next
     */
    public static TableReader following(
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Collection<? extends Topic> topics,
            Taker taker,
            Duration proof,
            Backoff backoff) {
        return new TableReader(consumers, topics, taker, Duration.ZERO, proof, backoff);
    }

    /**
     * A consumer for it.
     *
     * @param settings Kafka settings of any client: of them those that a consumer knows and that
     *     say where brokers are and how to log in
     */
    public static Consumer<byte[], byte[]> consumer(Map<String, ?> settings) {
        var own = new HashMap<String, Object>();
        for (var name : ConsumerConfig.configNames()) {
            var value = settings.get(name);
            if (value != null && (isSecurity(name) || isAddress(name))) {
                own.put(name, value);
            }
        }
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // What a transaction took back was never said.
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        own.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        // A table seldom changes, and what comes is told at once all the same.
        own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "2000");
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static boolean isSecurity(String name) {
        return name.startsWith("ssl.")
                || name.startsWith("sasl.")
                || name.equals("security.protocol");
    }

    private static boolean isAddress(String name) {
        return name.equals(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                || name.equals(ConsumerConfig.CLIENT_DNS_LOOKUP_CONFIG);
    }

    /** Reads in a thread of its own until it is closed. */
    public Thread start(String name) {
        return Thread.ofPlatform().name(name).daemon().start(this);
    }

    @Override
    public void run() {
        int failures = 0;
        while (isWanted()) {
            boolean done = false;
            try (var consumer = consumers.get()) {
                reading = consumer;
                done = isWanted() && read(consumer);
            } catch (WakeupException | InterruptException | InterruptedException e) {
                // It is being stopped.
                continue;
            } catch (KafkaException | IOException | PublishException e) {
                failed(e.getClass().getSimpleName());
            } finally {
                reading = null;
            }
            failures = done ? 0 : failures + 1;
            rest(done ? pause : backoff.after(failures));
        }
    }

    // One line when it begins and when it is another, however long a broker is away.
    private void failed(String failure) {
        if (!failure.equals(lastFailure)) {
            LOG.warn("{} cannot be read: {}", topics, failure);
            lastFailure = failure;
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

    /** Whether all that was there has been read. */
    private boolean read(Consumer<byte[], byte[]> consumer)
            throws IOException, PublishException, InterruptedException {
        var partitions = new HashMap<TopicPartition, Long>();
        for (var topic : topics) {
            var known = consumer.partitionsFor(topic);
            if (known == null || known.isEmpty()) {
                failed("no topic " + topic);
                return false;
            }
            known.forEach(p -> partitions.put(new TopicPartition(p.topic(), p.partition()), 0L));
        }
        consumer.assign(partitions.keySet());
        var asked = Instant.now();
        long lastAsked = System.nanoTime();
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions.keySet()));
        for (var partition : partitions.keySet()) {
            var place = places.get(partition);
            if (place != null && place <= ends.getOrDefault(partition, 0L)) {
                consumer.seek(partition, place);
            } else {
                // Of a log that is shorter than it was nothing has been read.
                consumer.seekToBeginning(List.of(partition));
            }
        }
        long latest = System.nanoTime();
        while (isWanted()) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
                records.forEach(all::add);
                taker.take(all);
                latest = System.nanoTime();
            }
            for (var partition : partitions.keySet()) {
                places.put(partition, consumer.position(partition));
            }
            if (!ends.isEmpty()) {
                ends.entrySet()
                        .removeIf(end -> places.getOrDefault(end.getKey(), 0L) >= end.getValue());
                if (ends.isEmpty()) {
                    lastFailure = "";
                    taker.whole(asked);
                }
            } else if (proof.isPositive() && System.nanoTime() - lastAsked >= proof.toNanos()) {
                asked = Instant.now();
                ends = ends(consumer, partitions.keySet());
                lastAsked = System.nanoTime();
            }
            if (!pause.isZero()) {
                if (ends.isEmpty()) {
                    return true;
                }
                if (System.nanoTime() - latest > PATIENCE.toNanos()) {
                    throw new TimeoutException("nothing came");
                }
            }
        }
        return false;
    }

    /** Where the partitions end now; empty when not all of them say so. */
    private Map<TopicPartition, Long> ends(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        try {
            return new HashMap<>(consumer.endOffsets(partitions, ANSWER));
        } catch (TimeoutException e) {
            failed(e.getClass().getSimpleName());
            return new HashMap<>();
        }
    }

    /** Ends {@link #run} soon. */
    @Override
    public void close() {
        stopped.countDown();
        var consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
