package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.outbox.Backoff;

/**
 * A hundred trucks whose store was away for an hour and is back, with room for 20 requests a second
 * and 503 for the rest; each has 10 objects to send on 2 workers. A simulation with a virtual clock
 * over the waits that the uplink takes: {@link LinkWatch#pause} until it sees the store, and {@link
 * Backoff} after each refusal.
 */
class HerdTest {

    private static final int TRUCKS = 100;
    private static final int OBJECTS = 10;
    private static final int ROOM = 20;
    private static final double ANSWER_SECONDS = 0.3;

    private record Request(double at, int truck, int failures) {}

    private record Told(int requests, int refused, int busiestSecond, double doneAfter) {}

    @Test
    void trucks_come_back_spread_out_and_soon_find_room() {
        var jittered =
                simulate(
                        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(3)),
                        new Random(4));
        var inStep = simulate(null, new Random(4));
        System.out.println("full jitter: " + jittered);
        System.out.println("in step:     " + inStep);

        // 1,000 objects at 20 a second take 50 s at best.
        assertThat(jittered.doneAfter).isLessThan(3 * 50);
        assertThat(jittered.requests).isLessThan(5 * TRUCKS * OBJECTS);
        assertThat(jittered.doneAfter).isLessThan(inStep.doneAfter / 2);
    }

    /**
     * @param backoff of all trucks, or null for waits that double without jitter
     */
    private static Told simulate(@Nullable Backoff backoff, Random random) {
        var coming = new PriorityQueue<>(Comparator.comparingDouble(Request::at));
        int[] left = new int[TRUCKS];
        Arrays.fill(left, OBJECTS - 2);
        for (int truck = 0; truck < TRUCKS; truck++) {
            double seen =
                    backoff == null
                            ? 0.5
                            : random.nextDouble()
                                    * LinkWatch.pause(Duration.ofMillis(500), random).toMillis()
                                    / 1000;
            coming.add(new Request(seen, truck, 0));
            coming.add(new Request(seen, truck, 0));
        }
        var seconds = new HashMap<Long, Integer>();
        var taken = new HashMap<Long, Integer>();
        int requests = 0;
        int refused = 0;
        double end = 0;
        while (!coming.isEmpty()) {
            var now = coming.poll();
            requests++;
            long second = (long) now.at;
            seconds.merge(second, 1, Integer::sum);
            if (taken.merge(second, 1, Integer::sum) <= ROOM) {
                end = Math.max(end, now.at + ANSWER_SECONDS);
                if (left[now.truck] > 0) {
                    left[now.truck]--;
                    coming.add(new Request(now.at + ANSWER_SECONDS, now.truck, 0));
                }
            } else {
                refused++;
                int failures = now.failures + 1;
                double wait =
                        backoff == null
                                ? Math.min(300, Math.pow(2, failures - 1))
                                : backoff.after(failures).toNanos() / 1e9;
                coming.add(new Request(now.at + ANSWER_SECONDS + wait, now.truck, failures));
            }
        }
        return new Told(
                requests,
                refused,
                seconds.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                end);
    }
}
