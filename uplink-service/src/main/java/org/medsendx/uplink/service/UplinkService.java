package org.medsendx.uplink.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.journal.Volume;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Housekeeping;
import org.medsendx.outbox.OnlyTopics;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxKeeping;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WithoutTraces;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.CannotStart;
import org.medsendx.servicehealth.KeepingMetrics;
import org.medsendx.servicehealth.VolumeMetrics;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.medsendx.servicehealth.traces.TracedPublisher;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.LinkState;
import org.medsendx.uplink.cloud.CloudEvents;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.storage.GuardedAttempt;
import org.medsendx.uplink.telemetry.UplinkMetrics;
import org.medsendx.uplink.telemetry.UplinkStatus;
import org.medsendx.uplink.upload.BrokenOff;
import org.medsendx.uplink.upload.LinkWatch;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadJobs;
import org.medsendx.uplink.upload.UploadOrder;
import org.medsendx.uplink.upload.Volumes;
import org.medsendx.webguard.WaitingRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The life of the uplink: opens what lasts, starts the workers and the relays, and ends them in the
 * opposite order. Nothing here waits for anything remote.
 */
@ApplicationScoped
public class UplinkService {

    private static final Logger LOG = LoggerFactory.getLogger(UplinkService.class);

    /** Last part of the source of its events. It is older than the service, and stays. */
    private static final String WRITER = "uplink";

    private final UplinkConfig config;
    private final Map<String, Object> truckKafka;
    private final GuardedAttempt guarded;
    private final CircuitBreakerMaintenance breakers;
    private final UplinkMetrics metrics;
    private final WorkWatch work;
    private final MeterRegistry meters;
    private final StageSpans spans;
    private final OpenParts open = new OpenParts();
    private @Nullable Running running;

    private record Running(
            Uplink uplink,
            CloudEvents events,
            Relay relay,
            CatchUps catchUps,
            Bandwidth bandwidth) {}

    /** One for each outbox that is read along. */
    private record CatchUps(CatchUp released, CatchUp segmenter, CatchUp features) {
        long sum(ToLongFunction<CatchUp> what) {
            return List.of(released, segmenter, features).stream().mapToLong(what).sum();
        }
    }

    UplinkService(
            UplinkConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> truckKafka,
            GuardedAttempt guarded,
            CircuitBreakerMaintenance breakers,
            UplinkMetrics metrics,
            WorkWatch work,
            MeterRegistry meters,
            StageSpans spans) {
        this.spans = spans;
        this.config = config;
        this.truckKafka = truckKafka;
        this.guarded = guarded;
        this.breakers = breakers;
        this.metrics = metrics;
        this.work = work;
        this.meters = meters;
    }

