package org.medsendx.anonymizer.messaging;

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

    /** Whether the event of a decision is on disk. */
    boolean told(LedgerEntry entry) {
        Payload payload = payload(entry);
        return outbox(entry)
                .contains(
                        Event.idOf(payload.subject(), payload.topic().topicName(), digest(entry)));
    }

    /** Puts the event of a decision on disk. */
    void tell(LedgerEntry entry, @Nullable String traceparent) throws IOException {
        outbox(entry).append(payload(entry), digest(entry), traceparent);
    }

    private Outbox outbox(LedgerEntry entry) {
        return goesOn(entry) ? released : withheld;
    }

    private static boolean goesOn(LedgerEntry entry) {
        return entry.released() != null && entry.transferSyntaxUid() != null;
    }

    private static Payload payload(LedgerEntry entry) {
        ReleasedInstance instance = entry.released();
        String transferSyntax = entry.transferSyntaxUid();
        return instance != null && transferSyntax != null
                ? event(instance, transferSyntax)
                : new InstanceWithheld(
                        entry.objectId(), entry.truck(), entry.reasons(), entry.at());
    }

    private static String digest(LedgerEntry entry) {
        ReleasedInstance instance = entry.released();
        return instance != null && goesOn(entry)
                ? instance.sha256()
                : Sha256.of(entry.reasons().toString());
    }

    private static InstanceDeidentified event(ReleasedInstance instance, String transferSyntax) {
        var report = instance.report();
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
                instance.objectKey(),
                report == null
                        ? null
                        : new InstanceDeidentified.Report(
                                report.file(), report.sha256(), report.bytes()));
    }
}
