package org.medsendx.ingest.intake;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeEntry.Outcome;
import org.medsendx.ingest.store.Incoming;
import org.medsendx.ingest.store.Shelf;

/** Words decisions as ledger entries, and ledger entries as events. */
final class Entries {

    private final Clock clock;

    Entries(Clock clock) {
        this.clock = clock;
    }

    IntakeEntry received(
            Incoming.Sealed stored,
            Arrival arrival,
            Reading.Instance instance,
            String uidKey,
            String dataSetSha256) {
        return entry(
                stored, arrival, Outcome.RECEIVED, null, null, instance, uidKey, dataSetSha256);
    }

    IntakeEntry duplicate(
            Incoming.Sealed stored,
            Arrival arrival,
            Reading.Instance instance,
            IntakeEntry known,
            String uidKey,
            String dataSetSha256) {
        return entry(
                stored,
                arrival,
                Outcome.DUPLICATE,
                null,
                known.objectId(),
                instance,
                uidKey,
                dataSetSha256);
    }

    IntakeEntry quarantined(
            Incoming.Sealed stored,
            Arrival arrival,
            Reading.Unfit unfit,
            Reading.@Nullable Instance instance,
            @Nullable String dataSetSha256) {
        return entry(
                stored,
                arrival,
                Outcome.QUARANTINED,
                arrival.inItsWords(unfit),
                null,
                instance,
                null,
                dataSetSha256);
    }

    private IntakeEntry entry(
            Incoming.Sealed stored,
            Arrival arrival,
            Outcome outcome,
            Reading.@Nullable Unfit why,
            @Nullable UUID duplicateOf,
            Reading.@Nullable Instance instance,
            @Nullable String uidKey,
            @Nullable String dataSetSha256) {
        return new IntakeEntry(
                stored.objectId(),
                outcome,
                why == null ? null : why.reason(),
                why == null || why.tag() == null ? null : "%08x".formatted(why.tag()),
                why == null ? null : why.position(),
                duplicateOf,
                uidKey,
                dataSetSha256,
                stored.sentSha256(),
                stored.sha256(),
                stored.bytes(),
                arrival.via(),
                arrival.source(),
                arrival.sender(),
                instance == null ? null : instance.sopClassUid(),
                instance == null ? null : instance.transferSyntaxUid(),
                clock.instant(),
                arrival.traceparent());
    }

    static InstanceReceived receivedEvent(IntakeEntry entry) {
        return new InstanceReceived(
                entry.objectId(),
                entry.sender().truck(),
                entry.sender().scanner(),
                entry.via(),
                Shelf.OBJECTS.relative(entry.objectId()),
                entry.sha256(),
                entry.bytes(),
                requireNonNull(entry.sopClassUid()),
                requireNonNull(entry.transferSyntaxUid()),
                entry.receivedAt());
    }

    static InstanceQuarantined quarantinedEvent(IntakeEntry entry) {
        return new InstanceQuarantined(
                entry.objectId(),
                entry.sender().truck(),
                entry.via(),
                requireNonNull(entry.reason()),
                entry.tag(),
                entry.position(),
                entry.receivedAt());
    }
}
