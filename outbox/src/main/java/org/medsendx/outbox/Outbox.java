package org.medsendx.outbox;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Payload;

/**
 * The events of one writer, on disk before anybody hears of them.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class Outbox implements AutoCloseable {

    /**
     * @param folder where it is kept
     * @param writer last part of the CloudEvents source, such as {@code edge-ingest}; the source is
     *     {@code /trucks/{truck}/{writer}} (cloud writers: {@code /fleet/{writer}})
     */
    public static Outbox open(Path folder, String writer) throws IOException {
        throw new IllegalStateException();
    }

    /**
     * Makes an event of a payload, assigns its sequence (per truck and topic) and forces it to
     * disk. A payload whose event id is already in the outbox is not written again; the earlier
     * event is returned.
     *
     * @param outputDigest SHA-256 in hex of the output the event tells of (see {@link Event#idOf})
     */
    public <P extends Payload> Event<P> append(
            P payload, String outputDigest, @Nullable String traceparent) throws IOException {
        throw new IllegalStateException();
    }

    /**
     * Adds an event that another writer made, as it is (the uplink carries truck events to the
     * cloud).
     */
    public void append(Event<?> event) throws IOException {
        throw new IllegalStateException();
    }

    /** How many events are there. */
    public long size() {
        throw new IllegalStateException();
    }

    @Override
    public void close() throws IOException {
        throw new IllegalStateException();
    }
}