    // Before the consumers, which Quarkus starts at 1000.
    void start(@Observes @Priority(500) StartupEvent event) throws Exception {
        if (config.kmsKeyId().isPresent() && config.encryption() != Encryption.AWS_KMS) {
            // Else it would be found at each upload, and looked at like a fault of the store.
            throw cannotStart(
                    "medsendx.uplink.kms-key-id is set, and medsendx.uplink.encryption is not"
                            + " aws-kms. Set it so, or take the key id away.");
        }
        // A volume that is full or away is waited for: nobody is there to start this again.
        if (!awaitVolume()) {
            throw CannotStart.stopped("uplink-service");
        }
        String problem = new EarlierState(config.deidentifiedDir(), config.uplinkDir()).problem();
        if (problem != null) {
            throw cannotStart(problem);
        }
        try {
            open();
        } catch (DataVersionException e) {
            throw cannotStart(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            open.close();
            if (!Volume.takeFiles(config.uplinkDir())) {
                start(event);
                return;
            }
            throw cannotStart(
                    "the volume "
                            + config.uplinkDir()
                            + " cannot be opened ("
                            + e.getClass().getSimpleName()
                            + "). Mount it, give this user the right to write, set"
                            + " medsendx.uplink.uplink-dir, and see that no other uplink-service"
                            + " uses it.");
        }
    }

    private boolean awaitVolume() {
        if (Volume.takeFiles(config.uplinkDir())) {
            return true;
        }
        var settings = ConfigProvider.getConfig();
        try (var room =
                WaitingRoom.open(
                        settings.getValue("quarkus.http.host", String.class),
                        settings.getValue("quarkus.http.port", Integer.class))) {
            LOG.info("port {} says meanwhile that it is not ready", room.port());
            return Volume.await("the volume of medsendx.uplink.uplink-dir", config.uplinkDir());
        } catch (IOException e) {
            throw cannotStart("quarkus.http.port is taken");
        }
    }

    private static PreventFurtherStepsException cannotStart(String problem) {
        return CannotStart.because("uplink-service", problem);
    }

    private void open() throws IOException {
        Path folder = config.uplinkDir();
        DataFolder.open(folder, "uplink-service");
        var cloud = open.keep(Outbox.open(folder.resolve("outbox"), WRITER));
        var toCloud =
                open.keep(
                        Relay.start(
                                cloud,
                                folder.resolve("outbox-cursor"),
                                // What the truck did when stays on the truck.
                                new TracedPublisher(
                                        new WithoutTraces(new KafkaPublisher(cloudKafka())), spans),
                                config.logCheckEvery()));
        // Whoever owns the files on the truck hears of their upload too; all else is the cloud's.
        var toTruck =
                open.keep(
                        Relay.start(
                                cloud,
                                folder.resolve("outbox-truck-cursor"),
                                new OnlyTopics(
                                        new KafkaPublisher(
                                                KafkaPublisher.settings(name ->
                                                        Optional.ofNullable(truckKafka.get(name))
                                                                .map(Object::toString))),
                                        Set.of(DeidentifiedTopic.INSTANCES_UPLOADED)),
                                config.truckLogCheckEvery()));
        var jobs =
                open.keep(
                        UploadJobs.open(
                                folder.resolve("jobs"), job -> cloud.contains(job.eventId())));
        var volumes = new Volumes(config.deidentifiedDir(), config.derivedDir());
        var bandwidth =
                open.keep(
                        Bandwidth.open(
                                folder.resolve("bandwidth"),
                                FirstLimits.of(config.bandwidth()),
                                InstantSource.system()));
        var uplink =
                open.keep(
                        new Uplink(
                                jobs,
                                new UploadOrder(
                                        config.priorityWait(),
                                        config.priorityAging(),
                                        config.urgentPriority(),
                                        config.urgentInARow()),
                                volumes,
                                this::attempt,
                                cloud,
                                new Backoff(
                                        config.retryShortest(),
                                        config.retryLongest(),
                                        new SecureRandom()),
                                bandwidth,
                                InstantSource.system(),
                                metrics));
        var events = new CloudEvents(uplink, cloud, volumes);
        uplink.start(config.parallel());
        var catchUps =
                new CatchUps(
                        catchUp(events, config.deidentifiedDir().resolve("anonymizer"), "released"),
                        catchUp(events, config.derivedDir().resolve("segmenter"), "segmenter"),
                        catchUp(events, config.featuresDir(), "features"));
        running = new Running(uplink, events, toCloud, catchUps, bandwidth);
        metrics.watch(bandwidth);
        open.keep(
                WaitingFile.start(
                        folder, catchUps.released(), jobs, config.catchUp(), this::faulty));
        var housekeeping =
                open.keep(
                        Housekeeping.start(
                                config.keep().every(),
                                new OutboxKeeping(
                                        cloud,
                                        toCloud,
                                        config.keep().outbox(),
                                        List.of(toTruck::confirmed))));
        work.watch("housekeeping", WorkHealth.of(housekeeping::alive));
        var link =
                open.keep(
                        LinkWatch.start(
                                guarded::storeAnswers,
                                () -> uplink.waitingFor() != null,
                                () -> linkIsBack(uplink),
                                config.linkCheckEvery()));
        work.watch("link-watch", WorkHealth.of(link::alive));
        new VolumeMetrics(meters).show("uplink", folder);
        var keeping = new KeepingMetrics(meters);
        keeping.show("cloud", cloud, toCloud);
        keeping.show("truck", cloud, toTruck);
        work.watch("relay-cloud", WorkHealth.of(toCloud::alive));
        work.watch("relay-truck", WorkHealth.of(toTruck::alive));
        work.watch("workers", WorkHealth.of(uplink::alive));
        metrics.watch(
                new UplinkMetrics.Shown(
                        uplink::backlog,
                        toCloud::backlog,
                        toTruck::backlog,
                        () -> uplink.parked().size(),
                        this::faulty,
                        () -> catchUps.sum(CatchUp::taken),
                        this::breaker));
    }

    // The others keep their outbox in the folder "outbox", each on its own volume.
    private CatchUp catchUp(CloudEvents events, Path writer, String name) {
        var timing = config.catchUp();
        return open.keep(
                CatchUp.start(
                        writer.resolve("outbox"),
                        config.uplinkDir().resolve(name + "-cursor"),
                        events,
                        new CatchUp.Timing(timing.grace(), timing.every(), timing.window())));
    }

    private Map<String, String> cloudKafka() {
        var settings = new HashMap<>(config.cloudKafka());
        settings.put("bootstrap.servers", config.cloudBootstrapServers());
        return settings;
    }

    private void linkIsBack(Uplink uplink) {
        // Open, it would let nothing through for a while, though what opened it has passed.
        breakers.reset(GuardedAttempt.BREAKER);
        uplink.linkIsBack();
    }

    private ObjectStore.Receipt attempt(UploadJob job, Path file)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var tries = new GuardedAttempt.Tries();
        try {
            return guarded.put(job, file, tries);
        } catch (CircuitBreakerOpenException e) {
            String fault = tries.lastFault();
            if (fault == null) {
                throw StoreUnavailable.notAttempted("breaker-open");
            }
            throw tries.forward() ? new BrokenOff(fault) : new StoreUnavailable(fault);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        open.close();
    }

    /** What the events of the truck are given to. */
    public CloudEvents events() {
        return running().events();
    }

    /** Keeps a message that cannot be read; see {@link DeadLetters#keep}. */
    public void keepDeadLetter(String topic, int partition, long offset, byte[] value)
            throws IOException {
        new DeadLetters(config.uplinkDir().resolve("dead-letters"))
                .keep(topic, partition, offset, value);
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
                now.uplink().waitingFor(),
                now.relay().connected(),
                breaker().name(),
                metrics.stage(),
                link(),
                ScansWaiting.line(
                        ScansWaiting.read(config.deidentifiedDir().resolve("waiting.json")),
                        Instant.now()));
    }

    /**
     * Tries the parked objects again.
     *
     * @return how many
     */
    public int retryParked() {
        return running().uplink().retryParked();
    }

    /** What waits for the link, and what may go over it. */
    public LinkState link() {
        var now = running();
        return LinkState.of(now.bandwidth(), now.uplink().waiting(), Instant.now());
    }

    /** The link, as all destinations share it. */
    public Bandwidth bandwidth() {
        return running().bandwidth();
    }

    private long faulty() {
        return running().catchUps().sum(CatchUp::faulty);
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
