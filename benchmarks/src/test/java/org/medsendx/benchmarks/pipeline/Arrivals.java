package org.medsendx.benchmarks.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * What a reader in the cloud hears, with the time at which it hears it by this process's clock: an
 * instance is verified in the store when its event is here, and a scan is through when its
 * assessment and all that is derived of it are here too. Thread safe.
 */
final class Arrivals implements AutoCloseable {

    private static final List<DeidentifiedTopic> TOPICS =
            List.of(DeidentifiedTopic.INSTANCES_UPLOADED, DeidentifiedTopic.SCANS_ASSESSED);

    private final Map<UUID, Scan> scans = new HashMap<>();
    private final Thread thread;
    private int through;
    private long changes;
    private @Nullable Exception failure;
    private volatile boolean closed;

    private static final class Scan {
        private long verified;
        private long through;
        private @Nullable ScanAssessed assessed;
        private final Set<UploadedKind> uploaded = EnumSet.noneOf(UploadedKind.class);
    }

    /**
     * When a scan arrived, by {@link System#nanoTime}.
     *
     * @param verified its instance's event
     * @param through the last event that belongs to it
     */
    record Times(long verified, long through) {}

    /**
     * @param kafka settings of a client of the cloud's broker
     */
    Arrivals(Map<String, Object> kafka) {
        thread = Thread.ofPlatform().daemon().name("arrivals").start(() -> consume(kafka));
    }

    private void consume(Map<String, Object> kafka) {
        var topics = new HashMap<String, Topic>();
        TOPICS.forEach(topic -> topics.put(topic.topicName(), topic));
        try (var consumer =
                new KafkaConsumer<>(
                        kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    topics.keySet().stream().map(name -> new TopicPartition(name, 0)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    take(topics, record);
                }
            }
        } catch (RuntimeException | UnreadableEventException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private void take(Map<String, Topic> topics, ConsumerRecord<byte[], byte[]> record)
            throws UnreadableEventException {
        long now = System.nanoTime();
        var topic = topics.get(record.topic());
        if (topic == null) {
            return;
        }
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        switch (EventCodec.read(topic.payload(), headers, record.value()).data()) {
            case InstanceUploaded uploaded -> uploaded(uploaded, now);
            case ScanAssessed assessed -> assessed(assessed, now);
            default -> {}
        }
    }

    private synchronized void uploaded(InstanceUploaded event, long now) {
        var scan = scans.computeIfAbsent(event.objectId(), _ -> new Scan());
        scan.uploaded.add(event.kind());
        if (event.kind() == UploadedKind.INSTANCE && scan.verified == 0) {
            scan.verified = now;
        }
        look(scan, now);
    }

    private synchronized void assessed(ScanAssessed event, long now) {
        var scan = scans.computeIfAbsent(event.objectId(), _ -> new Scan());
        scan.assessed = event;
        look(scan, now);
    }

    private void look(Scan scan, long now) {
        changes++;
        var assessed = scan.assessed;
        if (scan.through == 0
                && scan.verified != 0
                && assessed != null
                && assessed.derived().stream()
                        .allMatch(kind -> scan.uploaded.contains(kind.uploaded()))) {
            scan.through = now;
            through++;
        }
        notifyAll();
    }

    /** How many scans are through. */
    synchronized int through() {
        return through;
    }

    /** The times of a scan that is through; null of any other. */
    synchronized @Nullable Times times(UUID object) {
        var scan = scans.get(object);
        return scan == null || scan.through == 0 ? null : new Times(scan.verified, scan.through);
    }

    /**
     * Waits until so many are through.
     *
     * @param quiet how long nothing may happen
     * @throws IOException when nothing happens, or events cannot be read
     */
    synchronized void await(int wanted, Duration quiet) throws IOException, InterruptedException {
        while (through < wanted) {
            long before = changes;
            long end = System.nanoTime() + quiet.toNanos();
            while (changes == before && failure == null && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
            if (failure != null) {
                throw new IOException("events of the cloud cannot be read", failure);
            }
            if (changes == before) {
                throw new IOException(
                        "nothing has arrived for %d s; %d scans are missing"
                                .formatted(quiet.toSeconds(), wanted - through));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(Duration.ofSeconds(5));
    }
}
