package org.medsendx.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: the wait after the n-th failure is drawn evenly between
 * zero and {@code shortest * 2^n}, at most {@code longest}. Many trucks that lost the same store do
 * not come back in step. (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 *
 * @param shortest upper bound of the first wait
 * @param longest upper bound of every wait
 * @param random where the jitter comes from
 */
public record Backoff(Duration shortest, Duration longest, RandomGenerator random) {

    public Backoff {
        if (!shortest.isPositive() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("expected 0 < shortest <= longest");
        }
    }

    /**
     * The wait after some failures in a row.
     *
     * @param failures at least 1
     */
    public Duration after(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("a wait follows a failure");
        }
        double bound =
                Math.min(
                        (double) longest.toNanos(),
                        shortest.toNanos() * Math.pow(2, Math.min(failures - 1, 40)));
        return Duration.ofNanos((long) (random.nextDouble() * bound));
    }
}
