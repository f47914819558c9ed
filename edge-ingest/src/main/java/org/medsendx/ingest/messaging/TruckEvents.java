package org.medsendx.ingest.messaging;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.ConsumerWatch;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.work.WorkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what becomes of inputs: the intake's own ledger, and the topics of the truck's broker. A
 * record is committed when what it says is on disk. The broker may be away for as long as it likes;
 * the page then says since when nothing was heard. The intake never waits for this.
 */
@Singleton
public final class TruckEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TruckEvents.class);
    private static final String PREFIX = "kafka.";
    private static final String GROUP = "edge-ingest-crew";
    private static final Duration POLL = Duration.ofSeconds(1);

    // What was not committed is read again after a start, and known.
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

    // Each answer costs a forced write: what comes within so long is one, and a page may be as old.
    private static final Duration GATHERED = Duration.ofMillis(500);
    private static final int GATHERED_AT_MOST = 64 << 10;

    private final Config config;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random());
    private volatile @Nullable Thread thread;
    private volatile @Nullable Reading reading;
    private volatile boolean held;
    private volatile Instant heard = Instant.EPOCH;
    private String lastTrouble = "";

    /** A consumer, as it is seen from other threads. */
    private static final class Reading implements ConsumerWatch.Client {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final ConsumerWatch watch;
        private volatile Set<TopicPartition> assigned = Set.of();

        Reading(KafkaConsumer<byte[], byte[]> consumer, Map<String, Object> settings) {
            this.consumer = consumer;
            this.watch = new ConsumerWatch(this, settings);
        }

        @Override
        public CompletionStage<Set<TopicPartition>> assignment() {
            return CompletableFuture.completedStage(assigned);
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return consumer.metrics();
        }
    }

    public TruckEvents(Config config) {
        this.config = config;
    }

    /**
     * Begins to follow.
     *
     * @param window how far back the board goes
     */
    public void start(Tracking tracking, Duration window) {
        thread =
                Thread.ofPlatform().daemon().name("crew-events").start(() -> run(tracking, window));
    }

    private void run(Tracking tracking, Duration window) {
        boolean loaded = false;
        int failures = 0;
        while (wanted()) {
            try {
                if (!loaded) {
                    tracking.load(Instant.now().minus(window));
                    loaded = true;
                }
                tracking.look();
                follow(tracking);
                failures = 0;
            } catch (WakeupException e) {
                // Stopping.
            } catch (IOException | RuntimeException e) {
                held = !(e instanceof KafkaException);
                trouble(e.getClass().getSimpleName());
                rest(backoff.after(++failures));
            }
        }
    }

    /** Reads until it is stopped, or something fails. */
    private void follow(Tracking tracking) throws IOException {
        var settings = settings();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            var now = new Reading(consumer, settings);
            reading = now;
            consumer.subscribe(Said.TOPICS.keySet());
            boolean uncommitted = false;
            long committed = System.nanoTime();
            while (wanted()) {
                var said = new ArrayList<Milestone>();
                var records = consumer.poll(POLL);
                now.assigned = Set.copyOf(consumer.assignment());
                records.forEach(record -> read(record, said));
                tracking.look();
                tracking.take(said);
                held = false;
                uncommitted |= !records.isEmpty();
                if (uncommitted && System.nanoTime() - committed > COMMIT_EVERY.toNanos()) {
                    consumer.commitSync();
                    uncommitted = false;
                    committed = System.nanoTime();
                }
                if (now.watch.get() == WorkState.WORKING) {
                    heard = Instant.now();
                    trouble("");
                }
            }
        } finally {
            reading = null;
        }
    }

    private static void read(ConsumerRecord<byte[], byte[]> record, List<Milestone> said) {
        var topic = Said.TOPICS.get(record.topic());
        if (topic == null) {
            return;
        }
        // Whoever works with what cannot be read keeps it as a dead letter; here it shows nothing.
        var event = RecordTaker.readOrPassBy(topic.payload(), record, LOG);
        if (event != null) {
            said.addAll(Said.of(event.data(), Instant.ofEpochMilli(record.timestamp())));
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        for (String name : ConsumerConfig.configNames()) {
            config.getOptionalValue(PREFIX + name, String.class)
                    .ifPresent(value -> settings.put(name, value));
        }
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Long.toString(GATHERED.toMillis()));
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(GATHERED_AT_MOST));
        // Only the operator creates topics.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        settings.put(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        return settings;
    }

    // One line when it begins and when it is another, however long it lasts.
    private void trouble(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            if (trouble.isEmpty()) {
                LOG.info("the truck's events are heard");
            } else {
                LOG.warn("the truck's events cannot be followed: {}", trouble);
            }
        }
    }

    private boolean wanted() {
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

    /** When the broker was last seen to answer; the epoch when it never was. */
    public Instant heard() {
        return heard;
    }

    /**
     * What it does. A broker that gives it nothing makes the page stale, which says so, and not the
     * intake unready.
     */
    public WorkState state() {
        var following = thread;
        if (following != null && !following.isAlive() && wanted()) {
            return WorkState.STOPPED;
        }
        return held ? WorkState.HELD : heardLately() ? WorkState.WORKING : WorkState.WAITING;
    }

    private boolean heardLately() {
        return heard.isAfter(Instant.now().minusSeconds(30));
    }

    @Override
    public void close() throws InterruptedException {
        stopped.countDown();
        var now = reading;
        if (now != null) {
            now.consumer.wakeup();
        }
        var following = thread;
        if (following != null) {
            following.join(Duration.ofSeconds(10));
        }
    }
}
