package org.medsendx.uplink.bandwidth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * The truck's link as all share it that send over it, whatever the destination: who may begin, and
 * so many bytes a second.
 *
 * <p>A body that has begun is sent to its end even when the plan is used up under way: cut, its
 * bytes would be paid for and lost. So a plan is exceeded by a part of each worker, 16 MiB, at
 * most, or by an instance where a destination takes no parts. Counted are the bytes of bodies;
 * headers, TLS and events are not.
 *
 * <p>Thread safe.
 */
public final class Bandwidth implements AutoCloseable {

    private static final String LIMITS = "limits.json";
    private static final String SENT = "sent.json";
    private static final long SECOND = 1_000_000_000;

    /** What may go at once after a pause, in nanoseconds of the rate. */
    private static final long BURST = SECOND / 4;

    private final @Nullable Path folder;
    private final @Nullable SentDays sent;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Throughput throughput = new Throughput();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Decision decision;
    private long free = Long.MIN_VALUE;

    private Bandwidth(
            @Nullable Path folder,
            @Nullable SentDays sent,
            Decision decision,
            InstantSource clock) {
        this.folder = folder;
        this.sent = sent;
        this.decision = decision;
        this.clock = clock;
    }

    /**
     * Opens what a folder keeps.
     *
     * @param first the limits of a truck that has none of its own yet
     */
    public static Bandwidth open(Path folder, Limits first, InstantSource clock)
            throws IOException {
        ForcedFolders.create(folder, "rwx------");
        Path own = folder.resolve(LIMITS);
        return new Bandwidth(
                folder,
                SentDays.open(folder.resolve(SENT)),
                Files.exists(own)
                        ? Decision.read(Files.readAllBytes(own))
                        : new Decision(first, null, null),
                clock);
    }

    /** A link without limits that counts nothing. */
    public static Bandwidth unlimited() {
        return new Bandwidth(
                null, null, new Decision(Limits.NONE, null, null), InstantSource.system());
    }

    /** Calls this when more or less may go than before. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * What was decided.
     *
     * @param by who did, or null when it is what the configuration says
     * @param at when, or null
     */
    public record Decision(Limits limits, @Nullable String by, @Nullable Instant at) {

        private static Decision read(byte[] bytes) throws IOException {
            return EventCodec.JSON.readValue(bytes, Decision.class);
        }
    }

    /** What holds, and who decided it. */
    public Decision decision() {
        lock.lock();
        try {
            return decision;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides otherwise, from the next bytes on; when this returns it is on disk.
     *
     * @param by who decides
     */
    public void change(Limits limits, String by) throws IOException {
        lock.lock();
        try {
            var now = new Decision(limits, by, clock.instant());
            if (folder != null) {
                AtomicFile.write(folder.resolve(LIMITS), EventCodec.JSON.writeValueAsBytes(now));
            }
            decision = now;
            free = Long.MIN_VALUE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    /** Whether an object may begin now. */
    public boolean isOpen(boolean urgent) {
        lock.lock();
        try {
            return closedBecause() == null || (urgent && decision.limits().urgentAlways());
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing but perhaps the urgent may go now: a code, or null when all may. */
    public @Nullable String closedBecause() {
        lock.lock();
        try {
            Long rate = decision.limits().rateAt(clock.instant());
            if (rate != null && rate == 0) {
                return "hour-closed";
            }
            var plan = decision.limits().plan();
            return plan != null && sentThisMonth() >= plan.bytes() ? "data-plan-used-up" : null;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of this month of the plan, or of the calendar. */
    public long sentThisMonth() {
        lock.lock();
        try {
            return sent == null ? 0 : sent.since(decision.limits().monthOf(clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    /** Bytes a second while something was on its way, of late; 0 before there was anything. */
    public double throughput() {
        lock.lock();
        try {
            return throughput.bytesPerSecond();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until some bytes may go, and counts them.
     *
     * @param wanted how many, at least 1
     * @param alive called now and then while they wait
     * @return how many may go now, at least 1
     */
    public int take(int wanted, Runnable alive) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                Long rate = decision.limits().rateAt(clock.instant());
                if (rate == null || rate == 0) {
                    return count(wanted, now);
                }
                if (free == Long.MIN_VALUE || free < now - BURST) {
                    free = now - BURST;
                }
                if (free <= now) {
                    int some = (int) Math.clamp(rate / 8, 1, wanted);
                    free += some * SECOND / rate;
                    return count(some, now);
                }
                alive.run();
                var _ = changed.await(Math.min(free - now, SECOND), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private int count(int bytes, long now) {
        throughput.sent(bytes, now);
        if (sent != null) {
            sent.add(decision.limits().dayOf(clock.instant()), bytes);
        }
        return bytes;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (sent != null) {
                sent.close(decision.limits().dayOf(clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }
}
