package org.medsendx.uplink.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.uplink.bandwidth.LinkState;

/**
 * Which upload job goes next.
 *
 * <p>A job waits for the triage of its scan, at most {@code priorityWait} from its arrival, and not
 * at all when its study is urgent already. Then jobs go by {@link Triage#place}, which is arrival
 * less the waiting that their priority is worth, and in the order they came in within one place. A
 * study has the priority of its most urgent scan, so its images and what was made of them go
 * together.
 *
 * <p>The urgent go before all others, because after days without a link waiting says nothing of who
 * needs a reader now; and when so many of them passed an older job, one of the others has its turn,
 * because urgent ones may come without end. So nothing starves, by either rule. A job that failed
 * waits for its own backoff and lets others pass.
 *
 * <p>In memory only; {@link UploadJobs} is what lasts. Thread safe.
 */
public final class UploadQueue {

    /** The priority of a scan that was not assessed in time: routine, as {@code Triage} has it. */
    static final int DEFAULT_PRIORITY = 0;

    // Assessments that come before their job are remembered for this many scans and studies.
    private static final int REMEMBERED = 20_000;

    private final UploadOrder order;
    private final Map<JobId, Entry> entries = new HashMap<>();
    private final Map<String, Study> studies = new HashMap<>();
    private final Map<UUID, Boolean> assessed = new Remembered<>();
    private final Map<String, Integer> priorities = new Remembered<>();
    private final TreeSet<Entry> urgent = new TreeSet<>(Entry.FIRST_TO_GO);
    private final TreeSet<Entry> others = new TreeSet<>(Entry.FIRST_TO_GO);
    private final TreeSet<Entry> waiting = new TreeSet<>(Entry.FIRST_TO_WAKE);
    private long arrivals;
    private int passed;

    UploadQueue(Duration priorityWait, Duration aging) {
        this(UploadOrder.of(priorityWait, aging));
    }

    /** An empty one. */
    public UploadQueue(UploadOrder order) {
        this.order = order;
    }

    /** Adds a job; one that is in the queue, or taken from it, already is not added again. */
    public synchronized void offer(WaitingJob job) {
        if (entries.containsKey(job.id())) {
            return;
        }
        var study =
                studies.computeIfAbsent(
                        job.studyInstanceUid(),
                        uid -> new Study(priorities.getOrDefault(uid, DEFAULT_PRIORITY)));
        boolean known = isUrgent(study) || assessed.containsKey(job.id().objectId());
        var entry =
                new Entry(
                        job,
                        study,
                        arrivals++,
                        Triage.place(job.at(), study.priority, order.aging()),
                        known ? Instant.MIN : job.at().plus(order.priorityWait()));
        study.entries.add(entry);
        entries.put(job.id(), entry);
        waiting.add(entry);
    }

    /** The priority of a scan became known: its jobs wait no longer, its study may move up. */
    public synchronized void assessed(UUID objectId, String studyInstanceUid, int priority) {
        assessed.put(objectId, true);
        var study = studies.get(studyInstanceUid);
        if (study == null) {
            priorities.merge(studyInstanceUid, priority, Math::max);
            return;
        }
        boolean raised = priority > study.priority;
        boolean urgentNow = Math.max(priority, study.priority) >= order.urgentFrom();
        for (var entry : study.entries) {
            boolean its = entry.job.id().objectId().equals(objectId);
            if (!raised && !its) {
                continue;
            }
            boolean wasReady = urgent.remove(entry) || others.remove(entry);
            boolean wasWaiting = waiting.remove(entry);
            if (raised) {
                entry.place = Triage.place(entry.job.at(), priority, order.aging());
            }
            if ((its || urgentNow) && entry.failures == 0) {
                entry.wakes = Instant.MIN;
            }
            if (wasReady) {
                (urgentNow ? urgent : others).add(entry);
            } else if (wasWaiting) {
                waiting.add(entry);
            }
        }
        study.priority = Math.max(priority, study.priority);
    }

    /** Takes the job that goes next, or null when all wait or there is none. */
    public @Nullable WaitingJob take(Instant now) {
        return take(now, false);
    }

    /**
     * The same, of some.
     *
     * @param onlyUrgent whether nothing else may go now
     */
    public synchronized @Nullable WaitingJob take(Instant now, boolean onlyUrgent) {
        wakeUp(now);
        Entry first = urgent.isEmpty() ? null : urgent.first();
        Entry other = onlyUrgent || others.isEmpty() ? null : others.first();
        if (first == null && other == null) {
            return null;
        }
        boolean passes = first != null && other != null && other.job.at().isBefore(first.job.at());
        if (first == null || (passes && passed >= order.urgentInARow())) {
            passed = 0;
            return take(others);
        }
        if (passes) {
            passed++;
        }
        return take(urgent);
    }

