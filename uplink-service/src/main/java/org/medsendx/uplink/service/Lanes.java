package org.medsendx.uplink.service;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.dicom.net.Tls;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.config.DestinationsConfig;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.destinations.Destinations;
import org.medsendx.uplink.destinations.Lane;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.destinations.Settlement;
import org.medsendx.uplink.dimse.CommitmentAsker;
import org.medsendx.uplink.dimse.Commitments;
import org.medsendx.uplink.dimse.DimseStore;
import org.medsendx.uplink.dimse.ReportListener;
import org.medsendx.uplink.storage.StoreAddress;
import org.medsendx.uplink.stow.StowStore;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.telemetry.LaneMetrics;
import org.medsendx.uplink.telemetry.UplinkStatus;
import org.medsendx.uplink.upload.LinkWatch;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadJobs;
import org.medsendx.uplink.upload.Volumes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the ways to the destinations beside the bucket, each with a folder of its own below {@code
 * destinations}, and knows what those left that are configured no more.
 */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final UplinkConfig config;
    private final DestinationsConfig pacs;
    private final Volumes volumes;
    private final Settlement settlement;
    private final Bandwidth bandwidth;
    private final MeterRegistry meters;
    private final WorkWatch work;
    private final OpenParts open;
    private final Path folder;
    private final List<Opened> opened = new ArrayList<>();
    private final Map<String, Integer> removed = new ConcurrentSkipListMap<>();

    /** What shows of one destination. */
    private record Opened(
            Lane lane,
            DestinationsConfig.Kind kind,
            UploadJobs jobs,
            @Nullable Commitments commitments,
            @Nullable CommitmentAsker asker) {

        UplinkStatus.Destination status() {
            var uplink = lane.uplink();
            String waits = uplink.waitingFor();
            return new UplinkStatus.Destination(
                    lane.name(),
                    kind.name(),
                    uplink.backlog(),
                    commitments == null ? 0 : commitments.size(),
                    UplinkStatus.Parked.of(uplink.parked()),
                    waits == null && asker != null ? asker.fault() : waits);
        }
    }

    Lanes(
            UplinkConfig config,
            DestinationsConfig pacs,
            Volumes volumes,
            Settlement settlement,
            Bandwidth bandwidth,
            MeterRegistry meters,
            WorkWatch work,
            OpenParts open) {
        this.config = config;
        this.pacs = pacs;
        this.volumes = volumes;
        this.settlement = settlement;
        this.bandwidth = bandwidth;
        this.meters = meters;
        this.work = work;
        this.open = open;
        this.folder = config.uplinkDir().resolve("destinations");
    }

    /** Opens all of them; {@link #start} starts the work. */
    List<Lane> open() throws IOException {
        for (var one : new TreeMap<>(pacs.destinations()).entrySet()) {
            opened.add(open(one.getKey(), DestinationSettings.of(one.getKey(), one.getValue())));
        }
        var askers = opened.stream().map(Opened::asker).filter(asker -> asker != null).toList();
        if (pacs.reports().port().isPresent()) {
            listen(askers);
        }
        countRemoved();
        Gauge.builder("medsendx.pacs.removed.objects", this, Lanes::removedObjects)
                .description("objects for destinations that are configured no more")
                .register(meters);
        return opened.stream().map(Opened::lane).toList();
    }

    /** Starts the work. */
    void start() {
        for (var one : opened) {
            var settings = requireNonNull(pacs.destinations().get(one.lane().name()));
            one.lane().uplink().start(settings.parallel());
        }
    }

    private Opened open(String name, DestinationSettings settings) throws IOException {
        Path own = folder.resolve(name);
        ForcedFolders.create(own);
        var metrics = new LaneMetrics(meters, name);
        var copies = new NativeCopies(own.resolve("copies"));
        Commitments commitments =
                settings.commitment().isPresent()
                        ? open.keep(Commitments.open(own.resolve("awaiting")))
                        : null;
        var jobs =
                open.keep(
                        UploadJobs.open(
                                own.resolve("jobs"),
                                job ->
                                        settlement.confirmed(job, name)
                                                || (commitments != null
                                                        && commitments.awaits(job))));
        StallGuard guard;
        ObjectStore store;
        if (settings.kind() == DestinationsConfig.Kind.STOW) {
            guard = new StallGuard(settings.timeout(), settings.timeout());
            store = open.keep(new StowStore(settings.stow(), copies, metrics::warned));
        } else {
            // An association has clocks of its own; what is left is that a stop cuts it.
            guard = new StallGuard(Duration.ofDays(1), Duration.ofDays(1));
            store =
                    open.keep(
                            new DimseStore(
                                    name,
                                    settings.peer(),
                                    copies,
                                    Optional.ofNullable(commitments),
                                    metrics::warned));
        }
        Rule rule = settings.rule();
        var uplink =
                open.keep(
                        new Uplink(
                                jobs,
                                UplinkService.order(config),
                                volumes,
                                (job, file) -> {
                                    // Its report is no DICOM object and stays.
                                    if (!Destinations.dicom(job)) {
                                        return ObjectStore.Receipt.of(name);
                                    }
                                    Destinations.check(rule, job, file);
                                    return guard.run(progress -> store.put(job, file, progress));
                                },
                                (job, _) -> {
                                    if (commitments == null) {
                                        settlement.delivered(job, name, settings.confirmation());
                                        metrics.delivered();
                                    }
                                },
                                new Backoff(
                                        config.retryShortest(),
                                        config.retryLongest(),
                                        new SecureRandom()),
                                bandwidth,
                                InstantSource.system(),
                                metrics));
        CommitmentAsker asker = null;
        if (commitments != null) {
            asker =
                    open.keep(
                            CommitmentAsker.start(
                                    name,
                                    commitments,
                                    settings.peer(),
                                    new Told(name, uplink, metrics),
                                    settings.commitment().orElseThrow(),
                                    InstantSource.system()));
            work.watch("commitment-" + name, WorkHealth.of(asker::alive));
        }
        watchLink(name, settings.address(), uplink);
        metrics.watch(
                uplink::backlog,
                () -> commitments == null ? 0 : commitments.size(),
                () -> uplink.parked().size());
        work.watch("workers-" + name, WorkHealth.of(uplink::alive));
        return new Opened(new Lane(name, uplink, rule), settings.kind(), jobs, commitments, asker);
    }

    /** What becomes of the node's word. */
    private final class Told implements CommitmentAsker.Outcome {

        private final String name;
        private final Uplink uplink;
        private final LaneMetrics metrics;

        Told(String name, Uplink uplink, LaneMetrics metrics) {
            this.name = name;
            this.uplink = uplink;
            this.metrics = metrics;
        }

        @Override
        public void committed(UploadJob job) throws IOException {
            settlement.delivered(job, name, DeliveryConfirmation.STORAGE_COMMITMENT);
            metrics.delivered();
        }

        @Override
        public void sendAgain(UploadJob job) throws IOException {
            uplink.add(job);
        }
    }

    private void watchLink(String name, URI address, Uplink uplink) {
        var at = new StoreAddress(address);
        var link =
                open.keep(
                        LinkWatch.start(
                                at::answers,
                                () -> uplink.waitingFor() != null,
                                uplink::linkIsBack,
                                config.linkCheckEvery()));
        work.watch("link-watch-" + name, WorkHealth.of(link::alive));
    }

    private void listen(List<CommitmentAsker> askers) throws IOException {
        var reports = pacs.reports();
        Optional<Tls> tls = DestinationSettings.reportTls(reports);
        Set<String> callers =
                pacs.destinations().values().stream()
                        .flatMap(one -> one.aeTitle().stream())
                        .collect(Collectors.toSet());
        var listener =
                open.keep(
                        ReportListener.listen(
                                new InetSocketAddress(reports.host(), reports.port().orElseThrow()),
                                reports.aeTitle(),
                                callers,
                                tls,
                                askers));
        work.watch("commitment-reports", WorkHealth.of(listener::alive));
    }

    // Their folders stay, and with their names in the configuration again all goes on.
    private void countRemoved() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path one : folders) {
                String name = String.valueOf(one.getFileName());
                if (pacs.destinations().containsKey(name)) {
                    continue;
                }
                int left;
                try (var commitments = Commitments.open(one.resolve("awaiting"));
                        var jobs =
                                UploadJobs.open(
                                        one.resolve("jobs"),
                                        job -> settlement.confirmed(job, name))) {
                    left = jobs.pending().size() + jobs.parked().size() + commitments.size();
                }
                leftOf(name, left);
            }
        }
    }

    /** So many objects are meant for a destination that is not configured. */
    void leftOf(String name, int left) {
        if (left > 0) {
            removed.put(name, left);
            LOG.warn(
                    "{} objects are meant for the destination {}, which is not configured. They"
                            + " wait; see docs/destinations.md",
                    left,
                    name);
        }
    }

    /** By whose jobs scans count as waiting: the bucket's, else the first destination's. */
    UploadJobs counted(boolean bucket, UploadJobs jobs) {
        return bucket || opened.isEmpty() ? jobs : opened.getFirst().jobs();
    }

    private double removedObjects() {
        return removed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Where each stands. */
    List<UplinkStatus.Destination> status() {
        return opened.stream().map(Opened::status).toList();
    }

    /** Objects that wait for destinations which are configured no more, by their name. */
    Map<String, Integer> removed() {
        return Map.copyOf(removed);
    }
}
