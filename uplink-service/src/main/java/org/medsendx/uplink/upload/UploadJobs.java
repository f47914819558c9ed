package org.medsendx.uplink.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.ScansWaiting;

/**
 * The upload jobs of a truck and how far each is, kept in a journal. When a method returns, what it
 * recorded survives a power cut, but for {@link #done}. A repeat of the event that caused a job
 * changes nothing.
 *
 * <pre>
 *            +--------- restart, retry ---------+
 *            v                                  |
 *   add -> pending -> (refused by the store) parked
 *            |
 *            +-----> (verified there, event in the cloud outbox) done
 * </pre>
 *
 * <p>Memory, journal and start-up time follow what is open, not the years of the truck: a job that
 * is done is forgotten here, because the cloud outbox tells that its object is known; and the
 * journal is compacted when it holds much more than what is open. Memory has of a job what its
 * order needs, the journal the rest. Also kept are the scans that nobody has assessed yet.
 *
 * <p>Thread safe.
 */
public final class UploadJobs implements AutoCloseable {

    private final Journal journal;
    private final Predicate<UploadJob> inCloud;
    private final int slack;
    // Appends share an fsync under the read lock; a compaction has the journal for itself.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private long compactAt;

    // All below under this monitor.
    private final Map<JobId, Job> jobs = new HashMap<>();
    private final Assessments assessments = new Assessments();
    private long orders;

    private static final class Job {
        final WaitingJob waiting;
        final long order;

        /** Where its line is in the journal; below zero until it is there. */
        long line;

        @Nullable String parked;

        Job(WaitingJob waiting, long order, long line) {
            this.waiting = waiting;
            this.order = order;
            this.line = line;
        }
    }

    /**
     * A job that the store refused.
     *
     * @param reason why, as a code
     */
    public record ParkedJob(JobId id, String reason) {}

    private UploadJobs(Journal journal, Predicate<UploadJob> inCloud, int slack) {
        this.journal = journal;
        this.inCloud = inCloud;
        this.slack = slack;
    }

    /**
     * Opens or creates the journal in a folder. Jobs that were parked are pending again.
     *
     * @param inCloud whether the event of a job that was done is in the cloud outbox
     */
    public static UploadJobs open(Path folder, Predicate<UploadJob> inCloud) throws IOException {
        return open(folder, inCloud, 20_000);
    }

    /**
     * @param slack how many records the journal may hold beyond twice what is open
     */
    static UploadJobs open(Path folder, Predicate<UploadJob> inCloud, int slack)
            throws IOException {
        var jobs = new UploadJobs(Journal.open(folder), inCloud, slack);
        try {
            jobs.journal.replay(0, (record, line) -> jobs.apply(JobRecord.read(record), line));
            jobs.compactWhenLong();
            return jobs;
        } catch (IOException | RuntimeException e) {
            jobs.journal.close();
            throw e;
        }
    }

    // Every record may be applied again without harm: that is what compaction asks for.
    private synchronized void apply(JobRecord record, long line) {
        switch (record) {
            case JobRecord.Added(UploadJob job, Instant at) -> {
                put(new Job(WaitingJob.of(job, at), orders++, line));
                if (job.kind() == UploadedKind.INSTANCE) {
                    assessments.await(job.objectId(), at);
                }
            }
            case JobRecord.Assessed assessed -> assessments.take(assessed);
            case JobRecord.Parked _ -> {
                // Pending again: whoever restarted may have mended the cause.
            }
            case JobRecord.Done(String id) -> remove(JobId.parse(id));
            case JobRecord.Unassessed(UUID objectId, Instant at) -> assessments.await(objectId, at);
            case JobRecord.Released _ -> {
                // Of an earlier version.
            }
        }
    }

    private boolean put(Job job) {
        var known = jobs.putIfAbsent(job.waiting.id(), job);
        if (known != null) {
            // A compaction wrote it anew, or its line is on disk now.
            known.line = Math.max(known.line, job.line);
            return false;
        }
        assessments.opened(job.waiting.id().objectId());
        return true;
    }

    private void remove(JobId id) {
        if (jobs.remove(id) != null) {
            assessments.closed(id.objectId());
        }
    }

    private void append(JobRecord record) throws IOException {
        gate.readLock().lock();
        try {
            journal.append(record.bytes());
        } finally {
            gate.readLock().unlock();
        }
    }

