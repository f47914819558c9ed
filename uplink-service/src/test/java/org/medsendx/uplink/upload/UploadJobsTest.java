package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.ScansWaiting;

class UploadJobsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path folder;
    private final Set<JobId> cloud = new HashSet<>();

    @Test
    void knows_after_a_restart_what_is_to_be_done_and_since_when() throws IOException {
        var first = Jobs.ofStudy("1.1");
        var second = Jobs.ofStudy("1.2");
        try (var jobs = open()) {
            jobs.add(first, NOON);
            jobs.add(second, NOON.plusSeconds(1));
        }

        try (var jobs = open()) {
            assertThat(jobs.pending())
                    .containsExactly(
                            WaitingJob.of(first, NOON), WaitingJob.of(second, NOON.plusSeconds(1)));
        }
    }

    @Test
    void never_does_again_what_is_done() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            assertThat(jobs.add(job, NOON)).isTrue();
            cloud.add(job.id());
            jobs.done(job.id());
            assertThat(jobs.add(job, NOON)).isFalse();
        }

        try (var jobs = open()) {
            assertThat(jobs.add(job, NOON)).isFalse();
            assertThat(jobs.pending()).isEmpty();
        }
    }

    @Test
    void what_is_done_is_pending_again_when_a_power_cut_took_its_line_and_no_more_than_that()
            throws IOException {
        var jobs = open();
        var all = new ArrayList<UploadJob>();
        for (int i = 0; i < 5; i++) {
            all.add(Jobs.ofStudy("1." + i));
            jobs.add(all.get(i), NOON);
            jobs.done(all.get(i).id());
        }
        // As the disk has it when the power goes: what was forced, and nothing behind it.
        Path left = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-left"));
        try (var now = Files.newDirectoryStream(folder)) {
            for (var file : now) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        try (var journal = Journal.open(left)) {
            assertThat(journal.size()).isEqualTo(10);
        }
        cutLastRecord(left);

        try (var again = UploadJobs.open(left, job -> cloud.contains(job.id()))) {
            // The next job's line took those before along.
            assertThat(again.pending()).containsExactly(WaitingJob.of(all.getLast(), NOON));
            again.done(all.getLast().id());
            assertThat(again.pending()).isEmpty();
        }
        jobs.close();
    }

    private static void cutLastRecord(Path journal) throws IOException {
        try (var files = Files.newDirectoryStream(journal, "*.journal")) {
            for (var file : files) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
            }
        }
    }

    @Test
    void lists_what_is_parked_and_tries_it_again_after_a_restart() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            jobs.add(job, NOON);
            jobs.park(job.id(), "key-conflict");
            assertThat(jobs.pending()).isEmpty();
            assertThat(jobs.parked())
                    .containsExactly(new UploadJobs.ParkedJob(job.id(), "key-conflict"));
        }

        try (var jobs = open()) {
            assertThat(jobs.parked()).isEmpty();
            assertThat(jobs.pending()).containsExactly(WaitingJob.of(job, NOON));
        }
    }

    @Test
    void tries_what_is_parked_again_on_demand() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            jobs.add(job, NOON);
            jobs.park(job.id(), "s3-400-BadDigest");

            assertThat(jobs.retryParked()).containsExactly(WaitingJob.of(job, NOON));
            assertThat(jobs.parked()).isEmpty();
            assertThat(jobs.pending()).hasSize(1);
        }
    }

    @Test
    void keeps_the_priorities_over_a_restart() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            jobs.assessed(job.objectId(), "1.1", 80);
        }

        try (var jobs = open()) {
            assertThat(jobs.assessments())
                    .containsExactly(new JobRecord.Assessed(job.objectId(), "1.1", 80));
        }
    }

    @Test
    void asks_the_cloud_outbox_for_what_is_done() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            assertThat(jobs.add(job, NOON)).isTrue();
            assertThat(jobs.add(job, NOON)).isFalse();
            cloud.add(job.id());
            jobs.done(job.id());
            assertThat(jobs.add(job, NOON)).isFalse();
            assertThat(jobs.knows(job)).isTrue();
        }

        try (var jobs = open()) {
            assertThat(jobs.add(job, NOON)).isFalse();
            assertThat(jobs.pending()).isEmpty();
        }
    }

    @Test
    void counts_what_waits_for_assessment_and_upload_over_restarts() throws IOException {
        var day = Duration.ofDays(1);
        var assessedOnly = Jobs.ofStudy("1.1");
        var uploadedOnly = Jobs.ofStudy("1.2");
        var both = Jobs.ofStudy("1.3");
        var early = Jobs.ofStudy("1.4");
        try (var jobs = open()) {
            // Its assessment comes before the job.
            jobs.assessed(early.objectId(), "1.4", 10);
            jobs.add(assessedOnly, NOON);
            jobs.add(uploadedOnly, NOON.plusSeconds(1));
            jobs.add(both, NOON.plusSeconds(2));
            jobs.add(early, NOON.plusSeconds(3));
            jobs.assessed(assessedOnly.objectId(), "1.1", 10);
            jobs.assessed(both.objectId(), "1.3", 10);
            jobs.done(uploadedOnly.id());
            jobs.done(both.id());
        }

        for (int restarts = 0; restarts < 2; restarts++) {
            try (var jobs = open()) {
                assertThat(jobs.withoutAssessment(NOON, day))
                        .isEqualTo(new ScansWaiting.For(1, 0, NOON.plusSeconds(1)));
                assertThat(jobs.withoutUpload(NOON, day))
                        .isEqualTo(new ScansWaiting.For(2, 0, NOON));
                assertThat(jobs.withoutUpload(NOON.plus(day.plusSeconds(2)), day))
                        .isEqualTo(new ScansWaiting.For(1, 1, NOON));
            }
        }
    }

    @Test
    void a_compaction_changes_nothing_that_is_open_whatever_happened_before() throws IOException {
        var random = new Random(7);
        var open = new ArrayList<UploadJob>();
        for (int round = 0; round < 20; round++) {
            List<WaitingJob> pending;
            ScansWaiting.For unassessed;
            try (var jobs = UploadJobs.open(folder, job -> cloud.contains(job.id()), 50)) {
                for (int i = 0; i < 100; i++) {
                    String study = "1." + random.nextInt(20);
                    var job = random.nextBoolean() ? Jobs.ofStudy(study) : Jobs.derived(study);
                    jobs.add(job, NOON.plusSeconds(i));
                    open.add(job);
                    if (random.nextInt(10) > 0) {
                        jobs.assessed(job.objectId(), job.instance().uids().studyInstanceUid(), 20);
                    }
                    while (open.size() > 15) {
                        var done = open.remove(random.nextInt(open.size()));
                        cloud.add(done.id());
                        jobs.done(done.id());
                    }
                }
                // From where the latest compaction of this very run put them.
                for (var job : open) {
                    assertThat(jobs.job(job.id())).isEqualTo(job);
                }
                pending = jobs.pending();
                unassessed = jobs.withoutAssessment(NOON, Duration.ofDays(1));
            }

            try (var jobs = UploadJobs.open(folder, job -> cloud.contains(job.id()), 50)) {
                assertThat(jobs.pending()).isEqualTo(pending).hasSize(15);
                for (var job : open) {
                    assertThat(jobs.job(job.id())).isEqualTo(job);
                }
                assertThat(jobs.withoutAssessment(NOON, Duration.ofDays(1))).isEqualTo(unassessed);
                // Some 290 records a round, of which 90 are assessments that are remembered.
                assertThat(jobs.records()).isLessThan(90L * 2 * (round + 1) + 400);
            }
        }
    }

    @Test
    void a_job_is_found_although_its_line_was_moved_by_a_compaction_that_failed_at_its_end()
            throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            jobs.add(job, NOON);
            // What such a compaction leaves: the line once more, and the older segment gone.
            jobs.journal().compact(List.of(new JobRecord.Added(job, NOON).bytes()));

            assertThat(jobs.job(job.id())).isEqualTo(job);
            assertThat(jobs.pending()).containsExactly(WaitingJob.of(job, NOON));
        }
    }

    @Test
    void a_job_that_is_done_is_not_read_any_more() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = open()) {
            jobs.add(job, NOON);
            jobs.done(job.id());

            assertThatThrownBy(() -> jobs.job(job.id())).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Lines as they were written when the uplink was a part of anonymizer-service. */
    @Test
    void takes_over_a_journal_of_a_version_that_read_the_borders_ledger() throws IOException {
        var done = Jobs.ofStudy("1.1");
        var open = Jobs.ofStudy("1.2");
        var derived = Jobs.derived("1.2");
        try (var journal = Journal.open(folder)) {
            for (String line :
                    List.of(
                            "{\"is\":\"released\",\"next\":0}",
                            added(done, ",\"releasedIndex\":0"),
                            added(open, ",\"releasedIndex\":1"),
                            added(derived, ""),
                            "{\"is\":\"done\",\"id\":\"%s\"}".formatted(done.id()))) {
                journal.append(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        cloud.add(done.id());

        try (var jobs = open()) {
            assertThat(jobs.pending())
                    .containsExactly(WaitingJob.of(open, NOON), WaitingJob.of(derived, NOON));
            assertThat(jobs.add(done, NOON)).isFalse();
            assertThat(jobs.add(open, NOON)).isFalse();
            assertThat(jobs.withoutAssessment(NOON, Duration.ofDays(1)).count()).isEqualTo(2);
        }
    }

    @Test
    void a_job_is_one_flat_object_in_the_journal_as_it_always_was() throws IOException {
        String line =
                """
                {"is":"added","job":{"objectId":"1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001",\
                "truck":"T1","studyInstanceUid":"2.25.11","seriesInstanceUid":"2.25.12",\
                "sopInstanceUid":"2.25.13","kind":"INSTANCE","volume":"DEIDENTIFIED",\
                "file":"objects/1e/a.dcm","contentType":"application/dicom","sha256":"%s",\
                "bytes":8812,"key":"T1/20231104/2.25.11/2.25.12/2.25.13.dcm",\
                "report":{"file":"objects/1e/a.jws","sha256":"%s","bytes":77,\
                "key":"T1/20231104/2.25.11/2.25.12/2.25.13.report.jws"}},\
                "at":"2026-03-01T12:00:00Z"}\
                """
                        .formatted("a".repeat(64), "b".repeat(64));

        byte[] again = JobRecord.read(line.getBytes(StandardCharsets.UTF_8)).bytes();

        assertThat(EventCodec.JSON.readTree(again)).isEqualTo(EventCodec.JSON.readTree(line));
    }

    private static String added(UploadJob job, String index) throws IOException {
        return "{\"is\":\"added\",\"job\":%s,\"at\":\"%s\"%s}"
                .formatted(EventCodec.JSON.writeValueAsString(job), NOON, index);
    }

    private UploadJobs open() throws IOException {
        return UploadJobs.open(folder, job -> cloud.contains(job.id()));
    }
}
