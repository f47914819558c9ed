package org.medsendx.anonymizer.messaging;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.messaging.uplink.UplinkService;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.ScansWaiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about instances whose events were never delivered, and says how many scans wait for what:
 * as a metric, and in a small file on each volume for the pages of the other services.
 */
@ApplicationScoped
public class ScansWaitingWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ScansWaitingWatch.class);

    /** The name of the file, below {@code anonymizer} on the volume identified too. */
    private static final String FILE = "waiting.json";

    /** So often it is written although nothing changed, so that its readers see that we live. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    private final AnonymizerConfig config;
    private final AnonymizerService service;
    private final ReceivedInstanceConsumer consumer;
    private final UplinkService uplink;
    private final MeterRegistry meters;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable CatchUp missed;
    private @Nullable Thread thread;
    private @Nullable ScansWaiting written;

    ScansWaitingWatch(
            AnonymizerConfig config,
            AnonymizerService service,
            ReceivedInstanceConsumer consumer,
            UplinkService uplink,
            MeterRegistry meters) {
        this.config = config;
        this.service = service;
        this.consumer = consumer;
        this.uplink = uplink;
        this.meters = meters;
    }

    // After everything it asks.
    void start(@Observes @Priority(3000) StartupEvent event) {
        var timing = config.catchUp();
        var started =
                CatchUp.start(
                        config.identifiedDir().resolve("ingest").resolve("outbox"),
                        service.volumes().own().resolve("ingest-cursor"),
                        new MissedInstances(service, consumer),
                        new CatchUp.Timing(timing.grace(), timing.every(), timing.window()));
        missed = started;
        for (var one : What.values()) {
            gauge(
                    "medsendx.scans.waiting",
                    "confirmed, not at their end",
                    one,
                    ScansWaiting.For::count);
            gauge(
                    "medsendx.scans.waiting.older",
                    "the same, from before",
                    one,
                    ScansWaiting.For::older);
            gauge(
                    "medsendx.scans.waiting.oldest.seconds",
                    "age of the oldest, of all",
                    one,
                    what -> what.seconds(Instant.now()));
        }
        Gauge.builder("medsendx.scans.faulty", started, CatchUp::faulty)
                .description("Instances whose decision fails again and again")
                .strongReference(true)
                .register(meters);
        FunctionCounter.builder("medsendx.anonymizer.undelivered", started, CatchUp::taken)
                .description("Instances that were decided although their event never came")
                .register(meters);
        thread = Thread.ofPlatform().daemon().name("scans-waiting").start(this::watch);
    }

    /** What a scan waits for. */
    private enum What {
        DECISION("decision", ScansWaiting::decision),
        ASSESSMENT("assessment", ScansWaiting::assessment),
        UPLOAD("upload", ScansWaiting::upload);

        final String label;
        final Function<ScansWaiting, ScansWaiting.For> of;

        What(String label, Function<ScansWaiting, ScansWaiting.For> of) {
            this.label = label;
            this.of = of;
        }
    }

    private void gauge(
            String name, String description, What what, ToDoubleFunction<ScansWaiting.For> value) {
        Gauge.builder(name, this, watch -> value.applyAsDouble(what.of.apply(watch.now())))
                .description("Scans: " + description)
                .tag("for", what.label)
                .strongReference(true)
                .register(meters);
    }

    /** How many scans wait, counted now. */
    public ScansWaiting now() {
        var catchUp = missed;
        return catchUp == null
                ? uplink.waiting(ScansWaiting.For.NOTHING, 0)
                : uplink.waiting(catchUp.waiting(), catchUp.faulty());
    }

    private void watch() {
        try {
            do {
                write();
            } while (!stopped.await(config.catchUp().every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Stopping.
        }
    }

    private void write() {
        try {
            var now = now();
            if (written != null && same(written, now)) {
                return;
            }
            Path own = service.volumes().own();
            now.write(own.resolve(FILE));
            now.write(config.deidentifiedDir().resolve(FILE));
            written = now;
        } catch (IOException | RuntimeException e) {
            // Readers see how old the last one is.
            LOG.warn("the counts of waiting scans: {}", e.getClass().getSimpleName());
        }
    }

    private static boolean same(ScansWaiting before, ScansWaiting now) {
        return before.asOf().plus(SIGN_OF_LIFE).isAfter(now.asOf())
                && now.equals(
                        new ScansWaiting(
                                now.asOf(),
                                before.decision(),
                                before.assessment(),
                                before.upload(),
                                before.parked(),
                                before.faulty()));
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        if (missed != null) {
            missed.close();
        }
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }
}
