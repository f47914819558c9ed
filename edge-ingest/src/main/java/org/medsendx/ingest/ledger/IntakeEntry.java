package org.medsendx.ingest.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.source.Sender;

/**
 * What came in and what was decided about it: received, duplicate or quarantined. Identified data:
 * {@link Input#source} may name a patient.
 *
 * <p>There is no fourth: what was refused or never acknowledged has no entry.
 */
public sealed interface IntakeEntry {

    /** What came in. */
    Input input();

    /** The object that what came in goes on as: of a duplicate the one that was there before. */
    default UUID goesOnAs() {
        return this instanceof Duplicate duplicate ? duplicate.duplicateOf() : input().objectId();
    }

    /** The decision as interfaces and metrics write it. */
    default String outcome() {
        return switch (this) {
            case Received received -> "received";
            case Duplicate duplicate -> "duplicate";
            case Quarantined quarantined -> "quarantined";
        };
    }

    /**
     * It is an object now and an event tells of it.
     *
     * @param uidKey half of the SHA-256 of the SOP Instance UID (32 hex digits)
     * @param order what the orders on the truck said of it, or null when there were none
     * @param profile of de-identification that a person chose for it; null for the truck's own
     * @param corrects the input that a person put another patient into, which this one stands for
     *     now; null for what came in as it is
     */
    record Received(
            Input input,
            Content content,
            String uidKey,
            @Nullable OrderMatch order,
            @Nullable String profile,
            @Nullable UUID corrects)
            implements IntakeEntry {

        /** One that is de-identified as the truck's profile says. */
        public Received(Input input, Content content, String uidKey, @Nullable OrderMatch order) {
            this(input, content, uidKey, order, null, null);
        }
    }

    /**
     * It was there already, byte for byte.
     *
     * @param uidKey as of {@link Received}
     * @param duplicateOf the object that was received before
     */
    record Duplicate(Input input, Content content, String uidKey, UUID duplicateOf)
            implements IntakeEntry {}

    /**
     * It is kept for a person to look at.
     *
     * @param content what it is, or null when it could not be read
     */
    record Quarantined(Input input, Reason reason, @Nullable Content content)
            implements IntakeEntry {}

    /**
     * What came in, whatever was decided.
     *
     * @param objectId random; names the file in every later stage
     * @param digest SHA-256 of what came in: the data set's bytes for C-STORE, the whole file for
     *     the other ways
     * @param sha256 of the file as it is stored
     * @param bytes size of the file as it is stored
     * @param via how it came in
     * @param source calling AE title, path below the hot folder, or the account that posted it
     * @param sender the truck and scanner it counts for
     * @param decidedAt when it was decided
     * @param traceparent W3C trace context of the work, or null
     */
    record Input(
            UUID objectId,
            String digest,
            String sha256,
            long bytes,
            Intake via,
            String source,
            Sender sender,
            Instant decidedAt,
            @Nullable String traceparent) {
        public Input {
            Checks.sha256(digest);
            Checks.sha256(sha256);
            Checks.bytes(bytes);
        }
    }

    /**
     * What an instance says of itself.
     *
     * @param dataSetSha256 of the data set's bytes
     */
    record Content(String sopClassUid, String transferSyntaxUid, String dataSetSha256) {}

    /**
     * Why an input was quarantined.
     *
     * @param code never a value of the file
     * @param tag the element where reading stopped, as {@code ggggeeee} in hex, or null
     * @param position the byte where reading stopped, or null
     */
    record Reason(String code, @Nullable String tag, @Nullable Long position) {
        public Reason {
            Checks.reason(code);
        }
    }
}
