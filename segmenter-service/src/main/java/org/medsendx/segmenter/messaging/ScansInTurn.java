package org.medsendx.segmenter.messaging;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.segmenter.messaging.ScanStage.Outcome;
import org.medsendx.segmenter.turns.Claim;
import org.medsendx.segmenter.turns.Turns;

/**
 * Several scans at once, with the outcomes of one after the other in the order in which they
 * joined. Thread safe.
 */
final class ScansInTurn implements AutoCloseable {

    /** A larger file may take seconds to read: an uncompressed mammogram is smaller. */
    private static final long LENGTHY_BYTES = 32L << 20;

    /** So many may wait until those before them are finished. They hold no pixels. */
    private static final int ON_THEIR_WAY = 32;

    private final Kinds kinds;
    private final Preparing preparing;
    private final Finishing finishing;
    private final Predicate<String> modelled;
    private final Turns turns;
    private final ReentrantLock looking = new ReentrantLock();

    /** Looks by which scans a scan will be judged, before it has a place. */
    interface Kinds {
        Optional<String> of(InstanceDeidentified instance) throws InterruptedException;
    }

    /** The first half of the work. */
    interface Preparing {
        PreparedScan prepare(
                Event<InstanceDeidentified> event, int ahead, Consumer<@Nullable String> opened)
                throws IOException, InterruptedException;
    }

    /** The second half. */
    interface Finishing {
        Outcome finish(Event<InstanceDeidentified> event, PreparedScan prepared)
                throws IOException, InterruptedException;
    }

    /**
     * @param atOnce how many are read at once
     * @param modelled whether a learned model is asked for scans of a modality
     */
    ScansInTurn(ScanStage stage, int atOnce, Predicate<String> modelled) {
        this(stage::kind, stage::prepare, stage::finish, atOnce, modelled);
    }

    ScansInTurn(
            Kinds kinds,
            Preparing preparing,
            Finishing finishing,
            int atOnce,
            Predicate<String> modelled) {
        this.kinds = kinds;
        this.preparing = preparing;
        this.finishing = finishing;
        this.modelled = modelled;
        this.turns = new Turns(atOnce, Math.max(ON_THEIR_WAY, 2 * atOnce));
    }

    /**
     * Joins the order; waits while too many are on their way.
     *
     * @return to be closed when the scan is done, or never will be
     */
    Turns.Turn join() throws InterruptedException {
        return turns.join();
    }

    /** Waits until the scan of a turn may be read. */
    void await(Turns.Turn turn, Event<InstanceDeidentified> event) throws InterruptedException {
        var claim = claim(event.data());
        turn.claim(claim);
        if (claim.lengthy() || claim.modelled()) {
            // It may wait for its place for long; those of other kinds need not wait with it.
            looking.lockInterruptibly();
            try {
                kinds.of(event.data()).ifPresent(turn::opened);
            } finally {
                looking.unlock();
            }
        }
        turn.awaitPlace();
    }

    /**
     * Does the work of one event, which was waited for; when this returns it may be acknowledged.
     *
     * @throws IOException after a local fault; then it is waited for again, with the same turn
     * @throws InterruptedException also when the service stops; it was not done
     */
    Outcome work(Turns.Turn turn, Event<InstanceDeidentified> event)
            throws IOException, InterruptedException {
        PreparedScan prepared;
        try {
            prepared = preparing.prepare(event, turn.ahead(), turn::opened);
        } finally {
            turn.leavePlace();
        }
        turn.awaitEnd();
        try {
            return finishing.finish(event, prepared);
        } finally {
            turn.leaveEnd();
        }
    }

    private Claim claim(InstanceDeidentified instance) {
        var uids = instance.instance().uids();
        return new Claim(
                instance.objectId(),
                uids.studyInstanceUid(),
                uids.seriesInstanceUid(),
                instance.copy().modality(),
                instance.copy().content().bytes() >= LENGTHY_BYTES,
                modelled.test(instance.copy().modality()));
    }

    /** Ends all waiting; what is being read or finished goes on. */
    @Override
    public void close() {
        turns.close();
    }
}
