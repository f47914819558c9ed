package org.medsendx.localstack.follow;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What edge-ingest decided about one input, as {@code GET /instances} tells it.
 *
 * @param index position in the ledger
 * @param outcome {@code received}, {@code duplicate} or {@code quarantined}
 * @param digest SHA-256 of what came in
 * @param source calling AE title or hot-folder file name
 */
public record IntakeRecord(
        long index,
        UUID objectId,
        String outcome,
        @Nullable String reason,
        String digest,
        String via,
        String source,
        Instant receivedAt) {}