    /**
     * Adds a job.
     *
     * @return false when the job is known already
     */
    public boolean add(UploadJob job, Instant at) throws IOException {
        if (inCloud.test(job)) {
            return false;
        }
        gate.readLock().lock();
        try {
            var added = new JobRecord.Added(job, at);
            synchronized (this) {
                if (!put(new Job(WaitingJob.of(job, at), orders++, -1))) {
                    return false;
                }
            }
            long line;
            try {
                line = journal.append(added.bytes());
            } catch (IOException e) {
                synchronized (this) {
                    remove(job.id());
                }
                throw e;
            }
            apply(added, line);
        } finally {
            gate.readLock().unlock();
        }
        compactWhenLong();
        return true;
    }

    /** Whether a job is open, parked or done. */
    public boolean knows(UploadJob job) {
        synchronized (this) {
            if (jobs.containsKey(job.id())) {
                return true;
            }
        }
        return inCloud.test(job);
    }

    /** Records the priority of a scan, so that a restart keeps the order. */
    public void assessed(UUID objectId, String studyInstanceUid, int priority) throws IOException {
        var assessed = new JobRecord.Assessed(objectId, studyInstanceUid, priority);
        synchronized (this) {
            if (assessments.has(assessed)) {
                return;
            }
        }
        record(assessed);
    }

    /**
     * Records that the object is verified in the cloud and its event is in the cloud outbox. It is
     * written and not forced: of what a power cut takes the job is pending again, its attempt finds
     * the object there, and its event is in the outbox. The next record that is forced takes it
     * along.
     */
    public void done(JobId id) throws IOException {
        var done = new JobRecord.Done(id.toString());
        gate.readLock().lock();
        try {
            if (journal.broken()) {
                journal.recover();
            }
            apply(done, journal.write(done.bytes()).index());
        } finally {
            gate.readLock().unlock();
        }
        compactWhenLong();
    }

    private void record(JobRecord record) throws IOException {
        gate.readLock().lock();
        try {
            apply(record, journal.append(record.bytes()));
        } finally {
            gate.readLock().unlock();
        }
        compactWhenLong();
    }

    /** Records that the store refused this object. */
    public void park(JobId id, String reason) throws IOException {
        append(new JobRecord.Parked(id.toString(), reason));
        synchronized (this) {
            var parked = jobs.get(id);
            if (parked != null) {
                parked.parked = reason;
            }
        }
        compactWhenLong();
    }

    /** Makes all parked jobs pending again and returns them. */
    public synchronized List<WaitingJob> retryParked() {
        var retried = inOrder(job -> job.parked != null);
        retried.forEach(job -> job.parked = null);
        return retried.stream().map(job -> job.waiting).toList();
    }

    /** The jobs to be done, in the order they came in. */
    public synchronized List<WaitingJob> pending() {
        return inOrder(job -> job.parked == null).stream().map(job -> job.waiting).toList();
    }

    /** A job when it is to be done: neither parked nor done, and on disk. */
    public synchronized Optional<WaitingJob> toDo(JobId id) {
        var job = jobs.get(id);
        return job == null || job.parked != null || job.line < 0
                ? Optional.empty()
                : Optional.of(job.waiting);
    }

