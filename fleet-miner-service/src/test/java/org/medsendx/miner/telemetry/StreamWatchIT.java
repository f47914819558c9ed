package org.medsendx.miner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.work.WorkState;

/** A real stream whose threads fail. */
@ExtendWith(KafkaClusterExtension.class)
class StreamWatchIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), new Random(1));

    @TempDir Path folder;

    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void a_thread_that_fails_is_replaced_and_a_stream_that_has_ended_is_told_of(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false")
                    @BrokerConfig(name = "group.min.session.timeout.ms", value = "1000")
                    KafkaCluster cluster)
            throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
        }
        var meters = new SimpleMeterRegistry();
        var failures = new FailedThreads(meters, QUICK);
        var watch = new StreamWatch("in", failures);
        try (var streams = stream(cluster)) {
            streams.setUncaughtExceptionHandler(failures);
            assertThat(watch.state(streams)).isEqualTo(WorkState.WAITING);
            streams.start();
            patiently().until(() -> watch.state(streams) == WorkState.WORKING);

            // One fault: replaced, done, and nobody needs to look.
            faults.set(1);
            send(cluster, "ours");
            patiently().until(() -> taken.get() >= 1);
            assertThat(meters.counter("medsendx.miner.threads.replaced").count()).isEqualTo(1);
            patiently().until(() -> watch.state(streams) == WorkState.WORKING);

            // Again and again: tried for ever, not ready meanwhile, but alive.
            faults.set(2);
            int before = taken.get();
            send(cluster, "ours");
            patiently().until(() -> faults.get() == 0 && taken.get() > before);
            assertThat(watch.state(streams)).isEqualTo(WorkState.HELD);

            send(cluster, "machine");
            patiently().until(() -> watch.state(streams) == WorkState.STOPPED);
            assertThat(streams.state().hasStartedOrFinishedShuttingDown()).isTrue();
        }
    }

    // A failing thread of the stream is not a failing test.
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(LONG);
    }

    private KafkaStreams stream(KafkaCluster cluster) {
        var builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((key, value) -> take(new String(value, StandardCharsets.UTF_8)));
        var settings = new Properties();
        settings.putAll(cluster.getKafkaClientConfiguration());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "failing");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        // The member of a thread that failed is forgotten soon.
        settings.put("consumer.session.timeout.ms", "1500");
        settings.put("consumer.heartbeat.interval.ms", "300");
        return new KafkaStreams(builder.build(), settings);
    }

    private void take(String value) {
        if (value.equals("machine")) {
            throw new InternalError("of the machine");
        }
        if (faults.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("ours");
        }
        taken.incrementAndGet();
    }

    private static void send(KafkaCluster cluster, String value) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        cluster.getKafkaClientConfiguration(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<byte[], byte[]>(
                                    "in", value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }
}
