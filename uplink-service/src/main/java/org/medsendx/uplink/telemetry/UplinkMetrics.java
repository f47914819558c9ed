package org.medsendx.uplink.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.servicehealth.traces.StageSpans;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.upload.JobId;
import org.medsendx.uplink.upload.UplinkListener;
import org.medsendx.uplink.upload.UploadJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics and log lines of the uplink. A line names an object by its random id and nothing else.
 */
@ApplicationScoped
public class UplinkMetrics implements UplinkListener {

    private static final Logger LOG = LoggerFactory.getLogger(UplinkMetrics.class);
    private static final String OUTCOMES = "medsendx.uplink.objects";
    private static final int LATEST = 10_000;

    private final MeterRegistry registry;
    private final StageSpans spans;
    private final Counter bytes;
    private final Timer timer;
    private final Counter unreadable;
    private final long[] latestMillis = new long[LATEST];
    private long uploaded;
    private volatile Supplier<StoreAbilities> store = () -> StoreAbilities.UNKNOWN;
    private final StoreClock clock;

    public UplinkMetrics(MeterRegistry registry, StoreClock clock, StageSpans spans) {
        this.spans = spans;
        this.registry = registry;
        this.clock = clock;
        clock.show(registry);
        // There from the start: of a counter that begins at 1 nobody sees that it rose.
        this.unreadable = registry.counter("medsendx.uplink.unreadable");
        for (var outcome : List.of("uploaded", "existed", "parked", "failed")) {
            registry.counter(OUTCOMES, "outcome", outcome);
        }
        this.bytes =
                Counter.builder("medsendx.uplink.uploaded.bytes")
                        .baseUnit("bytes")
                        .description("bytes of the objects that were uploaded")
                        .register(registry);
        this.timer =
                Timer.builder("medsendx.uplink.duration")
                        .description("from the arrival of an object to its verification")
                        .register(registry);
    }

    /**
     * What changes by itself.
     *
     * @param objects objects to be uploaded
     * @param cloudEvents events not yet in the cloud
     * @param truckEvents events not yet on the truck's broker
     * @param parked objects the store refused
     * @param faulty events whose work fails again and again
     * @param undelivered events whose work was done although they never came
     * @param breaker the circuit breaker of the store
     */
    public record Shown(
            Supplier<Number> objects,
            Supplier<Number> cloudEvents,
            Supplier<Number> truckEvents,
            Supplier<Number> parked,
            Supplier<Number> faulty,
            Supplier<Number> undelivered,
            Supplier<CircuitBreakerState> breaker) {}

    /** Shows it. */
    public void watch(Shown shown) {
        gauge("medsendx.uplink.backlog.objects", "objects to be uploaded", shown.objects);
        gauge("medsendx.uplink.backlog.events", "events not yet in the cloud", shown.cloudEvents);
        gauge(
                "medsendx.uplink.backlog.truck.events",
                "confirmations not yet on the truck's broker",
                shown.truckEvents);
        gauge("medsendx.uplink.parked", "objects the store refused", shown.parked);
        gauge("medsendx.uplink.faulty", "events whose work fails again and again", shown.faulty);
        FunctionCounter.builder(
                        "medsendx.uplink.undelivered",
                        shown,
                        all -> all.undelivered.get().doubleValue())
                .description("events whose work was done although they never came")
                .register(registry);
        gauge(
                "medsendx.uplink.breaker.open",
                "circuit breaker of the store: 0 closed, 0.5 half open, 1 open",
                () ->
                        switch (shown.breaker.get()) {
                            case CLOSED -> 0;
                            case HALF_OPEN -> 0.5;
                            case OPEN -> 1;
                        });
    }

    /** Shows what the store was seen to do: 1 or 0, no number for what is unknown. */
    public void watch(Supplier<StoreAbilities> store) {
        this.store = store;
        for (var ability : Ability.values()) {
            Gauge.builder("medsendx.uplink.store", store, known -> number(known.get(), ability))
                    .description("what the store was seen to do")
                    .tag("ability", ability.code())
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** What the store was seen to do. */
    StoreAbilities store() {
        return store.get();
    }

    private static double number(StoreAbilities known, Ability ability) {
        return known.has(ability) ? 1 : known.lacks(ability) ? 0 : Double.NaN;
    }

    /** Shows what the link carries, and whether it may. */
    public void watch(Bandwidth bandwidth) {
        gauge(
                "medsendx.uplink.sent.month.bytes",
                "bytes of bodies sent in this month of the data plan",
                bandwidth::sentThisMonth);
        gauge(
                "medsendx.uplink.link.closed",
                "1 while nothing but perhaps the urgent may go: data plan used up, or closed hours",
                () -> bandwidth.closedBecause() == null ? 0 : 1);
        gauge(
                "medsendx.uplink.link.bytes.per.second",
                "bytes a second of late, while something went",
                bandwidth::throughput);
    }

    /** Shows how many baselines of the fleet the truck was told of. */
    public void showBaselines(Supplier<Number> baselines) {
        gauge("medsendx.uplink.baselines", "baselines of the fleet on the truck", baselines);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    @Override
    public void uploaded(UploadJob job, boolean existed, Duration sinceAdded) {
        count(existed ? "existed" : "uploaded");
        if (!existed) {
            bytes.increment((double) job.content().bytes());
        }
        timer.record(sinceAdded);
        spans.over(
                "upload",
                job.traceparent(),
                job.objectId(),
                Instant.now(),
                sinceAdded,
                job.kind().name().toLowerCase(Locale.ROOT));
        synchronized (latestMillis) {
            latestMillis[(int) (uploaded++ % LATEST)] = sinceAdded.toMillis();
        }
        LOG.debug("uploaded {} {}", job.objectId(), job.kind());
    }

    @Override
    public void parked(JobId job, String reason) {
        count("parked");
        LOG.warn("parked {} {}: {}", job.objectId(), job.kind(), reason);
    }

    @Override
    public void waiting(JobId job, String reason, Duration pause) {
        count("failed");
        LOG.info("waiting {} ms after {} with {}", pause.toMillis(), reason, job.objectId());
    }

    /** A message could not be read and is in the dead letters. */
    public void unreadable() {
        unreadable.increment();
    }

    private void count(String outcome) {
        registry.counter(OUTCOMES, "outcome", outcome).increment();
    }

    /** How long the latest objects took. */
    public UplinkStatus.Stage stage() {
        long[] millis;
        long count;
        synchronized (latestMillis) {
            count = uploaded;
            millis = Arrays.copyOf(latestMillis, (int) Math.min(count, LATEST));
        }
        Arrays.sort(millis);
        return new UplinkStatus.Stage(count, percentile(millis, 0.5), percentile(millis, 0.99));
    }

    private static double percentile(long[] sorted, double fraction) {
        return sorted.length == 0
                ? 0
                : (double) sorted[Math.max(0, (int) Math.ceil(fraction * sorted.length) - 1)];
    }

    /** How far the truck's clock is ahead of the store's, in seconds; null before an answer. */
    public @Nullable Double clockAhead() {
        double ahead = clock.offset();
        return Double.isNaN(ahead) ? null : ahead;
    }
}
