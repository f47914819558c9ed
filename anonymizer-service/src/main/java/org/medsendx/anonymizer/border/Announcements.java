package org.medsendx.anonymizer.border;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.outbox.Outbox;

/**
 * Makes events of decisions, one outbox a zone. Telling a decision again changes nothing. Thread
 * safe.
 */
public final class Announcements {

    private final Outbox released;
    private final Outbox withheld;

    /**
     * @param released in the clean zone
     * @param withheld in the identified zone
     */
    public Announcements(Outbox released, Outbox withheld) {
        this.released = released;
        this.withheld = withheld;
    }

    /** Whether the event of a decision is on disk. */
    public boolean told(LedgerEntry entry) {
        Payload payload = payload(entry);
        return outbox(entry)
                .contains(
                        Event.idOf(payload.subject(), payload.topic().topicName(), digest(entry)));
    }

    /** Puts the event of a decision on disk. */
    public void tell(LedgerEntry entry, @Nullable String traceparent) throws IOException {
        outbox(entry).append(payload(entry), digest(entry), traceparent);
    }

    private Outbox outbox(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released goesOn -> released;
            case LedgerEntry.Decision.Withheld stays -> withheld;
        };
    }

    private static Payload payload(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released(
                            ReleasedInstance instance,
                            String syntax,
                            var priority) ->
                    new InstanceDeidentified(instance.copy(), syntax, priority);
            case LedgerEntry.Decision.Withheld stays ->
                    new InstanceWithheld(
                            entry.objectId(), entry.truck(), stays.reasons(), entry.at());
        };
    }

    private static String digest(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released goesOn ->
                    goesOn.instance().copy().content().sha256();
            case LedgerEntry.Decision.Withheld stays -> Sha256.of(stays.reasons().toString());
        };
    }
}
