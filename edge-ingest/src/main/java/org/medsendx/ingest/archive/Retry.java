package org.medsendx.ingest.archive;

import java.time.Duration;
import java.time.Instant;

/**
 * How long one instance waits after a failure: twice as long each time. Without jitter, so that the
 * journal alone says when it is due, also after a restart; one truck calls its archive alone.
 *
 * @param shortest after the first failure
 * @param longest at most
 */
public record Retry(Duration shortest, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    public Retry {
        if (!shortest.isPositive() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("expected 0 < shortest <= longest");
        }
    }

    /** Whether it is time again. A clock that was put back makes nothing wait longer than once. */
    boolean due(Instant failedAt, int failures, Instant now) {
        Duration wait = shortest.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration longer = wait.compareTo(longest) > 0 ? longest : wait;
        return Duration.between(failedAt, now).abs().compareTo(longer) >= 0;
    }
}
