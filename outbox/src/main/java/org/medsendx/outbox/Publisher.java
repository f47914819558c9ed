package org.medsendx.outbox;

import java.util.List;
import org.medsendx.contracts.Event;

/** Where a {@link Relay} publishes to. */
public interface Publisher extends AutoCloseable {

    /**
     * Publishes all, in order; returns when all are acknowledged.
     *
     * @return where each is, in the order of the events
     */
    List<LogMark.Place> publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException;

    /**
     * Looks whether the log still holds what it acknowledged.
     *
     * @param marks of one writer, in the order they were made
     * @throws PublishException when the log does not answer; then nothing is known
     */
    Standing look(List<LogMark> marks) throws PublishException, InterruptedException;

    @Override
    void close();

    /**
     * How a log stands.
     *
     * @param held how many of the marks hold, from the first up to the first that does not
     * @param ends how long the partitions of these marks are now
     */
    record Standing(int held, List<LogMark.End> ends) {
        public Standing {
            ends = List.copyOf(ends);
        }
    }

    /** Not published, to be tried again. The message holds no part of an event. */
    final class PublishException extends Exception {
        private static final long serialVersionUID = 1L;

        public PublishException(String message) {
            super(message);
        }
    }
}
