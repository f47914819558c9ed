package org.medsendx.uplink.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Triage;

/**
 * Which upload job goes next.
 *
 * <p>A job waits for the triage of its scan, at most {@code priorityWait} from its arrival; then
 * the jobs go by {@link Triage#place}, which is arrival less the waiting that their priority is
 * worth, and in the order they came in within one place: the urgent pass, and nothing starves. A
 * study has the priority of its most urgent scan, so that its images and highlights go together. A
 * job that failed waits for its own backoff and lets others pass.
 *
 * <p>In memory only; {@link UploadJobs} is what lasts. Thread safe.
 */
public final class UploadQueue {

    /** The priority of a scan that was not assessed in time: routine, as {@code Triage} has it. */
    static final int DEFAULT_PRIORITY = 0;

    // Assessments that come before their job are remembered for this many scans and studies.
    private static final int REMEMBERED = 20_000;

    private final Duration priorityWait;
    private final Duration aging;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Set<Entry>> byStudy = new HashMap<>();
    private final Map<UUID, Boolean> assessed = new Remembered<>();
    private final Map<String, Integer> priorities = new Remembered<>();
    private final TreeSet<Entry> ready = new TreeSet<>(Entry.FIRST_TO_GO);
    private final TreeSet<Entry> waiting = new TreeSet<>(Entry.FIRST_TO_WAKE);
    private long arrivals;

    /**
     * @param priorityWait how long a job waits for its scan's assessment at most
     * @param aging waiting that is worth one point of priority
     */
    public UploadQueue(Duration priorityWait, Duration aging) {
        if (aging.isNegative() || aging.isZero()) {
            throw new IllegalArgumentException("a point of priority is worth some waiting");
        }
        this.priorityWait = priorityWait;
        this.aging = aging;
    }

    /**
     * Adds a job; one that is in the queue, or taken from it, already is not added again.
     *
     * @param at when it came in
     */
    public synchronized void offer(UploadJob job, Instant at) {
        if (entries.containsKey(job.id())) {
            return;
        }
        Instant wakes = assessed.containsKey(job.objectId()) ? Instant.MIN : at.plus(priorityWait);
        var entry = new Entry(job, arrivals++, at, wakes);
        entry.place = Triage.place(at, priority(job), aging);
        entries.put(job.id(), entry);
        byStudy.computeIfAbsent(job.instance().uids().studyInstanceUid(), _ -> new HashSet<>())
                .add(entry);
        waiting.add(entry);
    }

    /** The priority of a scan became known: its jobs wait no longer, its study may move up. */
    public synchronized void assessed(UUID objectId, String studyInstanceUid, int priority) {
        assessed.put(objectId, true);
        int before = priorities.getOrDefault(studyInstanceUid, DEFAULT_PRIORITY);
        int now = Math.max(before, priority);
        priorities.put(studyInstanceUid, now);
        for (var entry : byStudy.getOrDefault(studyInstanceUid, Set.of())) {
            boolean wasReady = ready.remove(entry);
            boolean wasWaiting = waiting.remove(entry);
            entry.place = Triage.place(entry.at, now, aging);
            if (entry.job.objectId().equals(objectId) && entry.failures == 0) {
                entry.wakes = Instant.MIN;
            }
            if (wasReady) {
                ready.add(entry);
            } else if (wasWaiting) {
                waiting.add(entry);
            }
        }
    }

    /** Takes the job that goes next, or null when all wait or there is none. */
    public synchronized @Nullable UploadJob take(Instant now) {
        while (!waiting.isEmpty() && !waiting.first().wakes.isAfter(now)) {
            ready.add(waiting.removeFirst());
        }
        Entry next = ready.pollFirst();
        return next == null ? null : next.job;
    }

    /** When the next job stops waiting, or null when none waits. */
    public synchronized @Nullable Instant nextWake() {
        return waiting.isEmpty() ? null : waiting.first().wakes;
    }

    /**
     * Counts a failed attempt of a taken job.
     *
     * @return how often it failed in a row
     */
    public synchronized int failed(UploadJob job) {
        var entry = entries.get(job.id());
        return entry == null ? 1 : ++entry.failures;
    }

    /** Puts a taken job back; it waits until a time. */
    public synchronized void giveBack(UploadJob job, Instant until) {
        var entry = entries.get(job.id());
        if (entry != null) {
            entry.wakes = until;
            waiting.add(entry);
        }
    }

    /** Ends the backoff of jobs: what they failed on was the store, and it is back. */
    public synchronized void wake(Iterable<UploadJob> jobs) {
        for (var job : jobs) {
            var entry = entries.get(job.id());
            if (entry != null && waiting.remove(entry)) {
                entry.wakes = Instant.MIN;
                entry.failures = 0;
                waiting.add(entry);
            }
        }
    }

    /** Forgets a job that was taken and is done or parked. */
    public synchronized void remove(UploadJob job) {
        var entry = entries.remove(job.id());
        if (entry != null) {
            byStudy.computeIfPresent(
                    job.instance().uids().studyInstanceUid(),
                    (_, set) -> {
                        set.remove(entry);
                        return set.isEmpty() ? null : set;
                    });
            ready.remove(entry);
            waiting.remove(entry);
        }
    }

    /** How many jobs are to be done, taken ones included. */
    public synchronized int size() {
        return entries.size();
    }

    private int priority(UploadJob job) {
        return priorities.getOrDefault(job.instance().uids().studyInstanceUid(), DEFAULT_PRIORITY);
    }

    // Identity: place and wakes change only while an entry is in neither set.
    private static final class Entry {

        static final Comparator<Entry> FIRST_TO_GO =
                Comparator.<Entry, Instant>comparing(entry -> entry.place)
                        .thenComparingLong(entry -> entry.arrival);
        static final Comparator<Entry> FIRST_TO_WAKE =
                Comparator.<Entry, Instant>comparing(entry -> entry.wakes)
                        .thenComparingLong(entry -> entry.arrival);

        final UploadJob job;
        final long arrival;
        final Instant at;
        Instant place;
        Instant wakes;
        int failures;

        Entry(UploadJob job, long arrival, Instant at, Instant wakes) {
            this.job = job;
            this.arrival = arrival;
            this.at = at;
            this.place = at;
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
