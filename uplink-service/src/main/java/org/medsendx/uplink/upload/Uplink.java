package org.medsendx.uplink.upload;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Line;
import org.medsendx.uplink.bandwidth.LinkState;

/**
 * Carries the files of the clean zone to the cloud, for as long as it takes.
 *
 * <p>One object at a time per worker: one attempt, and when the object is verified there, the event
 * {@code instances.uploaded} goes to the cloud outbox and after it the job is done. A crash in
 * between repeats the attempt, which finds the object there, and the event, which has the same id
 * and is in the outbox once.
 *
 * <p>A refused object is parked and the others go on. A fault of the store lets all wait with full
 * jitter, without end, or until the link is back. An object that fails again and again while others
 * succeed holds back nobody: its own backoff grows, that of the store starts anew with each
 * success.
 */
public final class Uplink implements UploadWork, AutoCloseable {

    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

    private final UploadJobs jobs;
    private final UploadQueue queue;
    private final Volumes volumes;
    private final Attempt attempt;
    private final Confirmed confirmed;
    private final Backoff backoff;
    private final Bandwidth bandwidth;
    private final Line line = new Line();
    private final InstantSource clock;
    private final UplinkListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<JobId> failedSinceSuccess = new LinkedHashSet<>();
    private final List<Thread> workers = new ArrayList<>();
    private Instant pausedUntil = Instant.MIN;
    private int failuresInARow;
    private @Nullable String waitingFor;
    private final OnTheirWay onTheirWay = new OnTheirWay();
    private volatile boolean closed;

    /** One guarded attempt to store one object; see {@link ObjectStore#put}. */
    @FunctionalInterface
    public interface Attempt {
        ObjectStore.Receipt put(UploadJob job, Path file)
                throws StoreRefused, StoreUnavailable, InterruptedException;
    }

    /** What is done when an object is where it was to go. When it returns, that is on disk. */
    @FunctionalInterface
    public interface Confirmed {
        /**
         * @param job with the key that it has there
         */
        void record(UploadJob job, ObjectStore.Receipt receipt) throws IOException;
    }

    /**
     * Takes up the pending jobs; {@link #start} starts the work.
     *
     * @param jobs what lasts; stays open when this closes
     * @param order which object goes next
     * @param cloud the outbox of events for the cloud, which gets one of each object
     * @param bandwidth the link, one for all destinations; stays open when this closes
     */
    public Uplink(
            UploadJobs jobs,
            UploadOrder order,
            Volumes volumes,
            Attempt attempt,
            Outbox cloud,
            Backoff backoff,
            Bandwidth bandwidth,
            InstantSource clock,
            UplinkListener listener) {
        this(
                jobs,
                order,
                volumes,
                attempt,
                (job, receipt) ->
                        cloud.append(
                                job.uploaded(receipt.bucket(), receipt.encryption()),
                                job.content().sha256(),
                                job.traceparent()),
                backoff,
                bandwidth,
                clock,
                listener);
    }

    /** The same for any destination. */
    public Uplink(
            UploadJobs jobs,
            UploadOrder order,
            Volumes volumes,
            Attempt attempt,
            Confirmed confirmed,
            Backoff backoff,
            Bandwidth bandwidth,
            InstantSource clock,
            UplinkListener listener) {
        this.jobs = jobs;
        this.queue = new UploadQueue(order);
        this.bandwidth = bandwidth;
        this.volumes = volumes;
        this.attempt = attempt;
        this.confirmed = confirmed;
        this.backoff = backoff;
        this.clock = clock;
        this.listener = listener;
        // The jobs first: what is known of a study is kept as long as one of its jobs is here.
        jobs.pending().forEach(queue::offer);
        for (var assessed : jobs.assessments()) {
            queue.assessed(assessed.objectId(), assessed.studyInstanceUid(), assessed.priority());
        }
        bandwidth.onChange(this::signal);
    }

    /** Starts so many workers. */
    public void start(int parallel) {
        for (int i = 0; i < parallel; i++) {
            workers.add(Thread.ofPlatform().name("uplink-" + i).daemon().start(this::work));
        }
    }

    @Override
    public void add(UploadJob job) throws IOException {
        Instant now = clock.instant();
        if (jobs.add(job, now)) {
            queue.offer(WaitingJob.of(job, now));
            signal();
        }
    }

    @Override
    public void assessed(UUID objectId, String studyInstanceUid, int priority) throws IOException {
        jobs.assessed(objectId, studyInstanceUid, priority);
        queue.assessed(objectId, studyInstanceUid, priority);
        signal();
    }

    /**
     * Tries the parked objects again.
     *
     * @return how many
     */
    public int retryParked() {
        var retried = jobs.retryParked();
        retried.forEach(queue::offer);
        signal();
        return retried.size();
    }

    /** The parked objects. */
    public List<UploadJobs.ParkedJob> parked() {
        return jobs.parked();
    }

    /** Whether every worker still works; one that ended comes back with a restart only. */
    public boolean alive() {
        return workers.stream().allMatch(Thread::isAlive);
    }

    @Override
    public boolean knows(UploadJob job) {
        return jobs.knows(job);
    }

    @Override
    public boolean unassessed(UUID objectId) {
        return jobs.unassessed(objectId);
    }

    /** How many objects are to be uploaded, parked ones not counted. */
    public int backlog() {
        return queue.size();
    }

    /** What is to be uploaded, in objects and bytes, parked ones not counted. */
    public LinkState.Waiting waiting() {
        return queue.waiting();
    }

    /** The fault that everybody waits for at present, or null when there is none. */
    public @Nullable String waitingFor() {
        lock.lock();
        try {
            return waitingFor;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (!closed) {
                var job = next();
                try {
                    carry(job);
                } finally {
                    ended();
                }
            }
        } catch (InterruptedException e) {
            // Closing: what was taken stays pending in the journal.
        }
    }

