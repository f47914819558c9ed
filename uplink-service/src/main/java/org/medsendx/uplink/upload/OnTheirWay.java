package org.medsendx.uplink.upload;

import java.time.Duration;
import java.time.Instant;

/**
 * How many objects may be on their way at once: as many as there are workers, and for a while after
 * an attempt broke one alone. Two share the link, so a part of each takes twice as long, and where
 * the link breaks again both are lost. Not thread safe.
 */
final class OnTheirWay {

    /** So long after a break one goes alone. */
    static final Duration ALONE = Duration.ofMinutes(1);

    private Instant aloneUntil = Instant.MIN;
    private int count;

    /** Whether another one may go. */
    boolean mayTake(Instant now) {
        return count == 0 || !now.isBefore(aloneUntil);
    }

    /** When one goes no longer alone. */
    Instant aloneUntil() {
        return aloneUntil;
    }

    /** Another one goes. */
    void taken() {
        count++;
    }

    /** One is there, or was given back. */
    void ended() {
        if (count == 0) {
            throw new IllegalStateException("none is on its way");
        }
        count--;
    }

    /** An attempt broke. */
    void broke(Instant now) {
        aloneUntil = now.plus(ALONE);
    }
}
