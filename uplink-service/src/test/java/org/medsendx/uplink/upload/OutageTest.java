package org.medsendx.uplink.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.outbox.Outbox;

/**
 * Days without a link, with a virtual clock: what waits is kept, what it costs in memory and on
 * disk, and how it goes once the link is back, while more comes in. Real jobs, queue and outbox on
 * disk; the link is a rate. The build does the smaller truck; {@link #main} both:
 *
 * <pre>java -Xmx256m -cp TEST_CLASS_PATH org.medsendx.uplink.upload.OutageTest</pre>
 */
class OutageTest {

    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");
    private static final int PER_STUDY = 8;
    private static final int URGENT_EVERY = 20;

    /** Mean bytes of an object with its pictures, and what 2 Mbit/s carry of them a second. */
    private static final double SECONDS_PER_OBJECT = 400_000 / 250_000.0;

    private record Outage(
            int days,
            int perDay,
            int waiting,
            long heapPerObject,
            long diskPerObject,
            double hoursToCatchUp,
            double hoursExpected,
            double longestUrgentMinutes) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%d days, %,6d a day: %,6d wait, %,5d bytes of heap and %,5d of disk each;"
                            + " caught up in %.1f h (link alone: %.1f h), urgent ones of the day"
                            + " within %.1f min",
                    days,
                    perDay,
                    waiting,
                    heapPerObject,
                    diskPerObject,
                    hoursToCatchUp,
                    hoursExpected,
                    longestUrgentMinutes);
        }
    }

    @Test
    void what_waited_for_days_goes_once_in_order_and_as_fast_as_the_link() throws Exception {
        for (int days : new int[] {3, 7}) {
            check(simulate(days, 800));
        }
    }

    /** Both trucks, three days and seven. */
    public static void main(String[] args) throws Exception {
        for (int perDay : new int[] {800, 10_000}) {
            for (int days : new int[] {3, 7}) {
                check(simulate(days, perDay));
            }
        }
    }

    private static void check(Outage outage) {
        System.out.println(outage.line());
        assertThat(outage.waiting).isEqualTo(outage.days * outage.perDay);
        assertThat(outage.heapPerObject).isLessThan(1_000);
        assertThat(outage.diskPerObject).isLessThan(4_000);
        assertThat(outage.hoursToCatchUp)
                .isBetween(0.99 * outage.hoursExpected, 1.01 * outage.hoursExpected + 0.1);
        // Not behind days of others: behind what is urgent too, and a fifth of the turns.
        double urgentBacklog = outage.waiting / (double) URGENT_EVERY * SECONDS_PER_OBJECT * 1.25;
        assertThat(outage.longestUrgentMinutes).isLessThan(1.1 * urgentBacklog / 60 + 2);
    }

    private static Outage simulate(int days, int perDay) throws Exception {
        Path folder = Footprint.temporary("truck-outage");
        try {
            int waiting = days * perDay;
            Instant back = BEGIN.plus(Duration.ofDays(days));
            var numbers = new HashMap<JobId, Integer>();
            try (var truck = new Kept(folder)) {
                for (int i = 0; i < waiting; i++) {
                    numbers.put(truck.scan(i, at(i, perDay)).id(), i);
                }
                // Nothing was tried and nothing forgotten.
                assertThat(truck.jobs.pending()).hasSize(waiting);
            }
            long disk = Footprint.bytes(folder.resolve("jobs")) / waiting;
            long before = Footprint.heap();
            // The garage's power was off too.
            try (var truck = new Kept(folder)) {
                long heap = (Footprint.heap() - before) / waiting;
                assertThat(truck.queue.size()).isEqualTo(waiting);
                return drain(truck, numbers, days, perDay, back, heap, disk);
            }
        } finally {
            Footprint.delete(folder);
        }
    }

    private static Outage drain(
            Kept truck,
            Map<JobId, Integer> numbers,
            int days,
            int perDay,
            Instant back,
            long heap,
            long disk)
            throws IOException {
        int waiting = numbers.size();
        Instant now = back;
        double longestUrgent = 0;
        Instant lastOrdinary = Instant.MIN;
        Set<JobId> gone = new HashSet<>();
        while (truck.queue.size() > 0) {
            // Scans go on for as long as it catches up.
            for (int i = numbers.size(); !at(i, perDay).isAfter(now); i++) {
                numbers.put(truck.scan(i, at(i, perDay)).id(), i);
            }
            UploadJob job = truck.jobs.job(requireNonNull(truck.queue.take(now)).id());
            now = now.plusNanos((long) (SECONDS_PER_OBJECT * 1e9));
            int number = requireNonNull(numbers.get(job.id()));
            Instant came = at(number, perDay);
            if (!urgent(number)) {
                assertThat(came).isAfterOrEqualTo(lastOrdinary);
                lastOrdinary = came;
            } else if (!came.isBefore(back)) {
                longestUrgent =
                        Math.max(longestUrgent, Duration.between(came, now).toSeconds() / 60.0);
            }
            assertThat(gone.add(job.id())).as("sent once").isTrue();
            truck.cloud.append(
                    job.uploaded("clinic", Encryption.NONE), job.content().sha256(), null);
            truck.jobs.done(job.id());
            truck.queue.remove(job.id());
        }
        assertThat(gone).isEqualTo(numbers.keySet());
        assertThat(truck.jobs.pending()).isEmpty();
        assertThat(truck.cloud.size()).isEqualTo(numbers.size());
        double load = perDay / 86_400.0 * SECONDS_PER_OBJECT;
        return new Outage(
                days,
                perDay,
                waiting,
                heap,
                disk,
                Duration.between(back, now).toSeconds() / 3600.0,
                waiting * SECONDS_PER_OBJECT / (1 - load) / 3600,
                longestUrgent);
    }

    private static Instant at(int number, int perDay) {
        return BEGIN.plusNanos((long) (number * (86_400e9 / perDay)));
    }

    private static boolean urgent(int number) {
        return number / PER_STUDY % URGENT_EVERY == 0;
    }

    /** What a truck keeps of its uploads. */
    private static final class Kept implements AutoCloseable {

        final Outbox cloud;
        final UploadJobs jobs;
        final UploadQueue queue =
                new UploadQueue(UploadOrder.of(Duration.ZERO, Duration.ofHours(1)));

        Kept(Path folder) throws IOException {
            cloud = Outbox.open(folder.resolve("cloud"), "uplink");
            jobs = UploadJobs.open(folder.resolve("jobs"), job -> cloud.contains(job.eventId()));
            // As the uplink does at its start.
            jobs.pending().forEach(queue::offer);
            for (var assessed : jobs.assessments()) {
                queue.assessed(
                        assessed.objectId(), assessed.studyInstanceUid(), assessed.priority());
            }
        }

        UploadJob scan(int number, Instant at) throws IOException {
            String study = "2.25.8" + number / PER_STUDY;
            var job = Jobs.ofStudy(study);
            int priority = urgent(number) ? 90 : 50;
            jobs.add(job, at);
            queue.offer(WaitingJob.of(job, at));
            jobs.assessed(job.objectId(), study, priority);
            queue.assessed(job.objectId(), study, priority);
            return job;
        }

        @Override
        public void close() throws IOException {
            jobs.close();
            cloud.close();
        }
    }
}
