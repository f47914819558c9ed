package org.medsendx.segmenter.turns;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The order of scans, of which several are read at once. Each joins when it comes, is read when
 * there is a place, and is finished alone, when every scan has left that joined before and that it
 * has to do with: one of the same object or study, and one of the same kind, because what is usual
 * for a kind is learned from the scans before. So whatever reading takes, each scan is finished
 * after the same scans as if all came one after the other; and a scan that takes long holds up only
 * those that hang on it.
 *
 * <p>Of the places one is never taken by a lengthy scan or a learned model, where there are two.
 *
 * <p>Nothing waits in a circle: a place is given up before a scan waits to be finished; lengthy
 * scans begin, and models are asked, in the order they joined.
 *
 * <p>Thread safe.
 */
public final class Turns implements AutoCloseable {

    private final int places;
    private final int lengthyPlaces;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** In the order they joined; none that left. */
    private final List<Turn> order = new ArrayList<>();

    private boolean finishing;
    private boolean closed;

    /**
     * @param places how many are read at once
     * @param most how many may be on their way, read or waiting
     */
    public Turns(int places, int most) {
        if (places < 1 || most < places) {
            throw new IllegalArgumentException("one scan at a time is the least");
        }
        this.places = places;
        this.lengthyPlaces = Math.max(1, places - 1);
        this.most = most;
    }

    private enum State {
        JOINED,
        WANTS_PLACE,
        READING,
        WANTS_END,
        FINISHING
    }

    /** The turn of one scan. One thread at a time. */
    public final class Turn implements AutoCloseable {

        private State state = State.JOINED;
        private @Nullable Claim claim;
        private boolean longPlace;
        private boolean asked;
        private boolean opened;
        private @Nullable String kind;

        private Turn() {}

        /** Says whom it has to do with; until then every later scan waits. */
        public void claim(Claim mine) {
            lock.lock();
            try {
                claim = mine;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /**
         * Waits for a place to be read in.
         *
         * @throws InterruptedException also when it was closed
         */
        public void awaitPlace() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                state = State.WANTS_PLACE;
                changed.signalAll();
                while (true) {
                    endIfClosed();
                    if (next() == this) {
                        break;
                    }
                    changed.await();
                }
                state = State.READING;
                longPlace |= claimed().lengthy() || claimed().modelled();
                changed.signalAll();
            } catch (InterruptedException e) {
                state = State.JOINED;
                throw e;
            } finally {
                lock.unlock();
            }
        }

        /**
         * Its header was read.
         *
         * @param kindOf which scans it learns from and is learned for; null when none are
         */
        public void opened(@Nullable String kindOf) {
            lock.lock();
            try {
                opened = true;
                kind = kindOf;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** How many scans of its series joined before and have not left. */
        public int ahead() {
            lock.lock();
            try {
                int ahead = 0;
                for (var other : order) {
                    if (other == this) {
                        break;
                    }
                    if (other.claim != null && other.claim.series().equals(claimed().series())) {
                        ahead++;
                    }
                }
                return ahead;
            } finally {
                lock.unlock();
            }
        }

        /** Gives up its place: it was read, or could not be. */
        public void leavePlace() {
            lock.lock();
            try {
                state = State.JOINED;
                asked = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /**
         * Waits until it may be finished, alone.
         *
         * @throws InterruptedException also when it was closed
         */
        public void awaitEnd() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                state = State.WANTS_END;
                while (true) {
                    endIfClosed();
                    if (!finishing
                            && order.stream()
                                    .takeWhile(one -> one != this)
                                    .noneMatch(this::hangsOn)) {
                        break;
                    }
                    changed.await();
                }
                finishing = true;
                state = State.FINISHING;
            } catch (InterruptedException e) {
                state = State.JOINED;
                throw e;
            } finally {
                lock.unlock();
            }
        }

        /** It was finished, or could not be and will be read again. */
        public void leaveEnd() {
            lock.lock();
            try {
                finishing = false;
                state = State.JOINED;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private Claim claimed() {
            return Objects.requireNonNull(claim, "a scan says whom it has to do with");
        }

        private boolean hangsOn(Turn before) {
            var its = before.claim;
            if (its == null
                    || its.study().equals(claimed().study())
                    || its.object().equals(claimed().object())) {
                return true;
            }
            if (opened && kind == null || before.opened && before.kind == null) {
                return false;
            }
            return opened && before.opened
                    ? Objects.equals(kind, before.kind)
                    : its.modality().equals(claimed().modality());
        }

        /** Whether it has to wait for one that joined before until it can be read. */
        private boolean keptFromPlaceBy(Turn before) {
            var its = before.claim;
            return its == null
                    || its.object().equals(claimed().object())
                    || claimed().modelled() && its.modelled() && !before.asked
                    || isLong(claimed()) && isLong(its) && !before.longPlace;
        }

        /** It is done for good, or never will be: nobody waits for it any more. */
        @Override
        public void close() {
            lock.lock();
            try {
                // After the end nobody overtakes one that was broken off.
                if (!closed) {
                    order.remove(this);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static boolean isLong(Claim claim) {
        return claim.lengthy() || claim.modelled();
    }

    /** The scan that gets the next place; null when there is none for any. */
    private @Nullable Turn next() {
        if (order.stream().filter(one -> one.state == State.READING).count() >= places) {
            return null;
        }
        long longOnes = order.stream().filter(one -> one.longPlace).count();
        for (var turn : order) {
            if (turn.state == State.WANTS_PLACE
                    && (turn.longPlace || !isLong(turn.claimed()) || longOnes < lengthyPlaces)
                    && order.stream()
                            .takeWhile(one -> one != turn)
                            .noneMatch(turn::keptFromPlaceBy)) {
                return turn;
            }
        }
        return null;
    }

    /**
     * Joins the order behind all that joined before; waits while too many are on their way.
     *
     * @throws InterruptedException also when it was closed
     */
    public Turn join() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && order.size() >= most) {
                changed.await();
            }
            endIfClosed();
            var turn = new Turn();
            order.add(turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private void endIfClosed() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the service stops");
        }
    }

    /** Ends all waiting. What is being read or finished goes on; what was only read is not done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
