package org.medsendx.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Lets an outbox forget what nobody asks for any more: events that are older than they are kept,
 * that the log was seen to hold, and that every stage which reads the outbox from the disk has
 * passed. What one of them has not reached stays, whatever its age. Used by one thread.
 */
public final class OutboxKeeping implements Housekeeping.Chore {

    private final Outbox outbox;
    private final Relay relay;
    private final Duration keep;
    private final List<Reader> readers;

    /** Somebody who reads the outbox from the disk. */
    @FunctionalInterface
    public interface Reader {

        /** Index of the first event that is not done with; see {@link CatchUp#passed}. */
        long passed() throws IOException;
    }

    /**
     * @param relay of this outbox
     * @param keep how long an event can be published again at least
     */
    public OutboxKeeping(
            Outbox outbox, Relay relay, Duration keep, List<? extends Reader> readers) {
        this.outbox = outbox;
        this.relay = relay;
        this.keep = keep;
        this.readers = List.copyOf(readers);
    }

    @Override
    public void round(Instant now) throws IOException {
        long before = relay.confirmed();
        for (var reader : readers) {
            before = Math.min(before, reader.passed());
        }
        outbox.forget(keep, before, now);
    }
}
