package org.medsendx.uplink.upload;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Cuts an attempt that makes no progress, however long one that does may take: a fixed timeout
 * would either give up on large objects over a slow link or wait for ever on a dead one.
 *
 * <p>The attempt runs on a virtual thread, because there an interrupt closes the socket that a read
 * or a write blocks on (see {@link java.net.Socket}); on a platform thread a blocked write could
 * not be cut.
 *
 * @param stall longest time without a byte while sending
 * @param answer longest time from the last byte to the answer
 * @param nanos the clock that both are measured by, as {@link System#nanoTime}
 */
public record StallGuard(Duration stall, Duration answer, LongSupplier nanos) {

    private static final Duration TO_END = Duration.ofSeconds(5);

    /** One attempt; it tells the progress of every byte that moves. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run(Progress progress) throws StoreRefused, StoreUnavailable, InterruptedException;
    }

    public StallGuard {
        if (!stall.isPositive() || !answer.isPositive()) {
            throw new IllegalArgumentException("times are positive");
        }
    }

    /** One that goes by this machine's clock. */
    public StallGuard(Duration stall, Duration answer) {
        this(stall, answer, System::nanoTime);
    }

    /**
     * Runs one attempt.
     *
     * @throws StoreUnavailable {@code stalled} when it was cut; {@link BrokenOff} when it brought
     *     the object forward before
     */
    public <T> T run(Attempt<T> attempt)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var progress = new Progress(stall, answer, nanos);
        Callable<T> work = () -> attempt.run(progress);
        var task = new FutureTask<>(work);
        Thread thread = Thread.ofVirtual().name("upload").start(task);
        try {
            while (true) {
                long left = progress.left();
                if (left <= 0) {
                    throw unavailable("stalled", progress);
                }
                try {
                    return task.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // Bytes may have moved since; look again.
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StoreRefused refused -> throw refused;
                case GaveWay gaveWay -> throw gaveWay;
                case StoreUnavailable unavailable ->
                        throw unavailable(unavailable.code(), progress);
                case InterruptedException interrupted -> throw interrupted;
                case null, default ->
                        throw new IllegalStateException("an attempt failed unexpectedly", e);
            }
        } finally {
            if (!task.isDone()) {
                task.cancel(true);
                // Its file and socket are closed before the next attempt, if at all possible.
                thread.join(TO_END);
            }
            progress.end();
        }
    }

    private static StoreUnavailable unavailable(String code, Progress progress) {
        return progress.partsArrived() ? new BrokenOff(code) : new StoreUnavailable(code);
    }
}
