package org.medsendx.readinglist.exam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Of when the list is: the latest moment for which it is known that all that stood on the topics
 * then was read. Thread safe.
 */
public final class Freshness {

    private final Duration staleAfter;
    private final InstantSource clock;
    private volatile @Nullable Instant asOf;
    private volatile long missed;

    /** Whether what is shown is the present. */
    public enum State {
        /** Not all was read yet that was there when reading began. */
        READING("reading"),
        CURRENT("current"),
        /** For too long nobody knows whether there is more. */
        STALE("stale");

        private final String code;

        State(String code) {
            this.code = code;
        }

        /** As programs have it. */
        public String code() {
            return code;
        }
    }

    /**
     * At one moment.
     *
     * @param asOf null while the beginning is read
     * @param missed events that the broker had deleted before they were read here
     */
    public record Now(State state, @Nullable Instant asOf, long missed) {}

    public Freshness(Duration staleAfter, InstantSource clock) {
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    /** All that was there at that moment was read. */
    public void proved(Instant moment) {
        asOf = moment;
    }

    /** So many events are gone that were not read. */
    public synchronized void missed(long events) {
        missed += events;
    }

    /** How current the list is. */
    public Now now() {
        var latest = asOf;
        if (latest == null) {
            return new Now(State.READING, null, missed);
        }
        boolean old = latest.plus(staleAfter).isBefore(clock.instant());
        return new Now(old ? State.STALE : State.CURRENT, latest, missed);
    }
}
