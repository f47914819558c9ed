package org.medsendx.uplink.ability;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what the store can do, asks it before the first object is sent, and again when it may be
 * another one.
 *
 * <p>No upload waits for this longer than for the store itself: a store that is away is asked with
 * the next attempt, one that was asked before is believed until it answers again, and one that
 * answers and then leaves the trial hanging is not asked again for a while. Thread safe.
 */
public final class StoreKnowledge {

    private static final Logger LOG = LoggerFactory.getLogger(StoreKnowledge.class);

    /** A trial that broke off this often after an answer is left for a while. */
    static final int MOST_BROKEN = 3;

    private final Trial trial;
    private final Duration every;
    private final Duration pause;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(StoreAbilities.UNKNOWN, null, Instant.MIN);
    private volatile @Nullable String server;
    private int broken;

    /** Asks the store. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Tries all abilities.
         *
         * @throws StoreUnavailable when the store is not there
         */
        StoreAbilities ask(Progress progress)
                throws StoreUnavailable, BrokenTrial, InterruptedException;
    }

    /** The store answered, and then the trial could not be carried to its end. */
    public static final class BrokenTrial extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient StoreAbilities seen;

        /**
         * @param seen what was seen until then
         */
        public BrokenTrial(StoreAbilities seen) {
            super("the trial broke off");
            this.seen = seen;
        }
    }

    /**
     * What is known.
     *
     * @param abilities what the store was seen to do
     * @param asked when it was asked last, or null when it has not been
     * @param due when it is to be asked again
     */
    public record Known(StoreAbilities abilities, @Nullable Instant asked, Instant due) {
        public Known {
            Objects.requireNonNull(abilities, "abilities");
            Objects.requireNonNull(due, "due");
        }
    }

    /**
     * @param every how long an answer counts
     * @param pause how long the store is left alone at least between two trials
     */
    public StoreKnowledge(Trial trial, Duration every, Duration pause, InstantSource clock) {
        this.trial = trial;
        this.every = every;
        this.pause = pause;
        this.clock = clock;
    }

    /** What is known now, without asking. */
    public Known known() {
        return known;
    }

    /** Whether the store is to be asked. */
    public boolean isDue() {
        return !clock.instant().isBefore(known.due());
    }

    /**
     * What the store can do; it is asked first when that is due.
     *
     * @throws StoreUnavailable when it was never asked and is not there
     */
    public StoreAbilities abilities(Progress progress)
            throws StoreUnavailable, InterruptedException {
        if (!isDue()) {
            return known.abilities();
        }
        asking.lockInterruptibly();
        try {
            if (isDue()) {
                ask(progress);
            }
            return known.abilities();
        } finally {
            asking.unlock();
        }
    }

    private void ask(Progress progress) throws StoreUnavailable, InterruptedException {
        var before = known;
        try {
            var seen = trial.ask(progress);
            broken = 0;
            tell(before, seen);
            var now = clock.instant();
            // Nothing at all can be tried where rights are missing, which somebody may be mending.
            known = new Known(seen, now, now.plus(seen.answers().isEmpty() ? pause : every));
        } catch (StoreUnavailable e) {
            if (before.asked() == null) {
                throw e;
            }
            // It is away, so nothing is uploaded either; and what it could do it probably can.
            known = new Known(before.abilities(), before.asked(), clock.instant().plus(pause));
        } catch (BrokenTrial e) {
            broken++;
            var now = clock.instant();
            if (before.asked() == null && broken < MOST_BROKEN) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("cut");
                }
                throw new StoreUnavailable("no-answer");
            }
            tell(before, e.seen);
            known =
                    new Known(
                            before.asked() == null ? e.seen : before.abilities(),
                            now,
                            now.plus(pause));
        }
    }

    private static void tell(Known before, StoreAbilities seen) {
        if (before.asked() != null && before.abilities().equals(seen)) {
            return;
        }
        LOG.info("the store: {}", seen.words());
        for (var consequence : seen.consequences()) {
            LOG.warn("the store has {}", consequence);
        }
    }

    /** Hears the name by which the store's server answers; with another one it is asked again. */
    public void heard(String name) {
        String before = server;
        server = name;
        if (before != null && !before.equals(name)) {
            doubt();
        }
    }

    /** An answer was not what is known: the store is asked again, though not at once again. */
    public void doubt() {
        var now = known;
        if (now.asked() != null) {
            var next = now.asked().plus(pause);
            if (next.isBefore(now.due())) {
                known = new Known(now.abilities(), now.asked(), next);
            }
        }
    }
}
