package org.medsendx.ingest.intake;

import java.util.Optional;
import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.outbox.Outbox.Saying;

/** Entries of the ledger as the events that tell of them. */
final class IntakeEvents {

    private IntakeEvents() {}

    /** What an entry has told; empty for a duplicate, since the first of its kind is told of. */
    static Optional<Saying> saying(IntakeEntry entry) {
        var input = entry.input();
        return switch (entry) {
            case IntakeEntry.Received received ->
                    Optional.of(new Saying(of(received), input.sha256(), input.traceparent()));
            case IntakeEntry.Quarantined quarantined ->
                    Optional.of(new Saying(of(quarantined), input.sha256(), input.traceparent()));
            case IntakeEntry.Duplicate duplicate -> Optional.empty();
        };
    }

    private static InstanceReceived of(IntakeEntry.Received entry) {
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

    private static InstanceQuarantined of(IntakeEntry.Quarantined entry) {
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
