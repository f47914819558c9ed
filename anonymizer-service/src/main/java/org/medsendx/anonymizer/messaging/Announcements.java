package org.medsendx.anonymizer.messaging;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.outbox.Outbox;

/**
 * Makes events of decisions, one outbox a zone. Telling a decision again changes nothing. Thread
 * safe.
 */
final class Announcements {

    private final Outbox released;
    private final Outbox withheld;

    /**
     * @param released in the clean zone
     * @param withheld in the identified zone
     */
    Announcements(Outbox released, Outbox withheld) {
        this.released = released;
        this.withheld = withheld;
    }

    /** Puts the event of a decision on disk. */
    void tell(LedgerEntry entry, @Nullable String traceparent) throws IOException {
        ReleasedInstance instance = entry.released();
        String transferSyntax = entry.transferSyntaxUid();
        if (instance != null && transferSyntax != null) {
            released.append(event(instance, transferSyntax), instance.sha256(), traceparent);
        } else {
            withheld.append(
                    new InstanceWithheld(
                            entry.objectId(), entry.truck(), entry.reasons(), entry.at()),
                    Sha256.of(entry.reasons().toString()),
                    traceparent);
        }
    }

    private static InstanceDeidentified event(ReleasedInstance instance, String transferSyntax) {
        return new InstanceDeidentified(
                instance.objectId(),
                instance.truck(),
                instance.scanner(),
                instance.studyInstanceUid(),
                instance.seriesInstanceUid(),
                instance.sopInstanceUid(),
                instance.sopClassUid(),
                transferSyntax,
                instance.modality(),
                instance.file(),
                instance.sha256(),
                instance.bytes(),
                instance.objectKey());
    }
}
