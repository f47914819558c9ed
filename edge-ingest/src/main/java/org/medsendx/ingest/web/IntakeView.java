package org.medsendx.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;

/**
 * An entry of the ledger as it is shown. Identified data: {@code source} may name a patient.
 *
 * @param index its place in the ledger, from 0
 * @param outcome received, duplicate or quarantined
 * @param digest SHA-256 of what came in: the data set's bytes for C-STORE, the whole file for the
 *     other ways
 * @param via C_STORE, HOT_FOLDER or STOW_RS
 * @param source calling AE title, path below the hot folder, or the account that posted it
 * @param order how an image that was received fits the orders on the truck, null when there were
 *     none
 * @param corrects the input whose patient was corrected, which this one stands for; null for what
 *     came in as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntakeView(
        long index,
        UUID objectId,
        String outcome,
        @Nullable String reason,
        @Nullable String tag,
        @Nullable Long position,
        @Nullable UUID duplicateOf,
        String digest,
        long bytes,
        String via,
        String source,
        String truck,
        @Nullable String scanner,
        Instant receivedAt,
        @Nullable OrderMatch order,
        @Nullable UUID corrects) {

    static IntakeView of(IntakeLedger.Numbered numbered) {
        long index = numbered.index();
        return switch (numbered.entry()) {
            case IntakeEntry.Received received -> of(index, received, null, null);
            case IntakeEntry.Duplicate duplicate ->
                    of(index, duplicate, null, duplicate.duplicateOf());
            case IntakeEntry.Quarantined quarantined ->
                    of(index, quarantined, quarantined.reason(), null);
        };
    }

    private static IntakeView of(
            long index,
            IntakeEntry entry,
            IntakeEntry.@Nullable Reason reason,
            @Nullable UUID duplicateOf) {
        var input = entry.input();
        var received = entry instanceof IntakeEntry.Received one ? one : null;
        return new IntakeView(
                index,
                input.objectId(),
                entry.outcome(),
                reason == null ? null : reason.code(),
                reason == null ? null : reason.tag(),
                reason == null ? null : reason.position(),
                duplicateOf,
                input.digest(),
                input.bytes(),
                input.via().name(),
                input.source(),
                input.sender().truck(),
                input.sender().scanner(),
                input.decidedAt(),
                received == null ? null : received.order(),
                received == null ? null : received.corrects());
    }
}