    private WaitingJob next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Instant now = clock.instant();
                boolean paused = now.isBefore(pausedUntil);
                boolean alone = !onTheirWay.mayTake(now);
                WaitingJob job = paused || alone ? null : take(now);
                if (job != null) {
                    onTheirWay.taken();
                    return job;
                }
                Instant wake =
                        paused ? pausedUntil : alone ? onTheirWay.aloneUntil() : queue.nextWake();
                Duration nap = LONGEST_NAP;
                if (wake != null && wake.isBefore(now.plus(LONGEST_NAP))) {
                    nap = Duration.between(now, wake);
                }
                // A millisecond more, so that a rounded-down wait does not spin.
                var _ = changed.await(nap.toMillis() + 1, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            onTheirWay.ended();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable WaitingJob take(Instant now) {
        if (bandwidth.isOpen(false)) {
            return queue.take(now, false);
        }
        return bandwidth.isOpen(true) ? queue.take(now, true) : null;
    }

    private Stored inItsTurn(UploadJob job)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        boolean urgent = queue.isUrgent(job.id());
        var turn =
                new Turn(
                        bandwidth,
                        line,
                        urgent,
                        () -> !urgent && queue.urgentReady(clock.instant()));
        try {
            return ScopedValue.where(Turn.CURRENT, turn).call(() -> store(job));
        } catch (StoreRefused | StoreUnavailable | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an attempt failed unexpectedly", e);
        }
    }

    private void carry(WaitingJob waiting) throws InterruptedException {
        JobId id = waiting.id();
        if (!jobs.isOpen(id)) {
            // Done, and a fault of ours came between that and the queue.
            queue.leave(id, jobs::toDo);
            return;
        }
        try {
            UploadJob job = jobs.job(id);
            var stored = inItsTurn(job);
            var receipt = stored.receipt();
            confirmed.record(stored.job(), receipt);
            jobs.done(id);
            queue.leave(id, jobs::toDo);
            succeeded();
            listener.uploaded(
                    job, receipt.existed(), Duration.between(waiting.at(), clock.instant()));
        } catch (StoreRefused e) {
            park(id, e.code());
        } catch (GaveWay e) {
            queue.giveBack(id, clock.instant());
        } catch (StoreUnavailable e) {
            failed(id, e.code(), e.attempted(), e instanceof BrokenOff);
        } catch (IOException e) {
            // Our own disk: nothing is known to be recorded, so the attempt is repeated.
            failed(id, "local-disk", true, false);
        } catch (RuntimeException e) {
            // A fault of ours in one job must not end the worker; its message may hold a value.
            failed(id, "unexpected-" + e.getClass().getSimpleName(), true, false);
        }
    }

    /** What is in the store, under the keys that it has there. */
    private record Stored(UploadJob job, ObjectStore.Receipt receipt) {}

    private Stored store(UploadJob job)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        UploadJob report = job.reportJob();
        UploadJob placed = job;
        if (report != null) {
            // First, so that the event of the instance points at what is there.
            try {
                attempt.put(report, volumes.file(report));
            } catch (StoreRefused e) {
                placed = elsewhere(job, e, true);
                report = requireNonNull(placed.reportJob());
                attempt.put(report, volumes.file(report));
            }
        }
        try {
            return new Stored(placed, attempt.put(placed, volumes.file(placed)));
        } catch (StoreRefused e) {
            placed = elsewhere(placed, e, false);
            return new Stored(placed, attempt.put(placed, volumes.file(placed)));
        }
    }

    /** Something else has the key: what is derived goes beside it, an instance to a person. */
    private static UploadJob elsewhere(UploadJob job, StoreRefused refused, boolean report)
            throws StoreRefused {
        if (!refused.code().equals(StoreRefused.KEY_CONFLICT)
                || (!report && job.kind() == UploadedKind.INSTANCE)) {
            throw refused;
        }
        return job.beside(report);
    }

    private void park(JobId id, String code) throws InterruptedException {
        try {
            jobs.park(id, code);
        } catch (IOException e) {
            failed(id, "local-disk", true, false);
            return;
        }
        queue.leave(id, jobs::toDo);
        listener.parked(id, code);
    }

    private void succeeded() {
        lock.lock();
        try {
            // Several failed and now one succeeds: it was the store, and it is back. When one
            // alone failed, it may be that object; it keeps its own backoff.
            if (failedSinceSuccess.size() > 1) {
                queue.wake(failedSinceSuccess);
            }
            failedSinceSuccess.clear();
            failuresInARow = 0;
            waitingFor = null;
            pausedUntil = Instant.MIN;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The store's address answers after it did not: nobody waits any longer. */
    public void linkIsBack() {
        lock.lock();
        try {
            queue.wake(failedSinceSuccess);
            pausedUntil = Instant.MIN;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(JobId id, String code, boolean attempted, boolean forward) {
        Duration pause;
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant jobWaitsUntil = now;
            if (attempted) {
                failuresInARow = forward ? 1 : failuresInARow + 1;
                failedSinceSuccess.add(id);
                onTheirWay.broke(now);
                jobWaitsUntil = now.plus(backoff.after(queue.failed(id, forward)));
            }
            if (attempted || waitingFor == null) {
                waitingFor = code;
            }
            pause = backoff.after(Math.max(1, failuresInARow));
            pausedUntil = now.plus(pause);
            queue.giveBack(id, jobWaitsUntil);
        } finally {
            lock.unlock();
        }
        if (attempted) {
            listener.waiting(id, code, pause);
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the workers; an attempt under way is cut and repeated after the next start. */
    @Override
    public void close() {
        closed = true;
        workers.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (var worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
