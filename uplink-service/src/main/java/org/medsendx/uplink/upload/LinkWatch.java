package org.medsendx.uplink.upload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Looks, while all wait for the store, whether its address answers, and says so when it does again
 * after it did not: a link that comes back is used at once, whatever the backoff has grown to.
 *
 * <p>Only the change counts. A store that answers and refuses, or breaks each attempt off, stays
 * with the backoff. A look is one TCP connection without a byte of content. Looks are jittered by
 * half, so that trucks that lost the same store do not come back in one moment.
 */
public final class LinkWatch implements AutoCloseable {

    private final BooleanSupplier answers;
    private final BooleanSupplier waited;
    private final Runnable back;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private LinkWatch(
            BooleanSupplier answers, BooleanSupplier waited, Runnable back, Duration every) {
        this.answers = answers;
        this.waited = waited;
        this.back = back;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("link-watch").unstarted(this::run);
    }

    /**
     * Starts, on a thread of its own.
     *
     * @param answers whether the address answers now; may take a while
     * @param waited whether anybody waits for the store; nothing is looked at otherwise
     * @param back called when the address answers after it did not
     * @param every mean time between two looks
     */
    public static LinkWatch start(
            BooleanSupplier answers, BooleanSupplier waited, Runnable back, Duration every) {
        var watch = new LinkWatch(answers, waited, back, every);
        watch.thread.start();
        return watch;
    }

    private void run() {
        boolean away = false;
        try {
            while (!closed.await(
                    pause(every, ThreadLocalRandom.current()).toMillis(), TimeUnit.MILLISECONDS)) {
                if (!waited.getAsBoolean()) {
                    away = false;
                } else if (!answers.getAsBoolean()) {
                    away = true;
                } else if (away) {
                    away = false;
                    back.run();
                }
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    /** Until the next look: evenly from half of the mean to one and a half. */
    static Duration pause(Duration every, RandomGenerator random) {
        long half = every.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(2 * half + 1));
    }

    /** Whether it still looks. */
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
