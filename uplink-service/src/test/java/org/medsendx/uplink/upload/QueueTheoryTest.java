package org.medsendx.uplink.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The queue on a link of 20 Mbit/s that is busy for 85 % of the time, with a virtual clock, beside
 * what theory says of priorities that do not interrupt: W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)) with
 * W_0 = l E[S²] / 2 (Cobham, "Priority Assignment in Waiting Line Problems", Operations Research
 * 2:70, 1954). Four objects of five are slices of 0.2 MB, the fifth a mammogram of 10 MB, each of
 * an exponential size.
 */
class QueueTheoryTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final double BUSY = 0.85;
    private static final double RATE = 2.5e6;
    private static final double[] SHARE = {0.1, 0.3, 0.6};
    private static final int[] PRIORITY = {90, 60, 50};
    private static final int OBJECTS = 300_000;
    private static final int POOL = 4_000;

    private record Waits(double[] mean, double[] longest) {}

    @Test
    void waits_are_those_of_the_theory_where_points_are_worth_much() {
        double[] theory = theory();
        var strict = simulate(new UploadOrder(Duration.ZERO, Duration.ofDays(1000), 65, OBJECTS));
        var shipped = simulate(UploadOrder.of(Duration.ZERO, Duration.ofHours(1)));
        System.out.printf("%-12s%10s%10s%16s%n", "priority", "theory", "strict", "as shipped");
        for (int k = 0; k < PRIORITY.length; k++) {
            System.out.printf(
                    "%-12d%8.1f s%8.1f s%8.1f s (%.0f)%n",
                    PRIORITY[k], theory[k], strict.mean[k], shipped.mean[k], shipped.longest[k]);
        }

        for (int k = 0; k < PRIORITY.length; k++) {
            assertThat(strict.mean[k]).isCloseTo(theory[k], within(0.08 * theory[k]));
        }
        // The turns that are left to others cost the urgent little, and nobody waits for ever.
        assertThat(shipped.mean[0]).isLessThan(1.15 * theory[0]);
        assertThat(shipped.longest[2]).isLessThan(3600);
    }

    /** More urgent ones than the link carries: what is not urgent has its share all the same. */
    @Test
    void nothing_starves_where_urgent_ones_alone_fill_the_link() {
        var queue = new UploadQueue(UploadOrder.of(Duration.ZERO, Duration.ofHours(1)));
        Instant now = BEGIN;
        int others = 0;
        for (int i = 0; i < 1_000; i++) {
            offer(queue, Jobs.ofStudy("2.25.1"), now.minusSeconds(10), 50);
            offer(queue, Jobs.ofStudy("2.25.2"), now, 90);
            var job = queue.take(now);
            assertThat(job).isNotNull();
            if (job != null) {
                others += job.studyInstanceUid().equals("2.25.1") ? 1 : 0;
                queue.remove(job.id());
            }
            now = now.plusSeconds(1);
        }

        assertThat(others).isEqualTo(200);
    }

    private static void offer(UploadQueue queue, UploadJob job, Instant at, int priority) {
        queue.offer(WaitingJob.of(job, at));
        queue.assessed(job.objectId(), job.instance().uids().studyInstanceUid(), priority);
    }

    private static double[] theory() {
        double mean = meanService();
        double square = 2 * (0.8 * sq(0.2e6 / RATE) + 0.2 * sq(10e6 / RATE));
        double perSecond = BUSY / mean;
        double w0 = perSecond * square / 2;
        double[] waits = new double[SHARE.length];
        double before = 0;
        for (int k = 0; k < SHARE.length; k++) {
            double through = before + SHARE[k] * BUSY;
            waits[k] = w0 / ((1 - before) * (1 - through));
            before = through;
        }
        return waits;
    }

    private static double meanService() {
        return (0.8 * 0.2e6 + 0.2 * 10e6) / RATE;
    }

    private static double sq(double x) {
        return x * x;
    }

    private static Waits simulate(UploadOrder order) {
        var random = new Random(12);
        var queue = new UploadQueue(order);
        // The same jobs again and again: what is done is forgotten.
        List<List<UploadJob>> free = new ArrayList<>();
        Map<JobId, Integer> classes = new HashMap<>();
        for (int k = 0; k < SHARE.length; k++) {
            var jobs = new ArrayList<UploadJob>();
            for (int i = 0; i < POOL; i++) {
                var job = Jobs.ofStudy("2.25." + k + i);
                queue.assessed(job.objectId(), "2.25." + k + i, PRIORITY[k]);
                jobs.add(job);
                classes.put(job.id(), k);
            }
            free.add(jobs);
        }
        Map<JobId, Double> arrived = new HashMap<>();
        Map<JobId, UploadJob> taken = new HashMap<>();
        double[] sum = new double[SHARE.length];
        double[] longest = new double[SHARE.length];
        int[] count = new int[SHARE.length];
        double next = 0;
        double linkFree = 0;
        int done = 0;
        while (done < OBJECTS) {
            while (next <= linkFree || arrived.isEmpty()) {
                linkFree = Math.max(linkFree, arrived.isEmpty() ? next : 0);
                int k = random.nextDouble() < SHARE[0] ? 0 : random.nextDouble() < 1 / 3.0 ? 1 : 2;
                var job = free.get(k).removeLast();
                arrived.put(job.id(), next);
                taken.put(job.id(), job);
                queue.offer(WaitingJob.of(job, at(next)));
                next += exponential(random, meanService() / BUSY);
            }
            @Nullable WaitingJob job = queue.take(at(linkFree));
            assertThat(job).isNotNull();
            if (job != null) {
                int k = requireNonNull(classes.get(job.id()));
                double waited = linkFree - requireNonNull(arrived.remove(job.id()));
                sum[k] += waited;
                longest[k] = Math.max(longest[k], waited);
                count[k]++;
                queue.remove(job.id());
                free.get(k).add(requireNonNull(taken.remove(job.id())));
                double size = random.nextDouble() < 0.8 ? 0.2e6 : 10e6;
                linkFree += exponential(random, size / RATE);
                done++;
            }
        }
        double[] mean = new double[SHARE.length];
        for (int k = 0; k < SHARE.length; k++) {
            mean[k] = sum[k] / count[k];
        }
        return new Waits(mean, longest);
    }

    private static Instant at(double seconds) {
        return BEGIN.plusNanos((long) (seconds * 1e9));
    }

    private static double exponential(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
