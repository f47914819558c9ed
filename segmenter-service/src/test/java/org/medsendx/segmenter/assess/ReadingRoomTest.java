package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Triage;

/**
 * One reader, a work list in the order of {@link Triage#place}, and a virtual clock: waiting times
 * by class beside the theory of the M/G/1 queue with priorities that do not interrupt (Cobham,
 * Operations Research 2:70, 1954), and beside first come, first served. docs/triage.md has the
 * table that this prints.
 */
class ReadingRoomTest {

    /** Share of the scans, priority, of each class: urgent, to be looked at, routine. */
    private static final double[] SHARES = {0.1, 0.3, 0.6};

    private static final int[] PRIORITIES = {90, 65, 50};
    private static final double MEAN_MINUTES = 5;
    private static final double LOAD = 0.9;
    private static final int SCANS = 400_000;

    private record Scan(int kind, double arrived, Instant place, long number) {}

    @Test
    void waiting_follows_theory_and_the_urgent_wait_a_tenth_of_first_come() {
        var firstCome = simulate(null);
        var strict = simulate(Duration.ofDays(400));
        var aging = simulate(Duration.ofMinutes(2));
        var theory = cobham();
        System.out.printf(Locale.ROOT, "| class | first come | theory | strict | aging |%n");
        for (int kind = 0; kind < SHARES.length; kind++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f (longest %.0f) | %.1f | %.1f (longest %.0f) | %.1f (longest %.0f)"
                            + " |%n",
                    PRIORITIES[kind],
                    firstCome[kind][0],
                    firstCome[kind][1],
                    theory[kind],
                    strict[kind][0],
                    strict[kind][1],
                    aging[kind][0],
                    aging[kind][1]);
        }

        for (int kind = 0; kind < SHARES.length; kind++) {
            assertThat(strict[kind][0]).isCloseTo(theory[kind], Percentage.withPercentage(6));
            assertThat(firstCome[kind][0])
                    .isCloseTo(residual() / (1 - LOAD), Percentage.withPercentage(6));
        }
        assertThat(strict[0][0]).isLessThan(firstCome[0][0] / 8);
        assertThat(aging[0][0]).isLessThan(strict[2][0] / 4).isGreaterThan(strict[0][0]);
    }

    @Test
    void a_routine_scan_is_passed_only_by_what_came_within_the_worth_of_its_points() {
        var aging = Duration.ofHours(1);
        var old = Triage.place(Instant.EPOCH, 0, aging);

        assertThat(Triage.place(Instant.EPOCH.plus(Duration.ofHours(99)), 100, aging))
                .isBefore(old);
        assertThat(Triage.place(Instant.EPOCH.plus(Duration.ofHours(101)), 100, aging))
                .isAfter(old);
    }

    /**
     * Mean and longest wait of each class in minutes.
     *
     * @param aging what a point is worth; null for first come, first served
     */
    private static double[][] simulate(@Nullable Duration aging) {
        var random = new Random(7);
        var list =
                new PriorityQueue<Scan>(
                        Comparator.comparing(Scan::place).thenComparingLong(Scan::number));
        var sums = new double[SHARES.length];
        var longest = new double[SHARES.length];
        var counts = new int[SHARES.length];
        double free = 0;
        double next = 0;
        int made = 0;
        while (made < SCANS || !list.isEmpty()) {
            while (made < SCANS && (list.isEmpty() || next <= free)) {
                double u = random.nextDouble();
                int kind = u < SHARES[0] ? 0 : u < SHARES[0] + SHARES[1] ? 1 : 2;
                var arrived = Instant.EPOCH.plusMillis((long) (60_000 * next));
                var place =
                        aging == null ? arrived : Triage.place(arrived, PRIORITIES[kind], aging);
                list.add(new Scan(kind, next, place, made++));
                free = Math.max(free, list.size() == 1 ? next : free);
                next += -Math.log(1 - random.nextDouble()) * MEAN_MINUTES / LOAD;
            }
            var scan = list.remove();
            double wait = free - scan.arrived();
            sums[scan.kind()] += wait;
            longest[scan.kind()] = Math.max(longest[scan.kind()], wait);
            counts[scan.kind()]++;
            free += reading(random);
        }
        var result = new double[SHARES.length][];
        for (int kind = 0; kind < SHARES.length; kind++) {
            result[kind] = new double[] {sums[kind] / counts[kind], longest[kind]};
        }
        return result;
    }

    /** A normal scan takes 3 minutes, one in five takes 13: mean 5, second moment 41. */
    private static double reading(Random random) {
        return random.nextDouble() < 0.8 ? 3 : 13;
    }

    /** W0 = lambda E[S^2] / 2. */
    private static double residual() {
        double secondMoment = 0.8 * 9 + 0.2 * 169;
        return LOAD / MEAN_MINUTES * secondMoment / 2;
    }

    /** W_k = W0 / ((1 - sigma_(k-1)) (1 - sigma_k)), sigma_k the load of classes 1 to k. */
    private static double[] cobham() {
        var waits = new double[SHARES.length];
        double before = 0;
        for (int kind = 0; kind < SHARES.length; kind++) {
            double with = before + SHARES[kind] * LOAD;
            waits[kind] = residual() / ((1 - before) * (1 - with));
            before = with;
        }
        return waits;
    }
}
