package org.medsendx.ingest.archive;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.medsendx.dicom.net.SendRate;

/**
 * Holds what is sent to a rate, evenly: each piece goes when the one before has had its time. What
 * was not used is not saved up. For one thread.
 */
final class Throttle implements SendRate {

    private final long bytesPerSecond;
    private final CountDownLatch stopped;
    private long free = System.nanoTime();

    /**
     * @param bytesPerSecond 0 for as fast as the archive takes it
     * @param stopped ends every wait
     */
    Throttle(long bytesPerSecond, CountDownLatch stopped) {
        this.bytesPerSecond = bytesPerSecond;
        this.stopped = stopped;
    }

    @Override
    public void await(int bytes) throws InterruptedIOException {
        try {
            long now = System.nanoTime();
            boolean stop;
            if (bytesPerSecond == 0) {
                stop = stopped.getCount() == 0;
            } else {
                long wait = Math.max(0, free - now);
                free = Math.max(free, now) + bytes * 1_000_000_000L / bytesPerSecond;
                stop = stopped.await(wait, TimeUnit.NANOSECONDS);
            }
            if (stop) {
                throw new InterruptedIOException("stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }
}
