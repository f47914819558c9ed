package org.medsendx.outbox.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Topic;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka with an idempotent producer ({@code acks=all}, gzip, which needs no native
 * library). One attempt ends within {@code delivery.timeout.ms} (30 s unless set), or after {@code
 * max.block.ms} (10 s) when the broker or the topic is not there. After an error that the producer
 * does not survive the next attempt makes a new one.
 *
 * <p>Events of one key arrive in order. After an attempt that failed half way some arrive twice,
 * and a repeat may come after its successor; id and sequence tell. Used by one thread.
 */
public final class KafkaPublisher implements Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final Map<String, Object> DEFAULTS =
            Map.of(
                    ProducerConfig.ACKS_CONFIG, "all",
                    ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip",
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                    ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
                    ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");

    private final Map<String, Object> settings = new HashMap<>(DEFAULTS);
    private final LogInspector inspector = new LogInspector(settings);
    private @Nullable KafkaProducer<String, byte[]> producer;
    // Of the last attempt; who creates topics is told which.
    private List<String> missing = List.of();

    private interface Attempt<T> {
        T make() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /**
     * @param settings Kafka producer settings: at least {@code bootstrap.servers}; TLS and SASL
     *     settings pass through
     */
    public KafkaPublisher(Map<String, String> settings) {
        this.settings.putAll(settings);
        this.settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    }

    /**
     * Of the settings that a service has, those that a producer knows.
     *
     * @param setting finds one by Kafka's name for it
     */
    public static Map<String, String> settings(Function<String, Optional<String>> setting) {
        var settings = new HashMap<String, String>();
        for (String name : ProducerConfig.configNames()) {
            setting.apply(name).ifPresent(value -> settings.put(name, value));
        }
        return settings;
    }

    @Override
    public List<LogMark.Place> publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException {
        return attempt(() -> send(events));
    }

    /**
     * Says of keys of a compacted topic that they are known no longer; returns when the broker has
     * taken all.
     */
    public void forget(Topic topic, Collection<String> keys)
            throws PublishException, InterruptedException {
        attempt(() -> {
            var pending = new ArrayList<Future<RecordMetadata>>(keys.size());
            for (var key : keys) {
                var record = new ProducerRecord<String, byte[]>(topic.topicName(), key, null);
                record.headers().add("ce_type", topic.type().getBytes(StandardCharsets.UTF_8));
                pending.add(producer().send(record));
            }
            producer().flush();
            for (var future : pending) {
                future.get(0, TimeUnit.MILLISECONDS);
            }
            return keys.size();
        });
    }

    @Override
    public Standing look(List<LogMark> marks) throws PublishException, InterruptedException {
        return attempt(() -> inspector.look(marks));
    }

    private <T> T attempt(Attempt<T> attempt) throws PublishException, InterruptedException {
        try {
            return attempt.make();
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (InterruptException e) {
            // Kafka's unchecked wrapper sets the flag again; a checked one is what callers expect.
            Thread.interrupted();
            throw new InterruptedException("interrupted while publishing");
        } catch (RuntimeException | TimeoutException e) {
            throw failed(e);
        }
    }

    private List<LogMark.Place> send(List<? extends Event<?>> events)
            throws ExecutionException, InterruptedException, TimeoutException {
        var current = producer();
        var topics = new HashSet<String>();
        events.forEach(event -> topics.add(event.data().topic().topicName()));
        // Asked before, so that a topic made again in between does not pass for the one it was. One
        // that is not there yet may be made by now, or where a broker does so, by sending to it.
        var before = inspector.logs(topics);
        missing = topics.stream().filter(topic -> !before.containsKey(topic)).sorted().toList();
        var pending = new ArrayList<Future<RecordMetadata>>(events.size());
        for (var event : events) {
            var future = current.send(record(event));
            pending.add(future);
            if (future.isDone()) {
                // Either acknowledged or failed at once: then the others need not wait for it too.
                future.get();
            }
        }
        current.flush();
        var acknowledged = new ArrayList<RecordMetadata>(events.size());
        for (var future : pending) {
            acknowledged.add(future.get(0, TimeUnit.MILLISECONDS));
        }
        var logs = before.keySet().containsAll(topics) ? before : inspector.logs(topics);
        var places = new ArrayList<LogMark.Place>(events.size());
        for (int i = 0; i < events.size(); i++) {
            var at = acknowledged.get(i);
            places.add(
                    new LogMark.Place(
                            logs.getOrDefault(at.topic(), "unknown"),
                            at.topic(),
                            at.partition(),
                            Math.max(0, at.offset()),
                            events.get(i).id()));
        }
        return places;
    }

    private KafkaProducer<String, byte[]> producer() {
        var current = producer;
        if (current == null) {
            current =
                    new KafkaProducer<>(
                            settings, new StringSerializer(), new ByteArraySerializer());
            producer = current;
            if (LOG.isDebugEnabled()) {
                LOG.debug("a producer with {}", effective());
            }
        }
        return current;
    }

    /** As Kafka itself understands them, each with its default; Kafka's own type hides secrets. */
    private Map<String, Object> effective() {
        var all = new HashMap<>(settings);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new TreeMap<>(new ProducerConfig(all).values());
    }

    private static ProducerRecord<String, byte[]> record(Event<?> event) {
        var data = event.data();
        var record =
                new ProducerRecord<>(data.topic().topicName(), data.key(), EventCodec.value(data));
        EventCodec.headers(event)
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    // Kafka's messages may quote records, so only the kind of the error goes on.
    private PublishException failed(@Nullable Throwable cause) {
        inspector.doubt();
        if (!(cause instanceof RetriableException)) {
            discard();
        }
        var kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
        var topics =
                cause instanceof org.apache.kafka.common.errors.TimeoutException
                                && !missing.isEmpty()
                        ? ", no topic " + String.join(", ", missing)
                        : "";
        missing = List.of();
        return new PublishException("kafka: " + kind + topics);
    }

    private void discard() {
        var current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        discard();
        inspector.close();
    }
}
