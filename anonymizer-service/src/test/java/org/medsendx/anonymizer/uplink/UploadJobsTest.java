package org.medsendx.anonymizer.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadJobsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path folder;

    @Test
    void knows_after_a_restart_what_is_to_be_done_and_since_when() throws IOException {
        var first = Jobs.ofStudy("1.1");
        var second = Jobs.ofStudy("1.2");
        try (var jobs = UploadJobs.open(folder)) {
            jobs.add(first, NOON, 0L);
            jobs.add(second, NOON.plusSeconds(1), 1L);
        }

        try (var jobs = UploadJobs.open(folder)) {
            assertThat(jobs.pending())
                    .containsExactly(
                            new UploadJobs.Pending(first, NOON),
                            new UploadJobs.Pending(second, NOON.plusSeconds(1)));
            assertThat(jobs.nextReleased()).isEqualTo(2);
        }
    }

    @Test
    void never_does_again_what_is_done() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = UploadJobs.open(folder)) {
            assertThat(jobs.add(job, NOON, 0L)).isTrue();
            jobs.done(job);
            assertThat(jobs.add(job, NOON, 0L)).isFalse();
        }

        try (var jobs = UploadJobs.open(folder)) {
            assertThat(jobs.add(job, NOON, 0L)).isFalse();
            assertThat(jobs.pending()).isEmpty();
        }
    }

    @Test
    void lists_what_is_parked_and_tries_it_again_after_a_restart() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = UploadJobs.open(folder)) {
            jobs.add(job, NOON, 0L);
            jobs.park(job, "key-conflict");
            assertThat(jobs.pending()).isEmpty();
            assertThat(jobs.parked())
                    .containsExactly(new UploadJobs.ParkedJob(job, "key-conflict"));
        }

        try (var jobs = UploadJobs.open(folder)) {
            assertThat(jobs.parked()).isEmpty();
            assertThat(jobs.pending()).containsExactly(new UploadJobs.Pending(job, NOON));
        }
    }

    @Test
    void tries_what_is_parked_again_on_demand() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = UploadJobs.open(folder)) {
            jobs.add(job, NOON, null);
            jobs.park(job, "s3-400-BadDigest");

            assertThat(jobs.retryParked()).containsExactly(new UploadJobs.Pending(job, NOON));
            assertThat(jobs.parked()).isEmpty();
            assertThat(jobs.pending()).hasSize(1);
        }
    }

    @Test
    void keeps_the_priorities_over_a_restart() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = UploadJobs.open(folder)) {
            jobs.assessed(job.objectId(), "1.1", 80);
        }

        try (var jobs = UploadJobs.open(folder)) {
            assertThat(jobs.assessments())
                    .containsExactly(new JobRecord.Assessed(job.objectId(), "1.1", 80));
        }
    }
}
