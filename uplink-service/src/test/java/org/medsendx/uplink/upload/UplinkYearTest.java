package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Outbox;

/**
 * What the uplink of a truck writes down in a year, and what it costs to start after it: 250 days
 * with 200 exams of 8 images and two CT of 1,000 slices, each assessed, uploaded and told of. The
 * build does a two hundredth; {@link #main} does any share, in a small heap:
 *
 * <pre>java -Xmx64m -cp TEST_CLASS_PATH org.medsendx.uplink.upload.UplinkYearTest FOLDER 1</pre>
 */
class UplinkYearTest {

    private static final int DAYS = 250;
    private static final int INSTANCES_A_DAY = 200 * 8 + 2 * 1000;
    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    /** Costs of a start. */
    record Start(long instances, long millis, long heapBytes, long jobRecords, long diskBytes) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "after %,9d instances: start %,6d ms, heap %5.1f MB, %,7d records of jobs,"
                            + " %,7.1f MB of bookkeeping on disk",
                    instances,
                    millis,
                    heapBytes / 1e6,
                    jobRecords,
                    diskBytes / 1e6);
        }
    }

    @Test
    void start_heap_and_jobs_do_not_grow_with_the_records() throws Exception {
        Path folder = Footprint.temporary("truck-year");
        try {
            var starts = simulate(folder, DAYS / 200.0);
            starts.forEach(start -> System.out.println(start.line()));

            var first = starts.getFirst();
            var last = starts.getLast();
            assertThat(last.instances()).isEqualTo(4 * first.instances());
            assertThat(last.jobRecords()).isLessThan(45_000);
            assertThat(last.heapBytes()).isLessThan(first.heapBytes() + 12_000_000);
        } finally {
            Footprint.delete(folder);
        }
    }

    /** Prints the costs of a start after each quarter. */
    public static void main(String[] args) throws Exception {
        for (var start : simulate(Path.of(args[0]), DAYS * Double.parseDouble(args[1]))) {
            System.out.println(start.line());
        }
    }

    private static List<Start> simulate(Path folder, double days) throws Exception {
        long quarter = Math.round(days * INSTANCES_A_DAY / 4);
        var starts = new ArrayList<Start>();
        var first = work(folder, quarter);
        starts.add(start(folder, quarter, first));
        for (int i = 2; i <= 4; i++) {
            var _ = work(folder, quarter);
            starts.add(start(folder, i * quarter, first));
        }
        return starts;
    }

    /**
     * @return the first instance of these
     */
    private static InstanceDeidentified work(Path folder, long instances) throws IOException {
        InstanceDeidentified first = Jobs.released("2.25.1");
        try (var cloud = Outbox.open(folder.resolve("cloud"), "uplink");
                var jobs = open(folder, cloud)) {
            for (long i = 0; i < instances; i++) {
                long index = cloud.size() / 2;
                var at = BEGIN.plus(Duration.ofSeconds(24 * index));
                var scan = Jobs.released("2.25." + (1_000_000_000L + index / 8));
                first = i == 0 ? scan : first;
                var job = UploadJob.of(scan, null);
                jobs.add(job, at);
                cloud.append(Scans.event(Scans.assessed(scan, 10)));
                jobs.assessed(scan.objectId(), scan.studyInstanceUid(), 10);
                cloud.append(job.uploaded("clinic", Encryption.NONE), job.content().sha256(), null);
                jobs.done(job.id());
            }
        }
        return first;
    }

    private static Start start(Path folder, long instances, InstanceDeidentified first)
            throws IOException {
        long before = Footprint.heap();
        long begin = System.nanoTime();
        try (var cloud = Outbox.open(folder.resolve("cloud"), "uplink");
                var jobs = open(folder, cloud)) {
            long millis = (System.nanoTime() - begin) / 1_000_000;
            long used = Math.max(0, Footprint.heap() - before);
            assertThat(cloud.size()).isEqualTo(2 * instances);
            assertThat(jobs.pending()).isEmpty();
            assertThat(jobs.knows(UploadJob.of(first, null))).isTrue();
            return new Start(instances, millis, used, jobs.records(), Footprint.bytes(folder));
        }
    }

    private static UploadJobs open(Path folder, Outbox cloud) throws IOException {
        return UploadJobs.open(folder.resolve("jobs"), job -> cloud.contains(job.eventId()));
    }
}
