package org.medsendx.anonymizer.waiting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WaitingAtUplink;

/**
 * Counts what was released and the uplink has not taken up, by the uplink's own word: while it is
 * away or silent, what is released meanwhile waits all the same. Used by one thread at a time.
 */
public final class NotTakenUp {

    /** So many are looked at for their age; what lies behind is no older than they are. */
    private static final int LOOKS = 1000;

    private final Outbox outbox;
    private final OutboxReader reader;
    private final Ledger ledger;

    /**
     * @param outbox of released instances; it holds nothing else
     * @param folder where that outbox is kept
     */
    public NotTakenUp(Outbox outbox, Path folder, Ledger ledger) {
        this.outbox = outbox;
        this.reader = new OutboxReader(folder);
        this.ledger = ledger;
    }

    /**
     * Counts.
     *
     * @param said what the uplink said last, null when it never did
     * @param window what is older is counted apart
     */
    public synchronized ScansWaiting.For count(
            @Nullable WaitingAtUplink said, Instant now, Duration window) throws IOException {
        boolean ofThisOutbox = said != null && said.outbox().equals(outbox.epoch());
        long known = said != null && ofThisOutbox ? said.known() : 0;
        Position from = said != null && ofThisOutbox ? said.from() : Position.START;
        long count = Math.max(0, outbox.size() - known);
        if (count == 0) {
            return ScansWaiting.For.NOTHING;
        }
        Instant oldest = null;
        long older = 0;
        for (var entry : reader.read(from, LOOKS)) {
            Instant at = releasedAt(entry);
            if (at != null) {
                oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
                older += at.isBefore(now.minus(window)) ? 1 : 0;
            }
        }
        older = Math.min(older, count);
        return new ScansWaiting.For(count - older, older, oldest == null ? now : oldest);
    }

    private @Nullable Instant releasedAt(OutboxReader.Entry entry) throws IOException {
        var event = entry.event();
        if (event == null || !(event.data() instanceof InstanceDeidentified released)) {
            return null;
        }
        LedgerEntry decided = ledger.entry(released.objectId());
        return decided == null ? null : decided.at();
    }
}
