package org.medsendx.uplink.destinations;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.dimse.Commitments;
import org.medsendx.uplink.upload.JobId;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UplinkListener;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadJobs;
import org.medsendx.uplink.upload.UploadOrder;
import org.medsendx.uplink.upload.Volumes;

/** The roads of a truck, as the service puts them together, that can be stopped and begun again. */
public final class Road implements AutoCloseable {

    public final Outbox cloud;
    public final Settlement settlement;
    public final Volumes volumes;
    public final List<String> log = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Bandwidth bandwidth;
    private final List<Lane> lanes = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<Uplink> bucket = Optional.empty();

    public Road(Path folder) throws IOException {
        this(folder, Bandwidth.unlimited());
    }

    /** With a link of its own, which it closes. */
    public Road(Path folder, Bandwidth bandwidth) throws IOException {
        this.folder = folder;
        this.bandwidth = keep(bandwidth);
        cloud = keep(Outbox.open(folder.resolve("outbox"), "uplink"));
        settlement = new Settlement(cloud);
        volumes = new Volumes(folder, folder);
    }

    public <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** A bucket where every attempt ends like this. */
    public Road bucket(Uplink.Attempt attempt) throws IOException {
        bucket = Optional.of(uplink("bucket", attempt, settlement::uploaded, Optional.empty()));
        bucket.get().start(1);
        return this;
    }

    /** A destination that confirms by its answer. */
    public Uplink lane(String name, Rule rule, ObjectStore store) throws IOException {
        var confirmation = DeliveryConfirmation.STOW_RS;
        return lane(
                name,
                rule,
                store,
                (job, _) -> settlement.delivered(job, name, confirmation),
                Optional.empty());
    }

    /** A destination. */
    public Uplink lane(
            String name,
            Rule rule,
            ObjectStore store,
            Uplink.Confirmed confirmed,
            Optional<Commitments> commitments)
            throws IOException {
        var guard = new StallGuard(Duration.ofSeconds(20), Duration.ofSeconds(20));
        var uplink =
                uplink(
                        name,
                        (job, file) -> {
                            if (!Destinations.dicom(job)) {
                                return ObjectStore.Receipt.of(name);
                            }
                            Destinations.check(rule, job, file);
                            return guard.run(progress -> store.put(job, file, progress));
                        },
                        confirmed,
                        commitments);
        uplink.start(1);
        lanes.add(new Lane(name, uplink, rule));
        return uplink;
    }

    private Uplink uplink(
            String name,
            Uplink.Attempt attempt,
            Uplink.Confirmed confirmed,
            Optional<Commitments> commitments)
            throws IOException {
        var jobs =
                keep(
                        UploadJobs.open(
                                folder.resolve("jobs-" + name),
                                job ->
                                        settlement.confirmed(job, name)
                                                || commitments
                                                        .map(all -> all.awaits(job))
                                                        .orElse(false)));
        return keep(
                new Uplink(
                        jobs,
                        UploadOrder.of(Duration.ZERO, Duration.ofHours(1)),
                        volumes,
                        attempt,
                        confirmed,
                        new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1)),
                        bandwidth,
                        InstantSource.system(),
                        new Listener(name)));
    }

    /** What gives objects to all of them. */
    public Destinations destinations() {
        return new Destinations(bucket, lanes, volumes);
    }

    private final class Listener implements UplinkListener {

        private final String name;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public void uploaded(UploadJob job, boolean existed, Duration sinceAdded) {
            log.add(name + " sent " + job.objectId());
        }

        @Override
        public void parked(JobId job, String reason) {
            log.add(name + " parked " + reason);
        }

        @Override
        public void waiting(JobId job, String reason, Duration pause) {
            log.add(name + " waits " + reason);
        }
    }

    /** The events in the outbox about destinations, in short. */
    public List<String> told() throws IOException {
        var told = new ArrayList<String>();
        for (var entry : new OutboxReader(folder.resolve("outbox")).read(Position.START, 10_000)) {
            switch (requireNonNull(entry.event()).data()) {
                case InstanceUploaded one ->
                        told.add("bucket " + one.objectId() + (one.settled() ? " last" : ""));
                case InstanceDelivered one ->
                        told.add(
                                one.destination()
                                        + " "
                                        + one.objectId()
                                        + (one.settled() ? " last" : ""));
                default -> {}
            }
        }
        return told;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
