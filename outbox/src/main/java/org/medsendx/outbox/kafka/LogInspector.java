package org.medsendx.outbox.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Publisher.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether topics still hold what was published to them. A mark holds when, for each of its
 * places,
 *
 * <ol>
 *   <li>cluster and topic are the ones that acknowledged it, by their ids;
 *   <li>the partition ends behind it;
 *   <li>and the record there is ours, by its event id: another writer may have filled a log that
 *       was cut. Retention and compaction delete records, too; then it was there.
 * </ol>
 *
 * A log is cut only when its leader starts or changes, and each of these raises the leader epoch.
 * So while the epoch is the one of the last look that found all well, no record is read, and a look
 * is three small requests. Where we may not read the topic, as writers may not, the first two have
 * to do; what a relay itself writes over, the acknowledgement tells it. Used by one thread.
 */
final class LogInspector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogInspector.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String EVENT_ID = "ce_id";

    private final Map<String, Object> settings;
    private final Map<String, String> logs = new HashMap<>();
    private final Map<TopicPartition, Integer> provenEpochs = new HashMap<>();
    private @Nullable Admin admin;
    private boolean mayRead = true;

    LogInspector(Map<String, Object> producerSettings) {
        this.settings = producerSettings;
    }

    /** What names the present life of each topic; a topic that is not there is left out. */
    Map<String, String> logs(Collection<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        var unknown = new HashSet<>(topics);
        unknown.removeAll(logs.keySet());
        if (!unknown.isEmpty()) {
            logs.putAll(identify(unknown));
        }
        return Map.copyOf(logs);
    }

    /** After a fault nothing is taken for granted. */
    void doubt() {
        logs.clear();
        provenEpochs.clear();
    }

    private Map<String, String> identify(Set<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        var cluster = get(admin().describeCluster().clusterId());
        var found = new HashMap<String, String>();
        for (var topic : admin().describeTopics(topics).topicNameValues().entrySet()) {
            try {
                var id = get(topic.getValue()).topicId();
                found.put(topic.getKey(), cluster + "/" + id);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    Standing look(List<LogMark> marks)
            throws ExecutionException, InterruptedException, TimeoutException {
        var topics = new HashSet<String>();
        var partitions = new HashSet<TopicPartition>();
        for (var mark : marks) {
            for (var place : mark.places()) {
                topics.add(place.topic());
                partitions.add(partition(place));
            }
        }
        if (topics.isEmpty()) {
            return new Standing(marks.size(), List.of());
        }
        logs.clear();
        logs.putAll(identify(topics));
        partitions.removeIf(p -> !logs.containsKey(p.topic()));
        var ends = offsets(partitions, OffsetSpec.latest());
        int held = held(marks, ends);
        if (held == marks.size()) {
            ends.forEach(
                    (p, end) -> end.leaderEpoch().ifPresent(epoch -> provenEpochs.put(p, epoch)));
        } else {
            provenEpochs.clear();
        }
        var found = new ArrayList<LogMark.End>();
        ends.forEach((p, end) -> {
            var log = logs.get(p.topic());
            if (log != null) {
                found.add(new LogMark.End(log, p.topic(), p.partition(), end.offset()));
            }
        });
        return new Standing(held, found);
    }

    private int held(List<LogMark> marks, Map<TopicPartition, ListOffsetsResultInfo> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, ListOffsetsResultInfo> begins = Map.of();
        var seen = new HashSet<LogMark.Place>();
        for (int i = 0; i < marks.size(); i++) {
            for (var place : marks.get(i).places()) {
                var end = ends.get(partition(place));
                if (!place.log().equals(logs.get(place.topic()))
                        || end == null
                        || end.offset() <= place.offset()) {
                    return i;
                }
                if (!mayRead || sameEpoch(partition(place), end) || !seen.add(place)) {
                    continue;
                }
                if (begins.isEmpty()) {
                    begins = offsets(ends.keySet(), OffsetSpec.earliest());
                }
                var begin = begins.get(partition(place));
                if (begin != null && begin.offset() <= place.offset() && !isThere(place)) {
                    return i;
                }
            }
        }
        return marks.size();
    }

    private boolean sameEpoch(TopicPartition partition, ListOffsetsResultInfo end) {
        var proven = provenEpochs.get(partition);
        return proven != null && end.leaderEpoch().map(proven::equals).orElse(false);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Set<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(p -> asked.put(p, spec));
        var result = admin().listOffsets(asked);
        var found = new HashMap<TopicPartition, ListOffsetsResultInfo>();
        for (var partition : partitions) {
            try {
                found.put(partition, get(result.partitionResult(partition)));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private boolean isThere(LogMark.Place place) throws TimeoutException {
        var partition = partition(place);
        try (var consumer =
                new KafkaConsumer<>(
                        consumerSettings(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    // Behind it: compaction or retention took it since.
                    return record.offset() > place.offset()
                            || place.eventId().equals(text(record.headers().lastHeader(EVENT_ID)));
                }
            }
        } catch (AuthorizationException e) {
            mayRead = false;
            LOG.debug(
                    "this writer may not read {}: a log that was cut and filled by others is not"
                            + " noticed",
                    place.topic());
            return true;
        }
        throw new TimeoutException("a record could not be read");
    }

    private static String text(@Nullable Header header) {
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static TopicPartition partition(LogMark.Place place) {
        return new TopicPartition(place.topic(), place.partition());
    }

    private static <T> T get(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Admin admin() {
        var current = admin;
        if (current == null) {
            var own = only(AdminClientConfig.configNames());
            own.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, apiTimeout());
            current = Admin.create(own);
            admin = current;
        }
        return current;
    }

    private Map<String, Object> consumerSettings() {
        var own = only(ConsumerConfig.configNames());
        own.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, apiTimeout());
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        // The first batch comes whole, whatever its size, and one is enough.
        own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1");
        return own;
    }

    // Both refuse a time that is shorter than the one for a request.
    private String apiTimeout() {
        var request = settings.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
        long millis = request == null ? 0 : Long.parseLong(request.toString());
        return Long.toString(Math.max(PATIENCE.toMillis(), millis));
    }

    // Where the brokers are, how to log in, how to wait: the rest is a producer's.
    private Map<String, Object> only(Set<String> names) {
        var own = new HashMap<>(settings);
        own.keySet().retainAll(names);
        own.remove(ProducerConfig.CLIENT_ID_CONFIG);
        own.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        own.remove(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG);
        return own;
    }

    @Override
    public void close() {
        doubt();
        var current = admin;
        admin = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
