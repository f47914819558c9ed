package org.medsendx.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.ingest.source.Sender;

/**
 * One line of the ledger: what came in and what was decided. Identified data: {@code source} may
 * name a patient.
 *
 * @param objectId random; names the file in every later stage
 * @param outcome what was decided
 * @param reason why it was quarantined, else null
 * @param tag the element where reading stopped, as {@code ggggeeee} in hex, or null
 * @param position the byte where reading stopped, or null
 * @param duplicateOf the instance that was received before, for a duplicate
 * @param uidKey half of the SHA-256 of the SOP Instance UID (32 hex digits), or null without one
 * @param dataSetSha256 of the data set's bytes, or null when there is no data set
 * @param digest of what came in: the data set's bytes for C-STORE, the whole file for the hot
 *     folder
 * @param sha256 of the file as it is stored
 * @param bytes size of the file as it is stored
 * @param via how it came in
 * @param source calling AE title, or path below the hot folder
 * @param sender the truck and scanner it counts for
 * @param sopClassUid SOP Class UID, or null when it could not be read
 * @param transferSyntaxUid transfer syntax, or null when it could not be read
 * @param receivedAt when it was decided
 * @param traceparent W3C trace context of the work, or null
 */
public record IntakeEntry(
        UUID objectId,
        Outcome outcome,
        @Nullable String reason,
        @Nullable String tag,
        @Nullable Long position,
        @Nullable UUID duplicateOf,
        @Nullable String uidKey,
        @Nullable String dataSetSha256,
        String digest,
        String sha256,
        long bytes,
        Intake via,
        String source,
        Sender sender,
        @Nullable String sopClassUid,
        @Nullable String transferSyntaxUid,
        Instant receivedAt,
        @Nullable String traceparent) {

    public IntakeEntry {
        Checks.sha256(digest);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        boolean complete =
                switch (outcome) {
                    case RECEIVED ->
                            uidKey != null
                                    && dataSetSha256 != null
                                    && sopClassUid != null
                                    && transferSyntaxUid != null;
                    case DUPLICATE -> duplicateOf != null;
                    case QUARANTINED -> reason != null;
                };
        if (!complete) {
            throw new IllegalArgumentException("an entry that is " + outcome + " lacks a field");
        }
        if (reason != null) {
            Checks.reason(reason);
        }
    }

    /** What was decided about an input. */
    public enum Outcome {
        /** It is an object now and an event tells of it. */
        @JsonProperty("received")
        RECEIVED,
        /** It was there already, byte for byte. */
        @JsonProperty("duplicate")
        DUPLICATE,
        /** It is kept for a person to look at. */
        @JsonProperty("quarantined")
        QUARANTINED;

        /** As interfaces and metrics write it. */
        public String code() {
            return switch (this) {
                case RECEIVED -> "received";
                case DUPLICATE -> "duplicate";
                case QUARANTINED -> "quarantined";
            };
        }
    }
}
