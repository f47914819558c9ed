package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.medsendx.contracts.EventCodec;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageCommitment;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests for storage commitment and sees to it that each is answered.
 *
 * <p>A caller whose address for reports is configured is called there: its request is on disk
 * before it hears "success", and stays there until it has taken the report, over restarts. Any
 * other caller gets the report over the association of its request; when it does not take it there,
 * it has to ask again. Thread safe.
 */
public final class CommitmentDesk implements CommitmentHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitmentDesk.class);

    /** More requests than these do not wait for a caller that is away: new ones are refused. */
    static final int MAX_WAITING = 1000;

    private static final String SUFFIX = ".json";

    private final CommittedObjects objects;
    private final Path folder;
    private final Function<String, Optional<Peer>> reportTo;
    private final Duration retryInterval;
    private final Semaphore work = new Semaphore(0);
    private final Thread sender;
    private volatile boolean closed;

    /**
     * A request that waits for its report to be taken.
     *
     * @param callingAeTitle who asked
     */
    public record Waiting(String callingAeTitle, CommitmentRequest request) {}

    private CommitmentDesk(
            CommittedObjects objects,
            Path folder,
            Function<String, Optional<Peer>> reportTo,
            Duration retryInterval) {
        this.objects = objects;
        this.folder = folder;
        this.reportTo = reportTo;
        this.retryInterval = retryInterval;
        this.sender = Thread.ofVirtual().name("commitment-reports").unstarted(this::send);
    }

    /**
     * Opens the desk; what waits in its folder is sent at once.
     *
     * @param folder for requests that wait
     * @param reportTo where a calling AE title takes reports, if it is configured
     * @param retryInterval between two attempts to reach a caller
     * @throws IOException when the folder cannot be created
     */
    public static CommitmentDesk open(
            CommittedObjects objects,
            Path folder,
            Function<String, Optional<Peer>> reportTo,
            Duration retryInterval)
            throws IOException {
        ForcedFolders.create(folder);
        var desk = new CommitmentDesk(objects, folder, reportTo, retryInterval);
        desk.sender.start();
        return desk;
    }

    @Override
    public Optional<CommitmentReport> requested(String callingAeTitle, CommitmentRequest request)
            throws IOException {
        if (reportTo.apply(callingAeTitle).isEmpty()) {
            return Optional.of(objects.report(request));
        }
        if (waiting().size() >= MAX_WAITING) {
            throw new IOException("too many requests wait for their callers");
        }
        AtomicFile.write(
                folder.resolve(UUID.randomUUID() + SUFFIX),
                EventCodec.JSON.writeValueAsBytes(new Waiting(callingAeTitle.strip(), request)));
        work.release();
        return Optional.empty();
    }

    @Override
    public void reported(String callingAeTitle, CommitmentReport report) throws IOException {
        throw new IOException("nothing was asked of anybody");
    }

    @Override
    public void notTaken(String callingAeTitle, CommitmentReport report) {
        LOG.warn(
                "a caller did not take a storage commitment report of {} instances over its own"
                        + " association and will have to ask again; configure"
                        + " medsendx.ingest.sources.*.commitment-address for it",
                report.committed().size() + report.failed().size());
    }

    /** The files of requests that wait. */
    private List<Path> waiting() throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            all.forEach(files::add);
        }
        return files;
    }

    private void send() {
        while (!closed) {
            work.drainPermits();
            boolean left;
            try {
                left = sendAll();
            } catch (IOException | RuntimeException e) {
                LOG.warn("storage commitment reports wait: {}", e.getClass().getSimpleName());
                left = true;
            }
            try {
                if (left) {
                    var ignored = work.tryAcquire(retryInterval.toNanos(), TimeUnit.NANOSECONDS);
                } else {
                    work.acquire();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Sends what can be sent now, and tells whether some are left. */
    private boolean sendAll() throws IOException {
        var away = new HashSet<String>();
        boolean left = false;
        for (var file : waiting()) {
            if (closed) {
                return true;
            }
            try {
                left |= !send(file, away);
            } catch (IOException e) {
                // A file that cannot be read must not hold up the others, nor be lost.
                left = true;
                LOG.warn(
                        "a storage commitment request is kept and cannot be answered now: {}",
                        e.getClass().getSimpleName());
            }
        }
        return left;
    }

    /** Sends one, and tells whether it is done with. */
    private boolean send(Path file, Set<String> away) throws IOException {
        var waiting = EventCodec.JSON.readValue(file.toFile(), Waiting.class);
        var peer = reportTo.apply(waiting.callingAeTitle());
        if (peer.isEmpty()) {
            LOG.warn("a storage commitment request is dropped: its caller has no address now");
            Files.delete(file);
            return true;
        }
        if (away.contains(waiting.callingAeTitle())) {
            return false;
        }
        var report = objects.report(waiting.request());
        try {
            StorageCommitment.report(peer.get(), report);
        } catch (IOException e) {
            // One that is away must not hold up the others.
            away.add(waiting.callingAeTitle());
            LOG.warn(
                    "a storage commitment report was not taken and is sent again: {}",
                    e.getClass().getSimpleName());
            return false;
        }
        Files.delete(file);
        LOG.info(
                "storage commitment: {} instances committed, {} not",
                report.committed().size(),
                report.failed().size());
        return true;
    }

    /** Whether it still sends; once false, only a restart helps. */
    public boolean alive() {
        return sender.isAlive();
    }

    /** Stops sending; what waits is sent after the next start. */
    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        try {
            sender.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
