package org.medsendx.anonymizer.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.messaging.MissedInstances;
import org.medsendx.anonymizer.messaging.ReceivedInstanceConsumer;
import org.medsendx.journal.AtomicFile;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WaitingAtUplink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work of events that were never delivered, and says how many scans wait for what: as a
 * metric, and in a small file on each volume for the pages of the other services. What waits behind
 * the border the uplink says, in a file of its own; what was released and is not in there yet is
 * added here, so that nothing is left out while the uplink is away.
 */
@ApplicationScoped
class ScansWaitingWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ScansWaitingWatch.class);

    /** The name of the file, below {@code anonymizer} on the volume identified too. */
    private static final String FILE = "waiting.json";

    /** So often it is written although nothing changed, so that its readers see that we live. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    private final AnonymizerConfig config;
    private final AnonymizerService service;
    private final ReceivedInstanceConsumer consumer;
    private final MeterRegistry meters;
    private final Instant begun = Instant.now();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable CatchUp missed;
    private @Nullable CatchUp measured;
    private @Nullable Thread thread;
    private @Nullable ScansWaiting written;
    private byte @Nullable [] told;

    ScansWaitingWatch(
            AnonymizerConfig config,
            AnonymizerService service,
            ReceivedInstanceConsumer consumer,
            MeterRegistry meters) {
        this.config = config;
        this.service = service;
        this.consumer = consumer;
        this.meters = meters;
    }

    // After everything it asks.
    void start(@Observes @Priority(3000) StartupEvent event) throws IOException {
        var settings = config.catchUp();
        var timing = new CatchUp.Timing(settings.grace(), settings.every(), settings.window());
        var started =
                CatchUp.start(
                        config.identifiedDir().resolve("ingest").resolve("outbox"),
                        service.volumes().own().resolve("ingest-cursor"),
                        new MissedInstances(service, consumer),
                        timing);
        missed = started;
        var features =
                CatchUp.start(
                        config.derivedDir().resolve("segmenter").resolve("outbox"),
                        // On the clean volume: the segmenter keeps its outbox until both are past.
                        service.volumes().ownClean().resolve("segmenter-cursor"),
                        service.features(),
                        timing);
        measured = features;
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
        Gauge.builder("medsendx.scans.faulty", this, watch -> watch.faulty())
                .description("Instances and measurements whose work here fails again and again")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.uplink.silent.seconds", this, ScansWaitingWatch::silentSeconds)
                .description("How long nothing was heard of uplink-service, 0 while it speaks")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "medsendx.anonymizer.measurements.waiting",
                        service,
                        all -> all.features().waiting())
                .description(
                        "Measurements and decisions whose instance the ledger does not know yet")
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
        var now = Instant.now();
        var said = uplinkSays();
        var elsewhere = notTakenUp(said, now);
        var catchUp = missed;
        var nothing = ScansWaiting.For.NOTHING;
        return new ScansWaiting(
                now,
                catchUp == null ? nothing : catchUp.waiting(),
                elsewhere.and(said == null ? nothing : said.assessment()),
                elsewhere.and(said == null ? nothing : said.upload()),
                said == null ? 0 : said.parked(),
                faulty() + (said == null ? 0 : said.faulty()),
                WaitingAtUplink.silentSince(said, now),
                said == null ? null : said.link());
    }

    private @Nullable WaitingAtUplink uplinkSays() {
        return WaitingAtUplink.read(config.uplinkDir().resolve(FILE));
    }

    private ScansWaiting.For notTakenUp(@Nullable WaitingAtUplink said, Instant now) {
        try {
            return service.notTakenUp().count(said, now, config.catchUp().window());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long faulty() {
        return (missed == null ? 0 : missed.faulty()) + (measured == null ? 0 : measured.faulty());
    }

    // Counted from the start of this process when nothing was ever heard.
    private double silentSeconds() {
        var now = Instant.now();
        Instant since = WaitingAtUplink.silentSince(uplinkSays(), now);
        if (since == null) {
            return 0;
        }
        return Duration.between(since.equals(Instant.EPOCH) ? begun : since, now).toSeconds();
    }

    private void watch() {
        try {
            do {
                lookAgain();
                tellTheSegmenter();
                write();
            } while (!stopped.await(config.catchUp().every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Stopping.
        }
    }

    private void lookAgain() {
        try {
            service.features().lookAgain();
        } catch (IOException e) {
            LOG.warn("measurements and decisions that wait: {}", e.getClass().getSimpleName());
        }
    }

    // The segmenter does not mount the volume of the uplink, which has real days.
    private void tellTheSegmenter() {
        Path uplinks = config.uplinkDir().resolve("segmenter-cursor");
        try {
            if (Files.exists(uplinks)) {
                byte[] place = Files.readAllBytes(uplinks);
                if (!Arrays.equals(place, told)) {
                    AtomicFile.write(service.volumes().ownClean().resolve("uplink-cursor"), place);
                    told = place;
                }
            }
        } catch (IOException e) {
            // The segmenter keeps its outbox for longer; the counts are written all the same.
            LOG.warn("the uplink's place: {}", e.getClass().getSimpleName());
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
                                before.faulty(),
                                before.uplinkSilentSince(),
                                before.link()));
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        for (var catchUp : new CatchUp[] {missed, measured}) {
            if (catchUp != null) {
                catchUp.close();
            }
        }
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }
}
