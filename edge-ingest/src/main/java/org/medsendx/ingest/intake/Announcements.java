package org.medsendx.ingest.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.outbox.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of what was decided and placed: its event goes into the outbox. One thread does it beside
 * the senders, who need not wait for it, because the ledger holds all that an event says; so one
 * force serves all that was decided meanwhile.
 *
 * <p>From time to time it forces the shelves' folders too and marks the ledger, up to where a start
 * need not look. Thread safe.
 */
final class Announcements implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** So many at once at most: an event is some hundred bytes. */
    private static final int GROUP = 256;

    /** With a disk that stands still the others are left to {@link Reception#complete}. */
    private static final int WAITING = 10_000;

    /** So many settled entries a start looks at once more at most. */
    private static final int MARK_EVERY = 1000;

    /** While one follows another, a group in so long: each costs the disk a force. */
    private static final Duration PACE = Duration.ofMillis(10);

    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final Outbox outbox;
    private final Step.Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<IntakeLedger.Numbered> waiting = new ArrayList<>();
    private final Set<Long> untold = ConcurrentHashMap.newKeySet();
    private long notBefore = System.nanoTime();
    private boolean busy;
    private boolean closed;
    private boolean ended;

    Announcements(IdentifiedStore store, IntakeLedger ledger, Outbox outbox, Step.Watcher watcher) {
        this.store = store;
        this.ledger = ledger;
        this.outbox = outbox;
        this.watcher = watcher;
        Thread.ofPlatform().daemon().name("intake-announce").start(this::run);
    }

    /** Has a decision told of soon, whose file is on its shelf. */
    void soon(IntakeLedger.Numbered decided) {
        untold.add(decided.index());
        lock.lock();
        try {
            if (waiting.size() < WAITING && !closed) {
                waiting.add(decided);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells of decisions whose files are on their shelves. May be repeated: the outbox knows what
     * it has.
     *
     * @throws IOException when the disk fails; then none of them is settled
     */
    void now(List<IntakeLedger.Numbered> decided) throws IOException {
        outbox.appendAll(
                decided.stream()
                        .map(one -> IntakeEvents.saying(one.entry()))
                        .flatMap(Optional::stream)
                        .toList());
        watcher.reached(Step.ANNOUNCED);
        for (var one : decided) {
            ledger.settled(one.index());
            untold.remove(one.index());
        }
    }

    /** How many decisions are not in the outbox yet. */
    int untold() {
        return untold.size();
    }

    /**
     * Sees to it that a start need not look at what is settled now.
     *
     * @throws IOException when the disk fails; to be called again
     */
    void mark() throws IOException {
        long before = ledger.settledBefore();
        store.forcePlaced();
        ledger.mark(before);
    }

    /** Returns when all was told of that was decided before the call, or could not be. */
    void awaitQuiet() {
        lock.lock();
        try {
            while (!ended && (busy || !waiting.isEmpty())) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (var group = next(); !group.isEmpty(); group = next()) {
                tell(group);
                change(() -> busy = false);
            }
        } finally {
            change(() -> ended = true);
        }
    }

    private void tell(List<IntakeLedger.Numbered> group) {
        try {
            now(group);
            if (ledger.unmarked() >= MARK_EVERY) {
                mark();
            }
        } catch (IOException | RuntimeException e) {
            // Only the kind of failure: a file system's message may hold a path.
            LOG.warn(
                    "{} decisions are told of later, the volume fails: {}",
                    group.size(),
                    e.getClass().getSimpleName());
        }
    }

    /** The next group; empty when there will be none. */
    private List<IntakeLedger.Numbered> next() {
        lock.lock();
        try {
            awaitWork();
            var first = waiting.subList(0, Math.min(GROUP, waiting.size()));
            var group = List.copyOf(first);
            first.clear();
            busy = !group.isEmpty();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        while (!closed) {
            long left = waiting.size() >= GROUP ? 0 : notBefore - System.nanoTime();
            if (waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            } else if (left > 0) {
                awaitNanos(left);
            } else {
                break;
            }
        }
        notBefore = System.nanoTime() + PACE.toNanos();
    }

    private void awaitNanos(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody interrupts it; whoever did would have it hurry.
            notBefore = System.nanoTime();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells of what is waiting, as far as the disk allows; a start does the rest. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (!ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        mark();
    }
}
