package org.medsendx.uplink.upload;

import java.time.Instant;
import java.util.Objects;

/**
 * What memory holds of a job that waits; the job itself is in the journal ({@link UploadJobs#job}).
 * A truck may be without a link for days, with tens of thousands of them.
 *
 * @param id which job
 * @param studyInstanceUid the pseudonymous study, which goes with its most urgent scan
 * @param bytes what is to be sent, its report included
 * @param at when it came in
 */
public record WaitingJob(JobId id, String studyInstanceUid, long bytes, Instant at) {

    public WaitingJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        // One string for all scans of a study. What nobody refers to any more is collected.
        studyInstanceUid = studyInstanceUid.intern();
    }

    /** What is kept of this job. */
    public static WaitingJob of(UploadJob job, Instant at) {
        var report = job.report();
        return new WaitingJob(
                job.id(),
                job.instance().uids().studyInstanceUid(),
                job.content().bytes() + (report == null ? 0 : report.content().bytes()),
                at);
    }
}
