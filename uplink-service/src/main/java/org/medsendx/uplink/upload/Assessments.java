package org.medsendx.uplink.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.medsendx.outbox.ScansWaiting;

/**
 * What {@link UploadJobs} knows of the assessments of scans: the priorities of those that have open
 * jobs, and of the latest others, for jobs that are still to come; and which released instances
 * nobody has assessed yet. Not thread safe.
 */
final class Assessments {

    /** So many are remembered of scans without an open job. */
    private static final int REMEMBERED = 10_000;

    private final Map<UUID, Integer> openJobs = new HashMap<>();
    private final Map<UUID, JobRecord.Assessed> known = new LinkedHashMap<>();
    private final Map<UUID, Instant> unassessed = new LinkedHashMap<>();

    /** A scan has one open job more. */
    void opened(UUID objectId) {
        openJobs.merge(objectId, 1, Integer::sum);
    }

    /** A scan has one open job less. */
    void closed(UUID objectId) {
        openJobs.computeIfPresent(objectId, (_, n) -> n == 1 ? null : n - 1);
    }

    /** A released instance came in; it waits for its assessment unless that is known already. */
    void await(UUID objectId, Instant at) {
        if (!known.containsKey(objectId)) {
            unassessed.putIfAbsent(objectId, at);
        }
    }

    /** An assessment came in. */
    void take(JobRecord.Assessed assessed) {
        unassessed.remove(assessed.objectId());
        // Anew at the end: the latest are kept.
        known.remove(assessed.objectId());
        known.put(assessed.objectId(), assessed);
        int surplus = known.size() - openJobs.size() - REMEMBERED;
        if (surplus > REMEMBERED) {
            var each = known.keySet().iterator();
            while (each.hasNext() && surplus > 0) {
                if (!openJobs.containsKey(each.next())) {
                    each.remove();
                    surplus--;
                }
            }
        }
    }

    /** Whether exactly this is known. */
    boolean has(JobRecord.Assessed assessed) {
        return assessed.equals(known.get(assessed.objectId()));
    }

    /** All that are known, in their order. */
    List<JobRecord.Assessed> known() {
        return List.copyOf(known.values());
    }

    /** Whether an instance waits for its assessment. */
    boolean awaits(UUID objectId) {
        return unassessed.containsKey(objectId);
    }

    /** The instances that wait for one. @param window see {@link ScansWaiting.For} */
    ScansWaiting.For waiting(Instant now, Duration window) {
        return ScansWaiting.For.of(unassessed.values(), now, window);
    }

    /** The records of instances that wait, but for those that a record of a job tells of. */
    List<JobRecord> waitingBut(Set<UUID> told) {
        return unassessed.entrySet().stream()
                .filter(one -> !told.contains(one.getKey()))
                .<JobRecord>map(one -> new JobRecord.Unassessed(one.getKey(), one.getValue()))
                .toList();
    }

    /** How many records it takes to tell all of this. */
    int size() {
        return known.size() + unassessed.size();
    }
}
