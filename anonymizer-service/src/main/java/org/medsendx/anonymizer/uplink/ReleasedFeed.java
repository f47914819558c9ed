package org.medsendx.anonymizer.uplink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;

/**
 * Makes an upload job of every released instance, on a thread of its own: from where the journal of
 * jobs stands, then with each release. It reads the anonymizer's ledger and not Kafka, so that what
 * was released is uploaded even when the truck's broker is down or was wiped.
 */
public final class ReleasedFeed implements AutoCloseable {

    private static final int BATCH = 256;
    // A wake can be missed only by a fault; this bounds what it costs.
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final ReleasedInstances released;
    private final Uplink uplink;
    private final Runnable afterEach;
    private final Semaphore wakes = new Semaphore(1);
    private final Thread thread;
    private long next;

    private ReleasedFeed(ReleasedInstances released, Uplink uplink, long next, Runnable afterEach) {
        this.released = released;
        this.uplink = uplink;
        this.next = next;
        this.afterEach = afterEach;
        this.thread = Thread.ofPlatform().name("uplink-feed").daemon().unstarted(this::run);
    }

    /**
     * Starts.
     *
     * @param next index of the first instance that may have no job yet
     * @param afterEach runs after each look at the ledger
     */
    public static ReleasedFeed start(
            ReleasedInstances released, Uplink uplink, long next, Runnable afterEach) {
        var feed = new ReleasedFeed(released, uplink, next, afterEach);
        feed.thread.start();
        return feed;
    }

    private void run() {
        try (var _ = registration()) {
            while (true) {
                var _ = wakes.tryAcquire(LOOK_ANYWAY.toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                try {
                    readOn();
                    afterEach.run();
                } catch (IOException | RuntimeException e) {
                    // Disk full or a fault of ours: nothing is skipped, look again.
                    Thread.sleep(AFTER_A_FAULT);
                    wakes.release();
                }
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private Registration registration() {
        AutoCloseable closes = released.onReleased(wakes::release);
        return () -> {
            try {
                closes.close();
            } catch (Exception e) {
                throw new IllegalStateException("the ledger did not end a registration", e);
            }
        };
    }

    private void readOn() throws IOException {
        List<ReleasedInstance> batch;
        do {
            batch = released.since(next, BATCH);
            for (var instance : batch) {
                uplink.add(UploadJob.of(instance), next);
                next++;
            }
        } while (batch.size() == BATCH);
    }

    /** Whether it still reads; once false, only a restart helps. */
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
