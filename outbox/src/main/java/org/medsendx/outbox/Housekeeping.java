package org.medsendx.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the chores of a service every so often, on a thread of its own: what keeps its disk from
 * growing. One that fails is tried again the next time and keeps no other from its turn.
 */
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final List<Chore> chores;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Something that is to be done now and then; doing it twice is harmless. */
    @FunctionalInterface
    public interface Chore {
        void round(Instant now) throws IOException;
    }

    private Housekeeping(List<? extends Chore> chores, Duration every) {
        this.chores = List.copyOf(chores);
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("housekeeping").unstarted(this::run);
    }

    /** Starts; the first round begins at once. */
    public static Housekeeping start(Duration every, Chore... chores) {
        var started = new Housekeeping(List.of(chores), every);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            do {
                for (var chore : chores) {
                    try {
                        chore.round(Instant.now());
                    } catch (IOException | RuntimeException e) {
                        // Only the kind: messages of the platform name paths.
                        LOG.warn(
                                "{} comes again later: {}",
                                chore.getClass().getSimpleName(),
                                e.getClass().getSimpleName());
                    }
                }
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Whether it goes on; once false, only a restart helps. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Ends after the chore that is under way. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
