package org.medsendx.ingest.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.medsendx.ingest.intake.Reception.Recovery;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.outbox.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a decision: its file comes to its shelf, and it is told of. All of it may be
 * repeated, at once, within a minute or at the next start, because the ledger holds what is needed.
 * Thread safe.
 */
final class Consequences implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);
    private static final int PAGE = 1000;

    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final Outbox outbox;
    private final Step.Watcher watcher;
    private final Announcements announcements;

    Consequences(IdentifiedStore store, IntakeLedger ledger, Outbox outbox, Step.Watcher watcher) {
        this.store = store;
        this.ledger = ledger;
        this.outbox = outbox;
        this.watcher = watcher;
        this.announcements = new Announcements(store, ledger, outbox, watcher);
    }

    /**
     * Of a new decision: when this returns its file is on its shelf, and it is told of within
     * moments.
     */
    void of(IntakeLedger.Numbered decided) throws IOException {
        place(decided.entry());
        if (decided.entry() instanceof IntakeEntry.Duplicate) {
            // Nobody is told of it: the first of its kind was.
            ledger.settled(decided.index());
        } else {
            announcements.soon(decided);
        }
    }

    /** Of an earlier decision, to the end. */
    void settle(IntakeLedger.Found known) throws IOException {
        place(known.entry());
        announcements.now(List.of(new IntakeLedger.Numbered(known.index(), known.entry())));
    }

    private void place(IntakeEntry entry) throws IOException {
        UUID id = entry.input().objectId();
        switch (entry) {
            case IntakeEntry.Received received -> store.place(id, Shelf.OBJECTS);
            case IntakeEntry.Quarantined quarantined -> store.place(id, Shelf.QUARANTINE);
            case IntakeEntry.Duplicate duplicate -> store.drop(id);
        }
        watcher.reached(Step.PLACED);
    }

    /** As {@link Reception#complete}. */
    Recovery complete(long before) throws IOException {
        int completed = 0;
        int missing = 0;
        long until = Math.min(before, ledger.size());
        for (long from = ledger.settledBefore(); from < until; ) {
            var undone = new ArrayList<IntakeLedger.Numbered>();
            for (var numbered : ledger.list(from, PAGE, entry -> true)) {
                from = numbered.index() + 1;
                if (ledger.isSettled(numbered.index()) || numbered.index() >= until) {
                    continue;
                }
                boolean told = isTold(numbered.entry());
                if (holdsFileOf(numbered.entry())) {
                    completed += told && isPlaced(numbered.entry()) ? 0 : 1;
                    place(numbered.entry());
                    undone.add(numbered);
                } else if (told) {
                    // Whoever was told of it has dealt with it since.
                    ledger.settled(numbered.index());
                } else if (numbered.entry() instanceof IntakeEntry.Quarantined) {
                    // A person may have discarded it meanwhile. That it came is true all the same.
                    undone.add(numbered);
                } else {
                    missing++;
                    ledger.lost(numbered.index());
                    LOG.error(
                            "the disk lost object {} before anybody was told of it; it has to be"
                                    + " sent again",
                            numbered.entry().input().objectId());
                }
            }
            announcements.now(undone);
        }
        announcements.mark();
        return new Recovery(completed, 0, missing);
    }

    private boolean isTold(IntakeEntry entry) {
        return IntakeEvents.saying(entry).map(outbox::contains).orElse(true);
    }

    private boolean isPlaced(IntakeEntry entry) {
        return !Files.exists(store.part(entry.input().objectId()));
    }

    /** Whether the file of a decision is there, on its shelf or on its way to it. */
    boolean holdsFileOf(IntakeEntry entry) throws IOException {
        UUID id = entry.input().objectId();
        return switch (entry) {
            case IntakeEntry.Received received -> store.holds(id, Shelf.OBJECTS);
            case IntakeEntry.Quarantined quarantined -> store.holds(id, Shelf.QUARANTINE);
            case IntakeEntry.Duplicate duplicate -> true;
        };
    }

    /** Returns when all was told of that was decided before the call, or could not be. */
    void awaitTold() {
        announcements.awaitQuiet();
    }

    /** How many decisions are not in the outbox yet. */
    int untold() {
        return announcements.untold();
    }

    @Override
    public void close() throws IOException {
        announcements.close();
    }
}
