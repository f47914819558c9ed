package org.medsendx.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an outbox in order, for ever: where it stands is kept on disk, a failed attempt is
 * tried again after full jitter (up to 1 s first, up to 30 s later), nothing is given up. Runs on a
 * thread of its own, which sleeps while there is nothing to publish.
 *
 * <p>The outbox is the truth and the log an index of it that may be lost: wiped, cut by a power cut
 * behind what it had acknowledged, or restored from an old copy. So the relay looks whether the log
 * still holds what it acknowledged: at start, after every failed attempt, every so often, also
 * while there is nothing to publish, and when an acknowledgement names a place that was taken
 * before. What the log does not hold is published again, with the ids it had, from the last mark
 * that holds; see {@link Trail}. Then {@link #backlog} counts it again.
 *
 * <p>The cursor file is written after the acknowledgement, so a crash in between publishes a batch
 * again.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH_EVENTS = 500;
    private static final long BATCH_BYTES = 4L << 20;
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** How often a relay looks at its log unless it is told otherwise. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    /** A look confirms so many batches at most, so that the trail stays short. */
    private static final int BATCHES_PER_LOOK = 16;

    /**
     * How many events are sent at most to fill a cut log up to where it ended. After a larger loss
     * those who read the log find the cut by themselves or not at all, and a link may be dear.
     */
    private static final long MOST_FILLING = 20_000;

    private final Outbox outbox;
    private final Path cursor;
    private final Publisher publisher;
    private final Backoff backoff;
    private final Duration lookEvery;
    private final Trail trail;
    private final Thread thread;
    private volatile long next;
    private volatile long losses;
    private volatile long confirmed;
    private volatile boolean connected;
    private volatile boolean closed;
    // Of the relay's own thread.
    private boolean doubtful = true;
    private long lookedAt;
    private long filled;

    private Relay(
            Outbox outbox, Path cursor, Publisher publisher, Backoff backoff, Duration lookEvery) {
        this.outbox = outbox;
        this.cursor = cursor;
        this.publisher = publisher;
        this.backoff = backoff;
        this.lookEvery = lookEvery;
        this.trail = Trail.read(cursor, outbox.epoch(), outbox.size());
        trail.beginsAt(outbox.first());
        this.next = trail.next();
        this.thread =
                Thread.ofPlatform().daemon().name("relay-" + outbox.epoch()).unstarted(this::run);
    }

    /** Starts, and looks at the log every {@link #LOOK_EVERY}. */
    public static Relay start(Outbox outbox, Path cursor, Publisher publisher) {
        return start(outbox, cursor, publisher, LOOK_EVERY);
    }

    /**
     * Starts. The relay owns the publisher and closes it; the outbox stays the caller's, to be
     * closed after the relay.
     *
     * @param cursor file that keeps how far it got
     * @param lookEvery how often it looks whether the log still holds what it acknowledged
     */
    public static Relay start(Outbox outbox, Path cursor, Publisher publisher, Duration lookEvery) {
        return start(
                outbox,
                cursor,
                publisher,
                new Backoff(FIRST_WAIT, LONGEST_WAIT, new Random()),
                lookEvery);
    }

    static Relay start(
            Outbox outbox, Path cursor, Publisher publisher, Backoff backoff, Duration lookEvery) {
        var relay = new Relay(outbox, cursor, publisher, backoff, lookEvery);
        relay.thread.start();
        return relay;
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed && outbox.await(next, untilLook())) {
                String failure = attempt();
                if (failure == null) {
                    if (failures > 0) {
                        LOG.info("relay publishes again, backlog {}", backlog());
                    }
                    failures = 0;
                } else {
                    doubtful = true;
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

    /** How long an idle relay may wait. */
    private Duration untilLook() {
        if (doubtful) {
            return Duration.ZERO;
        }
        var passed = Duration.ofNanos(System.nanoTime() - lookedAt);
        return passed.compareTo(lookEvery) < 0 ? lookEvery.minus(passed) : Duration.ZERO;
    }

    /** A look where one is due, and one batch. @return why it failed, or null */
    private @Nullable String attempt() throws InterruptedException {
        try {
            if (untilLook().isZero() || trail.sinceLook() >= BATCHES_PER_LOOK) {
                look();
            }
            trail.beginsAt(outbox.first());
            next = trail.next();
            List<Event<?>> batch = outbox.read(next, BATCH_EVENTS, BATCH_BYTES);
            if (!batch.isEmpty()) {
                publish(batch);
            }
            connected = true;
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

    private void publish(List<Event<?>> batch)
            throws Publisher.PublishException, IOException, InterruptedException {
        var places = publisher.publish(batch);
        if (!trail.beyond(places)) {
            // A place that was taken before: the log was cut. Whoever had read further than the cut
            // passes by what stands there now, so it does not count, and comes again behind it.
            doubtful = true;
            long before = next;
            if (trail.overwritten(places)) {
                next = trail.next();
                trail.write(cursor);
                lost(before);
            }
            filled += batch.size();
            if (filled < MOST_FILLING) {
                return;
            }
            trail.fillNoFurther();
        }
        filled = 0;
        trail.published(batch.size(), places);
        next = trail.next();
        trail.write(cursor);
    }

    private void look() throws Publisher.PublishException, IOException, InterruptedException {
        var marks = trail.unconfirmed();
        var standing = publisher.look(marks);
        if (standing.held() == marks.size()) {
            trail.confirmed(standing.ends());
        } else {
            trail.beginsAt(outbox.first());
            long before = next;
            var last = trail.lost(standing.held(), standing.ends());
            while (last != null && publisher.look(List.of(last)).held() == 0) {
                last = trail.lost();
            }
            next = trail.next();
            trail.write(cursor);
            lost(before);
        }
        confirmed = trail.confirmedBefore();
        doubtful = false;
        lookedAt = System.nanoTime();
    }

    /**
     * Index of the first event of which it is not known that the log holds it, by the latest look;
     * 0 before the first look. What lies before it may be forgotten.
     */
    public long confirmed() {
        return confirmed;
    }

    private void lost(long before) {
        losses++;
        LOG.warn(
                "the log does not hold what it acknowledged: {} events are published again",
                before - next);
    }

    /** Events not yet published, or lost by the log and not yet published again. */
    public long backlog() {
        return Math.max(0, outbox.size() - next);
    }

    /** How often the log was found to have lost what it had acknowledged, since the start. */
    public long losses() {
        return losses;
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
