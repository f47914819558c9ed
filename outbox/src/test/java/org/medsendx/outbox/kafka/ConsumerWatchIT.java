package org.medsendx.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.outbox.work.WorkState;

/** Consumers of a real broker, polled by a thread of their own as a connector does it. */
@ExtendWith(KafkaClusterExtension.class)
class ConsumerWatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private KafkaCluster cluster;
    private Polled polled;

    @BeforeEach
    void open(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false")
                    KafkaCluster cluster) {
        this.cluster = cluster;
        polled = new Polled(cluster.getKafkaClientConfiguration());
    }

    @AfterEach
    void close() {
        polled.end();
    }

    @Test
    void tells_work_from_waiting_for_a_topic_or_a_broker_and_from_an_end() throws Exception {
        var watch = watch(Duration.ofMinutes(5));
        assertThat(watch.get()).isEqualTo(WorkState.WAITING);

        // The broker is there, the topic is not.
        polled.start("topic");
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.get() == WorkState.UNASSIGNED);

        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic("topic", 1, (short) 1))).all().get();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.get() == WorkState.WORKING);

        // Fifteen seconds without a word of the broker, not of this test: the clock jumps.
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    clock.jump(Duration.ofSeconds(16));
                    return watch.get() == WorkState.WAITING;
                });

        polled.closeConsumer();
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.get() == WorkState.STOPPED);
    }

    @Test
    void takes_a_consumer_that_nobody_polls_for_one_that_has_stopped() throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic("topic", 1, (short) 1))).all().get();
        }
        var watch = watch(Duration.ofSeconds(2));
        polled.start("topic");
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.get() == WorkState.WORKING);

        polled.pause();

        await().atMost(Duration.ofSeconds(30)).until(() -> watch.get() == WorkState.STOPPED);
        // It still has its partition: the assignment alone would have said that all is well.
        assertThat(polled.assignment().toCompletableFuture().get()).hasSize(1);
    }

    private final Clock clock = new Clock();

    private ConsumerWatch watch(Duration longestBetweenPolls) {
        return new ConsumerWatch(polled, longestBetweenPolls, PATIENCE, clock);
    }

    private static final class Clock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void jump(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    private static final class Polled implements ConsumerWatch.Client {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private volatile boolean paused;

        Polled(Map<String, Object> connection) {
            var settings = new HashMap<>(connection);
            settings.put("group.id", "watched");
            settings.put("metadata.max.age.ms", "500");
            consumer =
                    new KafkaConsumer<>(
                            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void start(String topic) {
            thread.execute(() -> consumer.subscribe(List.of(topic)));
            thread.execute(this::poll);
        }

        private void poll() {
            if (!paused && !thread.isShutdown()) {
                consumer.poll(Duration.ofMillis(50));
                thread.execute(this::poll);
            }
        }

        void pause() {
            paused = true;
        }

        void closeConsumer() {
            paused = true;
            thread.execute(() -> consumer.close(Duration.ZERO));
        }

        void end() {
            paused = true;
            thread.execute(() -> consumer.close(Duration.ZERO));
            thread.close();
        }

        @Override
        public CompletionStage<Set<TopicPartition>> assignment() {
            return CompletableFuture.supplyAsync(consumer::assignment, thread);
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return consumer.metrics();
        }
    }
}
