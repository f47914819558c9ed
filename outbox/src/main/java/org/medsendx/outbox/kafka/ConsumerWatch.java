package org.medsendx.outbox.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.work.WorkState;

/**
 * Whether a consumer consumes, seen from the client itself: who feeds it may have stopped without a
 * word.
 *
 * <ul>
 *   <li>It has stopped when it is closed, or when nobody has polled it for as long as its group
 *       waits for a member ({@code max.poll.interval.ms}). A poll comes back without a broker too,
 *       so this says nothing about anything remote.
 *   <li>It is unassigned when the broker has answered all the while and given it no partition for
 *       {@link #PATIENCE}, which is longer than a group keeps the place of a member that died.
 *   <li>It waits while the broker does not answer.
 * </ul>
 *
 * A look blocks nowhere: the thread that polls is asked for the assignment, and what it last said
 * counts. Thread safe.
 */
public final class ConsumerWatch implements Supplier<WorkState> {

    /** How long a consumer may be without a partition; a dead member keeps its own for 45 s. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A member of a group hears from its broker every 3 s. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** Kafka's own default. */
    private static final long DEFAULT_LONGEST_BETWEEN_POLLS_MS = 300_000;

    /** What is watched. */
    public interface Client {

        /** The partitions it has; fails when it is closed. Does not block. */
        CompletionStage<? extends Collection<TopicPartition>> assignment();

        /** The metrics of the consumer, or of all consumers of a stream. */
        Map<MetricName, ? extends Metric> metrics();
    }

    private final Client client;
    private final Duration longestBetweenPolls;
    private final Duration patience;
    private final InstantSource clock;
    private final Instant begun;
    private double received;
    private Instant answered;
    private @Nullable Instant unassignedSince;
    private @Nullable Boolean assigned;
    private boolean closed;
    private boolean asking;

    /**
     * @param settings the client's own, of which {@code max.poll.interval.ms} counts
     */
    public ConsumerWatch(Client client, Map<String, ?> settings) {
        this(client, longestBetweenPolls(settings), PATIENCE, InstantSource.system());
    }

    ConsumerWatch(
            Client client, Duration longestBetweenPolls, Duration patience, InstantSource clock) {
        this.client = client;
        this.longestBetweenPolls = longestBetweenPolls;
        this.patience = patience;
        this.clock = clock;
        this.begun = clock.instant();
        this.answered = begun;
    }

    private static Duration longestBetweenPolls(Map<String, ?> settings) {
        Object set = settings.get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        return Duration.ofMillis(
                set == null ? DEFAULT_LONGEST_BETWEEN_POLLS_MS : Long.parseLong(set.toString()));
    }

    @Override
    public synchronized WorkState get() {
        var now = clock.instant();
        ask();
        var metrics = client.metrics();
        boolean answers = answers(metrics, now);
        if (closed || sincePoll(metrics, now).compareTo(longestBetweenPolls) > 0) {
            return WorkState.STOPPED;
        }
        if (Boolean.TRUE.equals(assigned)) {
            unassignedSince = null;
            return answers ? WorkState.WORKING : WorkState.WAITING;
        }
        if (!answers) {
            unassignedSince = null;
            return WorkState.WAITING;
        }
        var since = unassignedSince == null ? now : unassignedSince;
        unassignedSince = since;
        return Duration.between(since, now).compareTo(patience) > 0
                ? WorkState.UNASSIGNED
                : WorkState.WAITING;
    }

    // One question at a time: the thread that polls may be busy for a minute with an absent broker.
    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        client.assignment().whenComplete(this::told);
    }

    private synchronized void told(
            @Nullable Collection<TopicPartition> partitions, @Nullable Throwable failure) {
        asking = false;
        closed = failure != null;
        assigned = partitions != null && !partitions.isEmpty();
    }

    private boolean answers(Map<MetricName, ? extends Metric> metrics, Instant now) {
        double total = values(metrics, "incoming-byte-total").sum();
        if (total != received) {
            received = total;
            answered = now;
        }
        return Duration.between(answered, now).compareTo(SILENCE) <= 0 && received > 0;
    }

    private Duration sincePoll(Map<MetricName, ? extends Metric> metrics, Instant now) {
        // -1 before the first poll.
        return values(metrics, "last-poll-seconds-ago")
                .filter(seconds -> seconds >= 0)
                .min()
                .stream()
                .mapToObj(seconds -> Duration.ofSeconds((long) seconds))
                .findFirst()
                .orElse(Duration.between(begun, now));
    }

    private static DoubleStream values(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(entry ->
                        entry.getKey().name().equals(name)
                                && entry.getKey().group().equals("consumer-metrics"))
                .map(entry -> entry.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue());
    }
}
