package org.medsendx.miner.sequence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells numbers that are late from numbers that are lost, without knowing which they are.
 *
 * <p>At any moment some numbers of a stream may be on their way: a truck's scanners lie in several
 * partitions, which are read one before the other. So what is missing now says little; the least
 * that was missing over a time says how many were missing all that time, for no moment has fewer
 * missing than were lost before it. The time is one {@code grace} at least and two at most. What
 * comes late makes it less at once. One thread at a time.
 */
public final class OverdueNumbers {

    private final Duration grace;
    private final Map<String, Watched> streams = new HashMap<>();

    /** What was least, in the piece of time that runs and in the one before it, if any. */
    private static final class Watched {
        Instant begun;
        long least;
        @Nullable Long leastBefore;

        Watched(Instant begun, long least) {
            this.begun = begun;
            this.least = least;
        }
    }

    /**
     * @param grace how long a number may be late
     */
    public OverdueNumbers(Duration grace) {
        if (!grace.isPositive()) {
            throw new IllegalArgumentException("numbers may be late");
        }
        this.grace = grace;
    }

    /**
     * Takes how many numbers of a stream are missing now.
     *
     * @return how many of them are overdue, or null while that cannot be said: it has not been
     *     watched for long enough
     */
    public @Nullable Long watch(String stream, long missing, Instant now) {
        if (missing == 0) {
            streams.remove(stream);
            return 0L;
        }
        var watched = streams.computeIfAbsent(stream, s -> new Watched(now, missing));
        if (!now.isBefore(watched.begun.plus(grace))) {
            watched.leastBefore = watched.least;
            watched.least = missing;
            watched.begun = now;
        }
        watched.least = Math.min(watched.least, missing);
        Long before = watched.leastBefore;
        return before == null ? null : Long.valueOf(Math.min(before, watched.least));
    }

    /** Forgets a stream that has ended. */
    public void forget(String stream) {
        streams.remove(stream);
    }
}
