package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageCommitment;
import org.medsendx.uplink.upload.JobId;
import org.medsendx.uplink.upload.UploadJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a node to commit itself to what it got (PS3.4, J), and hears its report: over the
 * association of the request, or over one of the node's own, however late. A report that does not
 * come is asked for again, as a new transaction; the earlier ones are still good. What the report
 * does not mention goes on waiting.
 *
 * <p>A report counts when it carries the UID of a transaction of ours, which nobody can guess, and
 * for instances of that request alone. Thread safe.
 */
public final class CommitmentAsker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitmentAsker.class);

    /** Transactions whose report may still come. */
    private static final int REMEMBERED = 256;

    private final String destination;
    private final Commitments commitments;
    private final Supplier<Peer> peer;
    private final Outcome outcome;
    private final Timing timing;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Map<String, Map<Instance, UploadJob>> transactions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, Map<Instance, UploadJob>> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private final Map<JobId, Instant> asked = new HashMap<>();
    private volatile @Nullable String fault;

    /** What becomes of an instance. */
    public interface Outcome {

        /** The node keeps it. When this returns, that is on disk. */
        void committed(UploadJob job) throws IOException;

        /** The node does not keep it: it is sent again. */
        void sendAgain(UploadJob job) throws IOException;
    }

    /**
     * When.
     *
     * @param every time between two looks for what was not asked about
     * @param patience how long a report is waited for on the association of its request
     * @param again after so long without a report it is asked again
     * @param batch how many instances one request names at most
     */
    public record Timing(Duration every, Duration patience, Duration again, int batch) {
        public Timing {
            if (!every.isPositive() || !again.isPositive() || patience.isNegative()) {
                throw new IllegalArgumentException("times are positive");
            }
            if (batch < 1) {
                throw new IllegalArgumentException("a request names an instance");
            }
        }
    }

    private CommitmentAsker(
            String destination,
            Commitments commitments,
            Supplier<Peer> peer,
            Outcome outcome,
            Timing timing,
            InstantSource clock) {
        this.destination = destination;
        this.commitments = commitments;
        this.peer = peer;
        this.outcome = outcome;
        this.timing = timing;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("commitment-" + destination).unstarted(this::run);
    }

    /**
     * Starts to ask.
     *
     * @param destination its name
     * @param commitments what waits; stays open when this closes
     * @param peer the node as it is to be called now
     */
    public static CommitmentAsker start(
            String destination,
            Commitments commitments,
            Supplier<Peer> peer,
            Outcome outcome,
            Timing timing,
            InstantSource clock) {
        var asker = new CommitmentAsker(destination, commitments, peer, outcome, timing, clock);
        asker.thread.start();
        return asker;
    }

    private void run() {
        try {
            while (!closed.await(timing.every().toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private void round() {
        try {
            // Each time: an upload that was just ending when the report came did not take it.
            for (var job : commitments.toBeSentAgain()) {
                outcome.sendAgain(job);
            }
            var due = due();
            while (!due.isEmpty() && closed.getCount() > 0) {
                ask(due.subList(0, Math.min(timing.batch(), due.size())));
                due = due.subList(Math.min(timing.batch(), due.size()), due.size());
            }
            fault = null;
        } catch (IOException | RuntimeException e) {
            if (closed.getCount() > 0) {
                fault = "commitment";
                LOG.info(
                        "{}: commitment is asked for again: {}",
                        destination,
                        e.getClass().getSimpleName());
            }
        }
    }

    private synchronized List<Commitments.Sent> due() {
        var sent = commitments.sent();
        Instant now = clock.instant();
        Set<JobId> waiting = new HashSet<>();
        var due = new ArrayList<Commitments.Sent>();
        for (var one : sent) {
            waiting.add(one.job().id());
            Instant before = asked.get(one.job().id());
            // A clock that was put back does not make it wait longer than once.
            if (before == null
                    || Duration.between(before, now).abs().compareTo(timing.again()) >= 0) {
                due.add(one);
            }
        }
        asked.keySet().retainAll(waiting);
        return due;
    }

    private void ask(List<Commitments.Sent> batch) throws IOException {
        Map<Instance, UploadJob> named = new LinkedHashMap<>();
        batch.forEach(one -> named.put(one.instance(), one.job()));
        var request = CommitmentRequest.of(List.copyOf(named.keySet()));
        synchronized (this) {
            // Before the request: the report may overtake its answer.
            transactions.put(request.transactionUid(), named);
        }
        Optional<CommitmentReport> report =
                StorageCommitment.request(peer.get(), request, timing.patience());
        synchronized (this) {
            batch.forEach(one -> asked.put(one.job().id(), clock.instant()));
        }
        if (report.isPresent()) {
            reported(report.get());
        }
    }

    /**
     * A report came.
     *
     * @return whether it is about a request of ours
     * @throws IOException it could not be written down: it is to be sent again
     */
    public boolean reported(CommitmentReport report) throws IOException {
        Map<Instance, UploadJob> named;
        synchronized (this) {
            named = transactions.get(report.transactionUid());
        }
        if (named == null) {
            return false;
        }
        // What is said to have failed has, whatever else is said of it.
        Set<Instance> failed = new HashSet<>();
        for (var failure : report.failed()) {
            UploadJob job = named.get(failure.instance());
            if (failed.add(failure.instance()) && job != null && commitments.awaits(job)) {
                LOG.warn(
                        "{}: {} is not kept there, reason {}",
                        destination,
                        job.objectId(),
                        Integer.toHexString(failure.reason()));
                commitments.failed(job, failure.reason());
                synchronized (this) {
                    // Sent again, it is asked about again, and at once.
                    asked.remove(job.id());
                }
                outcome.sendAgain(job);
            }
        }
        for (var instance : report.committed()) {
            UploadJob job = named.get(instance);
            if (job != null && !failed.contains(instance) && commitments.awaits(job)) {
                outcome.committed(job);
                commitments.settled(job);
            }
        }
        return true;
    }

    /** Why it cannot be asked at present, as a code, or null. */
    public @Nullable String fault() {
        return fault;
    }

    /** Whether it still asks. */
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
