package org.medsendx.miner.telemetry;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.kafka.ConsumerWatch;
import org.medsendx.outbox.work.WorkState;
import org.medsendx.servicehealth.WorkWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the stream: one line for each change, so that a log says what the service waits for, and
 * its state among the parts of the work.
 */
@ApplicationScoped
public class StreamWatch implements KafkaStreams.StateListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamWatch.class);

    private final String topics;
    private final FailedThreads failures;
    private @Nullable ConsumerWatch consumers;

    StreamWatch(
            @ConfigProperty(name = "quarkus.kafka-streams.topics") String topics,
            FailedThreads failures) {
        this.topics = topics;
        this.failures = failures;
    }

    void onStart(@Observes StartupEvent event, WorkWatch work, KafkaStreams streams) {
        LOG.info("mining begins when the broker is there and has the topics {}", topics);
        work.watch("stream", () -> state(streams));
    }

    @Override
    public void onChange(State now, State before) {
        if (now == State.ERROR) {
            LOG.error("stream: {} -> {}: mining has ended until a restart", before, now);
        } else {
            LOG.info("stream: {} -> {}", before, now);
        }
    }

    WorkState state(KafkaStreams streams) {
        return switch (streams.state()) {
            // The topics are not all there yet, or the broker is not.
            case CREATED -> WorkState.WAITING;
            case RUNNING, REBALANCING -> failures.again() ? WorkState.HELD : consumed(streams);
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> WorkState.STOPPED;
        };
    }

    // Begun with the stream, which may be days after the service.
    private synchronized WorkState consumed(KafkaStreams streams) {
        var watch = consumers;
        if (watch == null) {
            watch = new ConsumerWatch(new Consumers(streams), Map.of());
            consumers = watch;
        }
        return watch.get();
    }

    /** The consumers of all threads as one. */
    private record Consumers(KafkaStreams streams) implements ConsumerWatch.Client {

        @Override
        public CompletionStage<List<TopicPartition>> assignment() {
            try {
                return CompletableFuture.completedFuture(
                        streams.metadataForLocalThreads().stream()
                                .flatMap(thread -> thread.activeTasks().stream())
                                .flatMap(task -> task.topicPartitions().stream())
                                .toList());
            } catch (IllegalStateException e) {
                // It ended since its state was read.
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return streams.metrics();
        }
    }
}
