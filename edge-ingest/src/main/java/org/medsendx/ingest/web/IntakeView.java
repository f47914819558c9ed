package org.medsendx.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.ledger.IntakeLedger;

/**
 * An entry of the ledger as it is shown. Identified data: {@code source} may name a patient.
 *
 * @param index its place in the ledger, from 0
 * @param outcome received, duplicate or quarantined
 * @param digest SHA-256 of what came in: the data set's bytes for C-STORE, the whole file for the
 *     hot folder
 * @param via C_STORE or HOT_FOLDER
 * @param source calling AE title, or path below the hot folder
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
        Instant receivedAt) {

    static IntakeView of(IntakeLedger.Numbered numbered) {
        var entry = numbered.entry();
        return new IntakeView(
                numbered.index(),
                entry.objectId(),
                entry.outcome().code(),
                entry.reason(),
                entry.tag(),
                entry.position(),
                entry.duplicateOf(),
                entry.digest(),
                entry.bytes(),
                entry.via().name(),
                entry.source(),
                entry.sender().truck(),
                entry.sender().scanner(),
                entry.receivedAt());
    }
}
