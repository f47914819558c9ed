package org.medsendx.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.ledger.IntakeEntry.Content;
import org.medsendx.ingest.ledger.IntakeEntry.Duplicate;
import org.medsendx.ingest.ledger.IntakeEntry.Input;
import org.medsendx.ingest.ledger.IntakeEntry.Quarantined;
import org.medsendx.ingest.ledger.IntakeEntry.Reason;
import org.medsendx.ingest.ledger.IntakeEntry.Received;
import org.medsendx.ingest.source.Sender;

/**
 * An {@link IntakeEntry} as it stands in the journal: one flat object, the same since the first
 * version, so that every ledger can be read and one that was written here by the version before.
 * Only the two methods here know it.
 */
public record EntryLine(
        UUID objectId,
        Decision outcome,
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
        @Nullable String traceparent,
        @Nullable OrderMatch order,
        @Nullable String profile,
        @Nullable UUID corrects) {

    /** The decision as a line has it. */
    public enum Decision {
        @JsonProperty("received")
        RECEIVED,
        @JsonProperty("duplicate")
        DUPLICATE,
        @JsonProperty("quarantined")
        QUARANTINED
    }

    static EntryLine of(IntakeEntry entry) {
        return switch (entry) {
            case Received received ->
                    line(
                            received.input(),
                            Decision.RECEIVED,
                            null,
                            null,
                            received.uidKey(),
                            received.content(),
                            received);
            case Duplicate(Input input, Content content, String uidKey, UUID duplicateOf) ->
                    line(input, Decision.DUPLICATE, null, duplicateOf, uidKey, content, null);
            case Quarantined(Input input, Reason reason, Content content) ->
                    line(input, Decision.QUARANTINED, reason, null, null, content, null);
        };
    }

    private static EntryLine line(
            Input input,
            Decision outcome,
            @Nullable Reason reason,
            @Nullable UUID duplicateOf,
            @Nullable String uidKey,
            @Nullable Content content,
            @Nullable Received received) {
        return new EntryLine(
                input.objectId(),
                outcome,
                reason == null ? null : reason.code(),
                reason == null ? null : reason.tag(),
                reason == null ? null : reason.position(),
                duplicateOf,
                uidKey,
                content == null ? null : content.dataSetSha256(),
                input.digest(),
                input.sha256(),
                input.bytes(),
                input.via(),
                input.source(),
                input.sender(),
                content == null ? null : content.sopClassUid(),
                content == null ? null : content.transferSyntaxUid(),
                input.decidedAt(),
                input.traceparent(),
                received == null ? null : received.order(),
                received == null ? null : received.profile(),
                received == null ? null : received.corrects());
    }

    /**
     * The entry.
     *
     * @throws IllegalArgumentException when it lacks what its decision needs; the message quotes
     *     nothing
     */
    IntakeEntry entry() {
        var input =
                new Input(
                        objectId,
                        digest,
                        sha256,
                        bytes,
                        via,
                        source,
                        sender,
                        receivedAt,
                        traceparent);
        var content =
                sopClassUid == null || transferSyntaxUid == null || dataSetSha256 == null
                        ? null
                        : new Content(sopClassUid, transferSyntaxUid, dataSetSha256);
        return switch (outcome) {
            case RECEIVED ->
                    new Received(input, needed(content), needed(uidKey), order, profile, corrects);
            case DUPLICATE ->
                    new Duplicate(input, needed(content), needed(uidKey), needed(duplicateOf));
            case QUARANTINED ->
                    new Quarantined(input, new Reason(needed(reason), tag, position), content);
        };
    }

    private <T> T needed(@Nullable T field) {
        if (field == null) {
            throw new IllegalArgumentException("a line that is " + outcome + " lacks a field");
        }
        return field;
    }
}
