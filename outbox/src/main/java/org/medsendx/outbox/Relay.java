package org.medsendx.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.journal.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an outbox in order, for ever: where it stands is kept on disk, a failed attempt is
 * tried again after full jitter (up to 1 s first, up to 30 s later), nothing is given up. Runs on a
 * thread of its own, which sleeps while there is nothing to publish.
 *
 * <p>The cursor file is written after the acknowledgement, so a crash in between publishes a batch
 * again, with the ids it had. Deleting the file while the service is stopped publishes everything
 * again: that is how a wiped broker is refilled.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH_EVENTS = 500;
    private static final long BATCH_BYTES = 4L << 20;
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final Path cursor;
    private final Publisher publisher;
    private final Backoff backoff;
    private final Thread thread;
    private volatile long next;
    private volatile boolean connected;
    private volatile boolean closed;

    private Relay(Outbox outbox, Path cursor, Publisher publisher, Backoff backoff) {
        this.outbox = outbox;
        this.cursor = cursor;
        this.publisher = publisher;
        this.backoff = backoff;
        this.next = readCursor();
        this.thread =
                Thread.ofPlatform().daemon().name("relay-" + outbox.epoch()).unstarted(this::run);
    }

    /**
     * Starts. The relay owns the publisher and closes it; the outbox stays the caller's, to be
     * closed after the relay.
     *
     * @param cursor file that keeps the index of the next event to publish
     */
    public static Relay start(Outbox outbox, Path cursor, Publisher publisher) {
        return start(
                outbox, cursor, publisher, new Backoff(FIRST_WAIT, LONGEST_WAIT, new Random()));
    }

    static Relay start(Outbox outbox, Path cursor, Publisher publisher, Backoff backoff) {
        var relay = new Relay(outbox, cursor, publisher, backoff);
        relay.thread.start();
        return relay;
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed && outbox.await(next)) {
                String failure = attempt();
                if (failure == null) {
                    if (failures > 0) {
                        LOG.info("relay publishes again, backlog {}", backlog());
                    }
                    failures = 0;
                } else {
                    failures++;
                    // The first of a row and then every tenth: an outage may last for days.
                    if (failures % 10 == 1) {
                        LOG.warn("relay waits, backlog {}: {}", backlog(), failure);
                    }
                    Thread.sleep(backoff.after(failures));
                }
            }
        } catch (InterruptedException e) {
            // Closed: what was not acknowledged is published after the next start.
        } catch (RuntimeException | Error e) {
            // Not survived by the loop: alive() tells, and a restart helps.
            LOG.error("the relay ended: {}", e.getClass().getSimpleName());
        }
    }

    /** One batch. @return why it failed, or null */
    private @Nullable String attempt() throws InterruptedException {
        try {
            List<Event<?>> batch = outbox.read(next, BATCH_EVENTS, BATCH_BYTES);
            publisher.publish(batch);
            connected = true;
            // Only this thread writes it; others read it for the backlog.
            long published = next + batch.size();
            next = published;
            writeCursor();
            return null;
        } catch (Publisher.PublishException e) {
            connected = false;
            return e.getMessage();
        } catch (IOException e) {
            return "disk: " + e.getMessage();
        } catch (RuntimeException | Error e) {
            // Messages of foreign exceptions may quote an event.
            connected = false;
            return e.getClass().getSimpleName();
        }
    }

    private void writeCursor() throws IOException {
        String line = outbox.epoch() + " " + next + "\n";
        AtomicFile.write(cursor, line.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * An unreadable cursor, or one of another outbox, starts from the beginning: repeats do no
     * harm.
     */
    private long readCursor() {
        try {
            String line = Files.readString(cursor).strip();
            if (line.startsWith(outbox.epoch() + " ")) {
                long index = Long.parseLong(line, line.indexOf(' ') + 1, line.length(), 10);
                if (index >= 0 && index <= outbox.size()) {
                    return index;
                }
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("no cursor, the relay starts from the first event");
        }
        return 0;
    }

    /** Events not yet published. */
    public long backlog() {
        return Math.max(0, outbox.size() - next);
    }

    /** Whether the last attempt succeeded (a degraded metric, not a readiness). */
    public boolean connected() {
        return connected;
    }

    /** Whether it still publishes or tries to; once false, only a restart helps. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Stops, at most after the attempt that is under way, and closes the publisher. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
