package org.medsendx.dicom.net;

import java.time.Duration;

/**
 * How long we go on waiting for a peer. The budget of a message begins full and is spent by waiting
 * alone, not by the time that we take ourselves. The bytes of a data set earn time back, as much as
 * they would need at the least rate that is accepted, and never more than the full budget. So a
 * slow sender of that rate is waited for however long its image is, an outage of the link may last
 * as long as the budget, and neither the number of PDUs nor their kind buys any time.
 *
 * <p>For the thread that reads; others may ask how far behind it is.
 */
final class Pace {

    private final long full;
    private final double nanosPerByte;
    private volatile long budget;
    private volatile long since;
    private volatile boolean waiting;

    /**
     * @param patience the full budget
     * @param minBytesPerSecond least rate of a data set, bytes a second
     */
    Pace(Duration patience, int minBytesPerSecond) {
        this.full = patience.toNanos();
        this.nanosPerByte = 1e9 / minBytesPerSecond;
        this.budget = full;
    }

    /** A message begins, or is awaited. */
    void begin() {
        budget = full;
    }

    /** Waiting begins. @return System.nanoTime() at which the budget is spent */
    long await(long now) {
        since = now;
        waiting = true;
        return now + budget;
    }

    /** Waiting ends. */
    void arrived(long now) {
        waiting = false;
        budget -= now - since;
    }

    /** So many bytes of a data set arrived. */
    void earn(int bytes) {
        budget = Math.min(full, budget + (long) (bytes * nanosPerByte));
    }

    /** How much of the budget is spent, in nanoseconds; 0 while it is we who are waited for. */
    long behind(long now) {
        return waiting ? full - budget + (now - since) : 0;
    }
}
