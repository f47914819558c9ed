package org.medsendx.uplink.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.journal.Volume;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Housekeeping;
import org.medsendx.outbox.LinkNow;
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
import org.medsendx.uplink.config.DestinationsConfig;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.destinations.Destinations;
import org.medsendx.uplink.destinations.Settlement;
import org.medsendx.uplink.storage.GuardedAttempt;
import org.medsendx.uplink.telemetry.UplinkMetrics;
import org.medsendx.uplink.telemetry.UplinkStatus;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadJobs;
import org.medsendx.uplink.upload.UploadOrder;
import org.medsendx.uplink.upload.Volumes;
import org.medsendx.webguard.WaitingRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final DestinationsConfig pacs;
    private final Map<String, Object> truckKafka;
    private final BucketLane toBucket;
    private final UplinkMetrics metrics;
    private final WorkWatch work;
    private final MeterRegistry meters;
    private final StageSpans spans;
    private final OpenParts open = new OpenParts();
    private @Nullable Running running;

    /**
     * @param bucket the way to the bucket, if there is one
     */
    private record Running(
            Optional<Uplink> bucket,
            Destinations destinations,
            Lanes lanes,
            CloudEvents events,
            Relay relay,
            CatchUps catchUps,
            Bandwidth bandwidth) {

        List<UploadJobs.ParkedJob> parked() {
            return bucket.map(Uplink::parked).orElse(List.of());
        }

        int backlog() {
            return bucket.map(Uplink::backlog).orElse(0);
        }
    }

    /** One for each outbox that is read along. */
    private record CatchUps(CatchUp released, CatchUp segmenter, CatchUp features) {
        long sum(ToLongFunction<CatchUp> what) {
            return List.of(released, segmenter, features).stream().mapToLong(what).sum();
        }
    }

    UplinkService(
            UplinkConfig config,
            DestinationsConfig pacs,
            @Identifier("default-kafka-broker") Map<String, Object> truckKafka,
            GuardedAttempt guarded,
            CircuitBreakerMaintenance breakers,
            UplinkMetrics metrics,
            WorkWatch work,
            MeterRegistry meters,
            StageSpans spans) {
        this.spans = spans;
        this.config = config;
        this.pacs = pacs;
        this.truckKafka = truckKafka;
        this.toBucket = new BucketLane(config, guarded, breakers);
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
        if (config.bucket().isEmpty() && pacs.destinations().isEmpty()) {
            throw cannotStart(
                    "there is nowhere to go: set medsendx.uplink.bucket, a destination below"
                            + " medsendx.pacs.destinations, or both.");
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
        } catch (DestinationSettings.Unusable e) {
            open.close();
            throw cannotStart(String.valueOf(e.getMessage()));
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
                                        Set.of(
                                                DeidentifiedTopic.INSTANCES_UPLOADED,
                                                DeidentifiedTopic.INSTANCES_DELIVERED)),
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
        var settlement = new Settlement(cloud);
        var lanes = new Lanes(config, pacs, volumes, settlement, bandwidth, meters, work, open);
        var others = lanes.open();
        var bucket = toBucket.open(jobs, volumes, settlement, bandwidth, metrics, open);
        if (bucket.isEmpty()) {
            lanes.leftOf(UploadJob.BUCKET, jobs.pending().size() + jobs.parked().size());
        }
        var destinations = new Destinations(bucket, others, volumes);
        var events = new CloudEvents(destinations, cloud, volumes);
        bucket.ifPresent(uplink -> uplink.start(config.parallel()));
        lanes.start();
        var catchUps =
                new CatchUps(
                        catchUp(events, config.deidentifiedDir().resolve("anonymizer"), "released"),
                        catchUp(events, config.derivedDir().resolve("segmenter"), "segmenter"),
                        catchUp(events, config.featuresDir(), "features"));
        var now = new Running(bucket, destinations, lanes, events, toCloud, catchUps, bandwidth);
        running = now;
        metrics.watch(bandwidth);
        open.keep(
                WaitingFile.start(
                        folder,
                        catchUps.released(),
                        lanes.counted(bucket.isPresent(), jobs),
                        config.catchUp(),
                        this::faulty,
                        this::linkNow));
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
        bucket.ifPresent(uplink -> toBucket.watch(uplink, work, metrics, open));
        new VolumeMetrics(meters).show("uplink", folder);
        var keeping = new KeepingMetrics(meters);
        keeping.show("cloud", cloud, toCloud);
        keeping.show("truck", cloud, toTruck);
        BaselineLane.open(config.baselinesEvery(), cloudKafka(), truckKafka, work, metrics, open);
        work.watch("relay-cloud", WorkHealth.of(toCloud::alive));
        work.watch("relay-truck", WorkHealth.of(toTruck::alive));
        metrics.watch(
                new UplinkMetrics.Shown(
                        now::backlog,
                        toCloud::backlog,
                        toTruck::backlog,
                        () -> now.parked().size(),
                        this::faulty,
                        () -> catchUps.sum(CatchUp::taken),
                        toBucket::breaker));
    }

    /** In which order objects go, to whatever destination. */
    static UploadOrder order(UplinkConfig config) {
        return new UploadOrder(
                config.priorityWait(),
                config.priorityAging(),
                config.urgentPriority(),
                config.urgentInARow());
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
                now.backlog(),
                now.relay().backlog(),
                UplinkStatus.Parked.of(now.parked()),
                now.bucket().map(Uplink::waitingFor).orElse(null),
                now.relay().connected(),
                toBucket.breaker().name(),
                toBucket.store(),
                metrics.stage(),
                now.lanes().status(),
                now.lanes().removed(),
                now.destinations().nowhere(),
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
        return running().destinations().uplinks().stream().mapToInt(Uplink::retryParked).sum();
    }

    /** What waits for the link, and what may go over it. */
    public LinkState link() {
        var now = running();
        var waiting =
                now.destinations().uplinks().stream()
                        .map(Uplink::waiting)
                        .reduce(LinkState.Waiting.NOTHING, LinkState.Waiting::plus);
        return LinkState.of(now.bandwidth(), waiting, Instant.now());
    }

    /** The link, as all destinations share it. */
    public Bandwidth bandwidth() {
        return running().bandwidth();
    }

    private LinkNow linkNow() {
        var now = running();
        return link().told(
                        now.bucket().map(Uplink::waitingFor).isPresent(),
                        now.relay().connected(),
                        metrics.clockAhead());
    }

    private long faulty() {
        return running().catchUps().sum(CatchUp::faulty);
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the uplink has not started");
        }
        return running;
    }
}
