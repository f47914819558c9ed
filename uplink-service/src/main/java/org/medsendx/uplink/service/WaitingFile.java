package org.medsendx.uplink.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.LinkNow;
import org.medsendx.outbox.WaitingAtUplink;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.upload.UploadJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how many scans wait here into a small file on the uplink's volume, where the border adds
 * what the uplink does not know yet. Services do not call each other.
 */
final class WaitingFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingFile.class);
    private static final String FILE = "waiting.json";

    /** So often it is written although nothing changed, so that its readers see that we live. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    private final Path file;
    private final CatchUp released;
    private final UploadJobs jobs;
    private final UplinkConfig.CatchUpSettings settings;
    private final LongSupplier faulty;
    private final Supplier<LinkNow> link;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable WaitingAtUplink written;

    private WaitingFile(
            Path folder,
            CatchUp released,
            UploadJobs jobs,
            UplinkConfig.CatchUpSettings settings,
            LongSupplier faulty,
            Supplier<LinkNow> link) {
        this.file = folder.resolve(FILE);
        this.released = released;
        this.jobs = jobs;
        this.settings = settings;
        this.faulty = faulty;
        this.link = link;
        this.thread = Thread.ofPlatform().daemon().name("waiting").unstarted(this::run);
    }

    /**
     * Starts.
     *
     * @param released reads the outbox of the border
     * @param faulty how many events fail again and again
     * @param link how the link stands
     */
    static WaitingFile start(
            Path folder,
            CatchUp released,
            UploadJobs jobs,
            UplinkConfig.CatchUpSettings settings,
            LongSupplier faulty,
            Supplier<LinkNow> link) {
        var file = new WaitingFile(folder, released, jobs, settings, faulty, link);
        file.thread.start();
        return file;
    }

    private void run() {
        try {
            do {
                write();
            } while (!closed.await(settings.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private void write() {
        // First how far it has come, then what waits: what is taken up in between counts twice for
        // a moment, the other way round it would not count at all.
        var reached = released.reached();
        if (reached == null) {
            return;
        }
        var now = Instant.now();
        var said =
                new WaitingAtUplink(
                        now,
                        reached.epoch(),
                        reached.known(),
                        reached.from(),
                        jobs.withoutAssessment(now, settings.window()),
                        jobs.withoutUpload(now, settings.window()),
                        jobs.parked().size(),
                        faulty.getAsLong(),
                        link.get());
        if (written != null && same(written, said)) {
            return;
        }
        try {
            said.write(file);
            written = said;
        } catch (IOException | RuntimeException e) {
            // Readers see how old the last one is.
            LOG.warn("the counts of waiting scans: {}", e.getClass().getSimpleName());
        }
    }

    private static boolean same(WaitingAtUplink before, WaitingAtUplink now) {
        return before.asOf().plus(SIGN_OF_LIFE).isAfter(now.asOf())
                && now.equals(
                        new WaitingAtUplink(
                                now.asOf(),
                                before.outbox(),
                                before.known(),
                                before.from(),
                                before.assessment(),
                                before.upload(),
                                before.parked(),
                                before.faulty(),
                                before.link()));
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