    private List<Job> inOrder(Predicate<Job> wanted) {
        return jobs.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparingLong(job -> job.order))
                .toList();
    }

    /** The jobs that the store refused. */
    public synchronized List<ParkedJob> parked() {
        var parked = new ArrayList<ParkedJob>();
        for (var job : jobs.values()) {
            if (job.parked != null) {
                parked.add(new ParkedJob(job.waiting.id(), job.parked));
            }
        }
        parked.sort(Comparator.comparing(ParkedJob::id));
        return parked;
    }

    /** The priorities of scans with open jobs, and the latest others, in their order. */
    public synchronized List<JobRecord.Assessed> assessments() {
        return assessments.known();
    }

    /** Whether a released instance waits for its assessment. */
    public synchronized boolean unassessed(UUID objectId) {
        return assessments.awaits(objectId);
    }

    /** Released instances that nobody has assessed. @param window see {@link ScansWaiting.For} */
    public synchronized ScansWaiting.For withoutAssessment(Instant now, Duration window) {
        return assessments.waiting(now, window);
    }

    /** Released instances that are to be uploaded, parked ones not counted. */
    public synchronized ScansWaiting.For withoutUpload(Instant now, Duration window) {
        var since =
                jobs.values().stream()
                        .filter(job -> job.parked == null)
                        .filter(job -> job.waiting.id().kind() == UploadedKind.INSTANCE)
                        .map(job -> job.waiting.at())
                        .toList();
        return ScansWaiting.For.of(since, now, window);
    }

    /** What all this is kept in. */
    Journal journal() {
        return journal;
    }

    /** How many records the journal holds. */
    long records() {
        return journal.size() - journal.first();
    }

    /** Whether a job is open or parked. */
    public synchronized boolean isOpen(JobId id) {
        return jobs.containsKey(id);
    }

    /**
     * A job that is open or parked, from the journal.
     *
     * @throws IOException when the disk does not give it
     * @throws IllegalStateException when it is neither
     */
    public UploadJob job(JobId id) throws IOException {
        gate.readLock().lock();
        try {
            return read(id, journal.read(line(id)));
        } finally {
            gate.readLock().unlock();
        }
    }

    private static UploadJob read(JobId id, byte[] line) throws IOException {
        if (JobRecord.read(line) instanceof JobRecord.Added(var job, _) && job.id().equals(id)) {
            return job;
        }
        throw new IOException("the line of a job is another's");
    }

    private long line(JobId id) throws IOException {
        long line;
        synchronized (this) {
            line = open(id).line;
        }
        if (line >= journal.first()) {
            return line;
        }
        // A compaction that failed at its end had deleted it all the same.
        journal.replay(
                journal.first(),
                (record, index) -> {
                    if (JobRecord.read(record) instanceof JobRecord.Added(var job, _)) {
                        lies(job.id(), index);
                    }
                });
        synchronized (this) {
            return open(id).line;
        }
    }

    /** A job's line is here now; one that is done meanwhile stays done. */
    private synchronized void lies(JobId id, long line) {
        var known = jobs.get(id);
        if (known != null) {
            known.line = Math.max(known.line, line);
        }
    }

    private Job open(JobId id) {
        var job = jobs.get(id);
        if (job == null) {
            throw new IllegalStateException("this job is not open");
        }
        return job;
    }

    private void compactWhenLong() {
        if (!tooLong()) {
            return;
        }
        gate.writeLock().lock();
        try {
            if (tooLong()) {
                var live = new LiveRecords();
                // After a failure not at once again; what was recorded counts as before, and a
                // disk that refuses this refuses the next record too, which is heard of.
                compactAt = journal.size() + slack;
                live.moved(journal.compact(live));
                compactAt = journal.size() + live.size() + slack;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // What was recorded counts as before.
            return;
        } finally {
            gate.writeLock().unlock();
        }
    }

    private boolean tooLong() {
        gate.readLock().lock();
        try {
            synchronized (this) {
                int live = jobs.size() + assessments.size();
                return records() > 2L * live + slack && journal.size() >= compactAt;
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    /** What still counts, each record made or read when it is its turn. */
    private final class LiveRecords implements Iterable<byte[]> {

        private final List<JobRecord> before = new ArrayList<>();
        private final List<Job> open;
        private final List<JobRecord> after = new ArrayList<>();

        LiveRecords() {
            synchronized (UploadJobs.this) {
                // Before the jobs, which ask whether they were assessed.
                before.addAll(assessments.known());
                open = inOrder(_ -> true);
                Set<UUID> told = new HashSet<>();
                for (var job : open) {
                    if (job.waiting.id().kind() == UploadedKind.INSTANCE) {
                        told.add(job.waiting.id().objectId());
                    }
                }
                after.addAll(assessments.waitingBut(told));
            }
        }

        int size() {
            return before.size() + open.size() + after.size();
        }

        @Override
        public Iterator<byte[]> iterator() {
            return Stream.of(
                            before.stream().map(JobRecord::bytes),
                            open.stream().map(this::line),
                            after.stream().map(JobRecord::bytes))
                    .flatMap(records -> records)
                    .iterator();
        }

        private byte[] line(Job job) {
            JobId id = job.waiting.id();
            try {
                byte[] line = journal.read(UploadJobs.this.line(id));
                // What is written anew is the last of it: the old line goes.
                var _ = UploadJobs.read(id, line);
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** They lie there now. */
        void moved(long first) {
            synchronized (UploadJobs.this) {
                for (int i = 0; i < open.size(); i++) {
                    open.get(i).line = first + before.size() + i;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
