package org.medsendx.anonymizer.messaging.uplink;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.config.UplinkConfig;
import org.medsendx.anonymizer.ledger.ReleasedInstances;
import org.medsendx.anonymizer.storage.s3.GuardedAttempt;
import org.medsendx.anonymizer.uplink.CloudEvents;
import org.medsendx.anonymizer.uplink.ObjectStore;
import org.medsendx.anonymizer.uplink.ReleasedFeed;
import org.medsendx.anonymizer.uplink.StoreRefused;
import org.medsendx.anonymizer.uplink.StoreUnavailable;
import org.medsendx.anonymizer.uplink.Uplink;
import org.medsendx.anonymizer.uplink.UploadJob;
import org.medsendx.anonymizer.uplink.UploadJobs;
import org.medsendx.anonymizer.uplink.Volumes;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;

/**
 * The life of the uplink: opens what lasts, starts the workers and the relay to the cloud, and ends
 * them in the opposite order. Nothing here waits for anything remote.
 */
@ApplicationScoped
public class UplinkService {

    private final UplinkConfig config;
    private final Path deidentified;
    private final Path derived;
    private final CatchUp.Timing timing;
    private final ReleasedInstances released;
    private final GuardedAttempt guarded;
    private final CircuitBreakerMaintenance breakers;
    private final UplinkMetrics metrics;
    private final WorkWatch work;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Running running;

    private record Running(Uplink uplink, CloudEvents events, Relay relay, UploadJobs jobs) {}

    UplinkService(
            UplinkConfig config,
            AnonymizerConfig volumes,
            ReleasedInstances released,
            GuardedAttempt guarded,
            CircuitBreakerMaintenance breakers,
            UplinkMetrics metrics,
            WorkWatch work) {
        this.config = config;
        this.deidentified = volumes.deidentifiedDir();
        this.derived = volumes.derivedDir();
        this.timing =
                new CatchUp.Timing(
                        volumes.catchUp().grace(),
                        volumes.catchUp().every(),
                        volumes.catchUp().window());
        this.released = released;
        this.guarded = guarded;
        this.breakers = breakers;
        this.metrics = metrics;
        this.work = work;
    }

    // Before the consumers, which Quarkus starts at 1000.
    void start(@Observes @Priority(500) StartupEvent event) throws IOException {
        Path folder = deidentified.resolve("uplink");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(deidentified);
            // The segmenter reads this volume; what the uplink keeps is not for it.
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        var cloud = keep(Outbox.open(folder.resolve("outbox"), "uplink"));
        var publisher = new KafkaPublisher(cloudKafka());
        var relay =
                keep(
                        Relay.start(
                                cloud,
                                folder.resolve("outbox-cursor"),
                                publisher,
                                config.logCheckEvery()));
        var jobs =
                keep(UploadJobs.open(folder.resolve("jobs"), job -> cloud.contains(job.eventId())));
        var early = keep(Journal.open(folder.resolve("measured")));
        var uplink =
                keep(
                        new Uplink(
                                jobs,
                                config.priorityWait(),
                                new Volumes(deidentified, derived),
                                this::attempt,
                                cloud,
                                new Backoff(
                                        config.retryShortest(),
                                        config.retryLongest(),
                                        new SecureRandom()),
                                InstantSource.system(),
                                metrics));
        var events = CloudEvents.open(released, uplink, cloud, early);
        uplink.start(config.parallel());
        var feed =
                keep(
                        ReleasedFeed.start(
                                released,
                                uplink,
                                jobs.nextReleased(),
                                () -> {
                                    try {
                                        events.lookAgain();
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }));
        keep(
                CatchUp.start(
                        derived.resolve("segmenter").resolve("outbox"),
                        folder.resolve("segmenter-cursor"),
                        events,
                        timing));
        running = new Running(uplink, events, relay, jobs);
        work.watch("uplink-relay", WorkHealth.of(relay::alive));
        work.watch("uplink-feed", WorkHealth.of(feed::alive));
        work.watch("uplink-workers", WorkHealth.of(uplink::alive));
        metrics.watch(uplink::backlog, relay::backlog, () -> uplink.parked().size(), this::breaker);
    }

    private Map<String, String> cloudKafka() {
        var settings = new HashMap<>(config.cloudKafka());
        settings.put("bootstrap.servers", config.cloudBootstrapServers());
        return settings;
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.push(opened);
        return opened;
    }

    private ObjectStore.Receipt attempt(UploadJob job, Path file)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var tries = new GuardedAttempt.Tries();
        try {
            return guarded.put(job, file, tries);
        } catch (CircuitBreakerOpenException e) {
            String fault = tries.lastFault();
            throw fault == null
                    ? StoreUnavailable.notAttempted("breaker-open")
                    : new StoreUnavailable(fault);
        }
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** What the events of the clean zone are given to. */
    CloudEvents events() {
        return running().events();
    }

    /** Keeps a message that cannot be read; see {@link DeadLetters#keep}. */
    void keepDeadLetter(String topic, int partition, long offset, byte[] value) throws IOException {
        new DeadLetters(deidentified.resolve("uplink/dead-letters"))
                .keep(topic, partition, offset, value);
    }

    /** Adds what this half of the way knows of scans that wait. */
    public ScansWaiting waiting(ScansWaiting.For decision, long faulty) {
        var now = Instant.now();
        var jobs = running().jobs();
        return new ScansWaiting(
                now,
                decision,
                jobs.withoutAssessment(now, timing.window()),
                jobs.withoutUpload(now, timing.window()),
                jobs.parked().size(),
                faulty);
    }

    /** Where the uplink stands. */
    public UplinkStatus status() {
        var now = running();
        return new UplinkStatus(
                now.uplink().backlog(),
                now.relay().backlog(),
                now.uplink().parked().stream()
                        .map(parked ->
                                new UplinkStatus.Parked(
                                        parked.job().objectId(),
                                        parked.job().kind(),
                                        parked.reason()))
                        .toList(),
                now.events().waiting(),
                now.uplink().waitingFor(),
                now.relay().connected(),
                breaker().name(),
                metrics.stage(),
                ScansWaiting.line(
                        ScansWaiting.read(deidentified.resolve("waiting.json")), Instant.now()));
    }

    /**
     * Tries the parked objects again.
     *
     * @return how many
     */
    public int retryParked() {
        return running().uplink().retryParked();
    }

    private CircuitBreakerState breaker() {
        return breakers.currentState(GuardedAttempt.BREAKER);
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the uplink has not started");
        }
        return running;
    }
}
