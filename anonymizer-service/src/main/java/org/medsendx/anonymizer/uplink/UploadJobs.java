package org.medsendx.anonymizer.uplink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.Journal;

/**
 * The upload jobs of a truck and how far each is, kept in a journal. When a method returns, what it
 * recorded survives a power cut. A job is known for ever by its {@link UploadJob#id}, so a repeat
 * of the event that caused it changes nothing.
 *
 * <pre>
 *            +--------- restart, retry ---------+
 *            v                                  |
 *   add -> pending -> (refused by the store) parked
 *            |
 *            +-----> (verified there, event in the cloud outbox) done
 * </pre>
 *
 * <p>Thread safe.
 */
public final class UploadJobs implements AutoCloseable {

    private final Journal journal;
    private final ConcurrentHashMap<String, State> states = new ConcurrentHashMap<>();
    private final List<JobRecord.Assessed> assessments = new ArrayList<>();
    private volatile long nextReleased;

    /** How far a job is. */
    private sealed interface State {
        record Open(UploadJob job, Instant at, long order) implements State {}

        record Parked(Open job, String reason) implements State {}

        enum Done implements State {
            DONE
        }
    }

    /**
     * A job to be done.
     *
     * @param at when it came in
     */
    public record Pending(UploadJob job, Instant at) {}

    /**
     * A job that the store refused.
     *
     * @param reason why, as a code
     */
    public record ParkedJob(UploadJob job, String reason) {}

    private UploadJobs(Journal journal) {
        this.journal = journal;
    }

    /** Opens or creates the journal in a folder. Jobs that were parked are pending again. */
    public static UploadJobs open(Path folder) throws IOException {
        var journal = Journal.open(folder);
        var jobs = new UploadJobs(journal);
        journal.replay(0, (record, index) -> jobs.apply(JobRecord.read(record), index));
        return jobs;
    }

    private void apply(JobRecord record, long order) {
        switch (record) {
            case JobRecord.Added(UploadJob job, Instant at, Long releasedIndex) -> {
                states.putIfAbsent(job.id(), new State.Open(job, at, order));
                if (releasedIndex != null) {
                    nextReleased = Math.max(nextReleased, releasedIndex + 1);
                }
            }
            case JobRecord.Assessed assessed -> assessments.add(assessed);
            case JobRecord.Parked _ -> {
                // Pending again: whoever restarted may have mended the cause.
            }
            case JobRecord.Done(String id) -> states.put(id, State.Done.DONE);
        }
    }

    /**
     * Adds a job.
     *
     * @param releasedIndex its index in the ledger of released instances, or null
     * @return false when the job is known already
     */
    public boolean add(UploadJob job, Instant at, @Nullable Long releasedIndex) throws IOException {
        var open = new State.Open(job, at, Long.MAX_VALUE);
        if (states.putIfAbsent(job.id(), open) != null) {
            return false;
        }
        try {
            long order = journal.append(new JobRecord.Added(job, at, releasedIndex).bytes());
            states.replace(job.id(), open, new State.Open(job, at, order));
        } catch (IOException e) {
            states.remove(job.id(), open);
            throw e;
        }
        if (releasedIndex != null) {
            nextReleased = Math.max(nextReleased, releasedIndex + 1);
        }
        return true;
    }

    /** Records the priority of a scan, so that a restart keeps the order. */
    public void assessed(UUID objectId, String studyInstanceUid, int priority) throws IOException {
        journal.append(new JobRecord.Assessed(objectId, studyInstanceUid, priority).bytes());
    }

    /** Records that the object is verified in the cloud and its event is in the cloud outbox. */
    public void done(UploadJob job) throws IOException {
        journal.append(new JobRecord.Done(job.id()).bytes());
        states.put(job.id(), State.Done.DONE);
    }

    /** Records that the store refused this object. */
    public void park(UploadJob job, String reason) throws IOException {
        journal.append(new JobRecord.Parked(job.id(), reason).bytes());
        states.computeIfPresent(
                job.id(),
                (_, state) ->
                        state instanceof State.Open open ? new State.Parked(open, reason) : state);
    }

    /** Makes all parked jobs pending again and returns them. */
    public List<Pending> retryParked() {
        var retried = new ArrayList<State.Open>();
        states.replaceAll((_, state) -> {
            if (state instanceof State.Parked parked) {
                retried.add(parked.job());
                return parked.job();
            }
            return state;
        });
        return inOrder(retried);
    }

    /** The jobs to be done, in the order they came in. */
    public List<Pending> pending() {
        return inOrder(
                states.values().stream()
                        .filter(State.Open.class::isInstance)
                        .map(State.Open.class::cast)
                        .toList());
    }

    private static List<Pending> inOrder(List<State.Open> jobs) {
        return jobs.stream()
                .sorted(Comparator.comparingLong(State.Open::order))
                .map(open -> new Pending(open.job(), open.at()))
                .toList();
    }

    /** The jobs that the store refused. */
    public List<ParkedJob> parked() {
        var parked = new ArrayList<ParkedJob>();
        for (var state : states.values()) {
            if (state instanceof State.Parked(State.Open open, String reason)) {
                parked.add(new ParkedJob(open.job(), reason));
            }
        }
        parked.sort(Comparator.comparing(job -> job.job().id()));
        return parked;
    }

    /** The priorities found in the journal when it was opened, in their order. */
    public List<JobRecord.Assessed> assessments() {
        return List.copyOf(assessments);
    }

    /** The index of the first released instance that may not have a job yet. */
    public long nextReleased() {
        return nextReleased;
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
