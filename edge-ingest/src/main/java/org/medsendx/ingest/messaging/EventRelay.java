package org.medsendx.ingest.messaging;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxKeeping;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.servicehealth.KeepingMetrics;
import org.medsendx.servicehealth.traces.StageSpans;
import org.medsendx.servicehealth.traces.TracedPublisher;

/**
 * Publishes the outbox to the truck's broker. The broker may be absent for as long as it likes: the
 * backlog is a metric, not a fault.
 */
@Singleton
public final class EventRelay implements AutoCloseable {

    private static final String PREFIX = "kafka.";

    private final Config config;
    private final MeterRegistry meters;
    private final StageSpans spans;
    private volatile LongSupplier untold = () -> 0;
    private @Nullable Relay relay;

    public EventRelay(Config config, MeterRegistry meters, StageSpans spans) {
        this.spans = spans;
        this.config = config;
        this.meters = meters;
    }

    /**
     * Starts to publish.
     *
     * @param cursor file that keeps where it stands
     * @param untold how many decisions are not in the outbox yet
     */
    public void start(Outbox outbox, Path cursor, LongSupplier untold) {
        this.untold = untold;
        var started =
                Relay.start(
                        outbox,
                        cursor,
                        new TracedPublisher(new KafkaPublisher(settings()), spans),
                        config.getValue("medsendx.ingest.log-check-every", Duration.class));
        relay = started;
        Gauge.builder("medsendx.ingest.outbox.backlog", this, EventRelay::backlog)
                .description("Decisions on disk that the broker has not acknowledged yet")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.ingest.kafka.connected", started, r -> r.connected() ? 1 : 0)
                .description("1 when the last attempt to publish succeeded")
                .strongReference(true)
                .register(meters);
        new KeepingMetrics(meters).show("intake", outbox, started);
    }

    /** Lets the outbox forget what is old, in the log, and passed by those who read it. */
    public OutboxKeeping keeping(Outbox outbox, Duration keep, OutboxKeeping.Reader reader) {
        return new OutboxKeeping(
                outbox, requireNonNull(relay, "not started"), keep, List.of(reader));
    }

    /** The producer settings below {@code kafka.}, such as {@code kafka.bootstrap.servers}. */
    private Map<String, String> settings() {
        return KafkaPublisher.settings(
                name -> config.getOptionalValue(PREFIX + name, String.class));
    }

    /** Decisions of which the broker has not acknowledged the event yet; 0 before the start. */
    public long backlog() {
        // In this order: what becomes an event in between is counted twice and not left out.
        long decided = untold.getAsLong();
        return decided + (relay == null ? 0 : relay.backlog());
    }

    /** Whether the last attempt to publish succeeded. */
    public boolean connected() {
        return relay != null && relay.connected();
    }

    /** Whether it publishes or tries to; only after the start. */
    public boolean alive() {
        return relay != null && relay.alive();
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }
}
