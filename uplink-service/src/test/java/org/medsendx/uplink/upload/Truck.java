package org.medsendx.uplink.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.bandwidth.Bandwidth;

/** The uplink of a truck, as the service puts it together, that can be stopped and restarted. */
public final class Truck implements AutoCloseable, UplinkListener {

    public final Volumes volumes;
    public final Uplink uplink;
    public final Outbox cloud;
    final List<String> log = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    public Truck(Path folder, Duration priorityWait, int parallel, Uplink.Attempt attempt)
            throws IOException {
        this(
                folder,
                priorityWait,
                parallel,
                attempt,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1)));
    }

    Truck(Path folder, Duration priorityWait, int parallel, Uplink.Attempt attempt, Backoff backoff)
            throws IOException {
        this(
                folder,
                UploadOrder.of(priorityWait, Duration.ofHours(1)),
                parallel,
                attempt,
                backoff,
                Bandwidth.unlimited());
    }

    /** With a link of its own, which it closes. */
    Truck(
            Path folder,
            UploadOrder order,
            int parallel,
            Uplink.Attempt attempt,
            Backoff backoff,
            Bandwidth bandwidth)
            throws IOException {
        keep(bandwidth);
        cloud = keep(Outbox.open(folder.resolve("outbox"), "uplink"));
        var jobs =
                keep(UploadJobs.open(folder.resolve("jobs"), job -> cloud.contains(job.eventId())));
        volumes = new Volumes(folder, folder);
        uplink =
                keep(
                        new Uplink(
                                jobs,
                                order,
                                volumes,
                                attempt,
                                cloud,
                                backoff,
                                bandwidth,
                                InstantSource.system(),
                                this));
        uplink.start(parallel);
    }

    /** The border released these. */
    void released(List<InstanceDeidentified> instances) throws IOException {
        for (var instance : instances) {
            uplink.add(UploadJob.of(instance, null));
        }
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public void uploaded(UploadJob job, boolean existed, Duration sinceAdded) {
        log.add((existed ? "existed " : "uploaded ") + job.objectId());
    }

    @Override
    public void parked(JobId job, String reason) {
        log.add("parked " + job.objectId() + " " + reason);
    }

    @Override
    public void waiting(JobId job, String reason, Duration pause) {
        log.add("waiting " + reason);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
