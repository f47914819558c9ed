package org.medsendx.outbox.work;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service has opened, to be closed in the opposite order. A part that does not close cleanly
 * is told of in the log and keeps no other from being closed. Not thread safe.
 */
public final class OpenParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Remembers a part. @return the same part */
    public <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Closes what is open, the last first; what was closed before is not closed again. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                // Only the kind: a file system's message may hold a path.
                LOG.warn(
                        "{} did not close cleanly: {}",
                        part.getClass().getSimpleName(),
                        e.getClass().getSimpleName());
            }
        }
    }
}
