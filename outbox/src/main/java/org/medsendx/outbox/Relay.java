package org.medsendx.outbox;

import java.nio.file.Path;

/**
 * Publishes an outbox in order, for ever: where it stands is kept on disk, a failed attempt is
 * tried again after full jitter (1 s to 30 s), nothing is given up. Runs on a thread of its own.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class Relay implements AutoCloseable {

    /** Starts. @param cursor file that keeps the index of the next event to publish */
    public static Relay start(Outbox outbox, Path cursor, Publisher publisher) {
        throw new IllegalStateException();
    }

    /** Events not yet published. */
    public long backlog() {
        throw new IllegalStateException();
    }

    /** Whether the last attempt succeeded (a degraded metric, not a readiness). */
    public boolean connected() {
        throw new IllegalStateException();
    }

    @Override
    public void close() {
        throw new IllegalStateException();
    }
}
