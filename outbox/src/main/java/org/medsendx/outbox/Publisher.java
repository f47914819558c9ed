package org.medsendx.outbox;

import java.util.List;
import org.medsendx.contracts.Event;

/** Where a {@link Relay} publishes to. */
public interface Publisher extends AutoCloseable {

    /** Publishes all, in order; returns when all are acknowledged. */
    void publish(List<? extends Event<?>> events) throws PublishException, InterruptedException;

    @Override
    void close();

    /** Not published, to be tried again. The message holds no part of an event. */
    final class PublishException extends Exception {
        private static final long serialVersionUID = 1L;

        public PublishException(String message) {
            super(message);
        }
    }
}
