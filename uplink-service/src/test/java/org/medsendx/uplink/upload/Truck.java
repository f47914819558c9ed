package org.medsendx.uplink.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;

/**
 * The uplink of a truck, put together as the service does it, that can be stopped and restarted.
 */
final class Truck implements AutoCloseable, UplinkListener {

    final Path folder;
    final Released released;
    final List<String> log = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    final Uplink uplink;
    final Outbox cloud;
    final CloudEvents events;

    Truck(
            Path folder,
            Released released,
            Duration priorityWait,
            int parallel,
            Uplink.Attempt attempt)
            throws IOException {
        this.folder = folder;
        this.released = released;
        cloud = keep(Outbox.open(folder.resolve("outbox"), "uplink"));
        var jobs =
                keep(UploadJobs.open(folder.resolve("jobs"), job -> cloud.contains(job.eventId())));
        var early = keep(Journal.open(folder.resolve("measured")));
        uplink =
                keep(
                        new Uplink(
                                jobs,
                                priorityWait,
                                new Volumes(folder, folder),
                                attempt,
                                cloud,
                                new Backoff(
                                        Duration.ofMillis(20),
                                        Duration.ofMillis(200),
                                        new Random(1)),
                                InstantSource.system(),
                                this));
        events = CloudEvents.open(released, uplink, cloud, early);
        uplink.start(parallel);
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
    public void parked(UploadJob job, String reason) {
        log.add("parked " + job.objectId() + " " + reason);
    }

    @Override
    public void waiting(UploadJob job, String reason, Duration pause) {
        log.add("waiting " + reason);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