    private static WaitingJob take(TreeSet<Entry> from) {
        return from.removeFirst().job;
    }

    private void wakeUp(Instant now) {
        while (!waiting.isEmpty() && !waiting.first().wakes.isAfter(now)) {
            var entry = waiting.removeFirst();
            (isUrgent(entry.study) ? urgent : others).add(entry);
        }
    }

    private boolean isUrgent(Study study) {
        return study.priority >= order.urgentFrom();
    }

    /** Whether a job is of an urgent study, as far as is known. */
    public synchronized boolean isUrgent(JobId id) {
        var entry = entries.get(id);
        return entry != null && isUrgent(entry.study);
    }

    /** Whether an urgent job could be taken now. */
    public synchronized boolean urgentReady(Instant now) {
        wakeUp(now);
        return !urgent.isEmpty();
    }

    /** When the next job stops waiting, or null when none waits. */
    public synchronized @Nullable Instant nextWake() {
        return waiting.isEmpty() ? null : waiting.first().wakes;
    }

    /**
     * Counts a failed attempt of a taken job.
     *
     * @param forward whether it brought the object forward all the same
     * @return how often it failed in a row
     */
    public synchronized int failed(JobId id, boolean forward) {
        var entry = entries.get(id);
        if (entry == null) {
            return 1;
        }
        entry.failures = forward ? 1 : entry.failures + 1;
        return entry.failures;
    }

    /** Puts a taken job back; it waits until a time. */
    public synchronized void giveBack(JobId id, Instant until) {
        var entry = entries.get(id);
        if (entry != null) {
            entry.wakes = until;
            waiting.add(entry);
        }
    }

    /** Ends the backoff of jobs: what they failed on was the store, and it is back. */
    public synchronized void wake(Iterable<JobId> jobs) {
        for (var id : jobs) {
            var entry = entries.get(id);
            if (entry != null && waiting.remove(entry)) {
                entry.wakes = Instant.MIN;
                entry.failures = 0;
                waiting.add(entry);
            }
        }
    }

    /**
     * Forgets a job that was taken and is done or parked. One that is to be done again meanwhile
     * begins anew: whoever offered it found it here, and offers it no second time.
     *
     * @param toDo the job when it is to be done, as it is now; asks nothing of this queue
     */
    public synchronized void leave(JobId id, Function<JobId, Optional<WaitingJob>> toDo) {
        remove(id);
        toDo.apply(id).ifPresent(this::offer);
    }

    synchronized void remove(JobId id) {
        var entry = entries.remove(id);
        if (entry == null) {
            return;
        }
        urgent.remove(entry);
        others.remove(entry);
        waiting.remove(entry);
        entry.study.entries.remove(entry);
        if (entry.study.entries.isEmpty()) {
            String uid = entry.job.studyInstanceUid();
            studies.remove(uid);
            // More of it may come. Anew at the end: the latest are kept.
            priorities.remove(uid);
            priorities.put(uid, entry.study.priority);
        }
    }

    /** How many jobs are to be done, taken ones included. */
    public synchronized int size() {
        return entries.size();
    }

    /** What is to be done, taken jobs included; takes a look at each. */
    public synchronized LinkState.Waiting waiting() {
        long bytes = 0;
        int urgentObjects = 0;
        long urgentBytes = 0;
        Instant oldest = null;
        for (var entry : entries.values()) {
            long size = entry.job.bytes();
            bytes += size;
            if (isUrgent(entry.study)) {
                urgentObjects++;
                urgentBytes += size;
            }
            Instant at = entry.job.at();
            oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
        }
        return new LinkState.Waiting(entries.size(), bytes, urgentObjects, urgentBytes, oldest);
    }

    private static final class Study {

        final Set<Entry> entries = new HashSet<>();
        int priority;

        Study(int priority) {
            this.priority = priority;
        }
    }

    // Identity: place and wakes change only while an entry is in no set that they order.
    private static final class Entry {

        static final Comparator<Entry> FIRST_TO_GO =
                Comparator.<Entry, Instant>comparing(entry -> entry.place)
                        .thenComparingLong(entry -> entry.arrival);
        static final Comparator<Entry> FIRST_TO_WAKE =
                Comparator.<Entry, Instant>comparing(entry -> entry.wakes)
                        .thenComparingLong(entry -> entry.arrival);

        final WaitingJob job;
        final Study study;
        final long arrival;
        Instant place;
        Instant wakes;
        int failures;

        Entry(WaitingJob job, Study study, long arrival, Instant place, Instant wakes) {
            this.job = job;
            this.study = study;
            this.arrival = arrival;
            this.place = place;
            this.wakes = wakes;
        }
    }

    private static final class Remembered<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
