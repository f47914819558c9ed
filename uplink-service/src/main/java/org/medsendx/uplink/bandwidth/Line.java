package org.medsendx.uplink.bandwidth;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line in which the large bodies for one destination stand, one behind another: a link that
 * breaks takes with it what is under way on it, and two bodies side by side lose twice as much and
 * arrive no sooner. Answers are waited for side by side. The urgent stand in no line.
 *
 * <p>Of one destination, so that one which hangs holds back no other. Thread safe.
 */
public final class Line {

    /** Smaller bodies stand in no line: the turn would cost more than they do. */
    public static final long SMALL = 64 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private boolean taken;

    /**
     * Waits for a body's turn; {@link #leave} has to follow.
     *
     * @param alive called now and then while it waits
     * @return whether it has the line for itself
     */
    public boolean enter(boolean urgent, long bytes, Runnable alive) throws InterruptedException {
        if (urgent || bytes < SMALL) {
            return false;
        }
        lock.lockInterruptibly();
        try {
            while (taken) {
                alive.run();
                var _ = free.await(1, TimeUnit.SECONDS);
            }
            taken = true;
            alive.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The body that had the line is handed over, or broke off. */
    public void leave() {
        lock.lock();
        try {
            taken = false;
            free.signal();
        } finally {
            lock.unlock();
        }
    }
}
