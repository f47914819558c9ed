package org.medsendx.localstack.follow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.localstack.stack.Addresses;
import org.medsendx.localstack.stack.LocalStack;

/**
 * Feeds a {@link Tracker} from both brokers, edge-ingest's ledger and the miner's count, until it
 * is closed.
 */
public final class Follower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Tracker tracker;
    private final Addresses addresses;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Thread> threads = new ArrayList<>();
    private long nextIntake;
    private volatile boolean closed;

    private Follower(Tracker tracker, Addresses addresses) {
        this.tracker = tracker;
        this.addresses = addresses;
    }

    /** Starts to follow. */
    public static Follower start(Tracker tracker, LocalStack stack) {
        var follower = new Follower(tracker, stack.addresses());
        // Nobody but the operator may read both sides.
        var truck = stack.kafka(Broker.TRUCK, Principal.OPERATOR);
        var cloud = stack.kafka(Broker.CLOUD, Principal.OPERATOR);
        follower.run(
                "follow-truck",
                () ->
                        follower.consume(
                                truck,
                                IdentifiedTopic.INSTANCES_WITHHELD,
                                DeidentifiedTopic.INSTANCES_DEIDENTIFIED,
                                DeidentifiedTopic.SCANS_ASSESSED));
        follower.run(
                "follow-cloud",
                () -> follower.consume(cloud, DeidentifiedTopic.INSTANCES_UPLOADED));
        follower.run("follow-http", follower::poll);
        return follower;
    }

    private void run(String name, Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(work));
    }

    private void consume(Map<String, Object> kafka, Topic... topics) {
        var byName = new HashMap<String, Topic>();
        for (var topic : topics) {
            byName.put(topic.topicName(), topic);
        }
        var settings = new HashMap<>(kafka);
        settings.put("auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    byName.keySet().stream().map(name -> new TopicPartition(name, 0)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                for (var record : consumer.poll(POLL)) {
                    take(byName, record);
                }
            }
        }
    }

    private void take(Map<String, Topic> topics, ConsumerRecord<byte[], byte[]> record) {
        var topic = topics.get(record.topic());
        if (topic == null) {
            return;
        }
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        try {
            tracker.event(
                    EventCodec.read(topic.payload(), headers, record.value()).data(),
                    record.timestamp());
        } catch (UnreadableEventException e) {
            System.err.printf(
                    "unreadable event at %s, offset %d: %s%n",
                    record.topic(), record.offset(), e.code());
        }
    }

    private void poll() {
        try {
            while (!closed) {
                if (!pollIntake()) {
                    Thread.sleep(POLL);
                }
                var stage = get(addresses.miner() + "/stage");
                if (stage != null) {
                    var notCounted = new TreeMap<String, Long>();
                    for (var reason : stage.path("notCounted").properties()) {
                        notCounted.put(reason.getKey(), reason.getValue().asLong());
                    }
                    tracker.mined(stage.path("count").asLong(), notCounted);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pollIntake() throws InterruptedException {
        var page = get(addresses.ingest() + "/instances?after=" + (nextIntake - 1) + "&limit=500");
        if (page == null) {
            return false;
        }
        var records =
                EventCodec.JSON.convertValue(page, new TypeReference<List<IntakeRecord>>() {});
        for (var record : records) {
            nextIntake = Math.max(nextIntake, record.index() + 1);
            tracker.intake(record);
        }
        return records.size() == 500;
    }

    // Null when the service does not answer: it may be starting again.
    private @Nullable JsonNode get(String address) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(address))
                            .timeout(Duration.ofSeconds(10))
                            .header("Accept", "application/json")
                            .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? EventCodec.JSON.readTree(response.body()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
