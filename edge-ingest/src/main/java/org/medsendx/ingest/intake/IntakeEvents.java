package org.medsendx.ingest.intake;

import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Shelf;

/** Entries of the ledger as the events that tell of them. */
final class IntakeEvents {

    private IntakeEvents() {}

    static InstanceReceived of(IntakeEntry.Received entry) {
        var input = entry.input();
        return new InstanceReceived(
                input.objectId(),
                input.sender().truck(),
                input.sender().scanner(),
                input.via(),
                Shelf.OBJECTS.relative(input.objectId()),
                input.sha256(),
                input.bytes(),
                entry.content().sopClassUid(),
                entry.content().transferSyntaxUid(),
                input.decidedAt(),
                entry.order(),
                entry.profile());
    }

    static InstanceQuarantined of(IntakeEntry.Quarantined entry) {
        var input = entry.input();
        var reason = entry.reason();
        return new InstanceQuarantined(
                input.objectId(),
                input.sender().truck(),
                input.via(),
                reason.code(),
                reason.tag(),
                reason.position(),
                input.decidedAt());
    }
}
