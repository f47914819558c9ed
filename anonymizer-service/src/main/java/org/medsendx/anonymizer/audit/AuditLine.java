package org.medsendx.anonymizer.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, named as the message of PS3.15, A.5 is.
 *
 * @param seq from 1, one more than the line before
 * @param prev SHA-256 of the line before with its line end; 64 zeros in the first
 */
@JsonPropertyOrder({"seq", "prev"})
record AuditLine(
        long seq,
        String prev,
        @JsonProperty("EventIdentification") Identification event,
        @JsonProperty("ActiveParticipant") List<Participant> participants,
        @JsonProperty("AuditSourceIdentification") Source source,
        @JsonProperty("ParticipantObjectIdentification") List<Participated> objects,
        @JsonProperty("Reason") @Nullable String reason) {

    record Code(String code, String codeSystemName, String displayName) {}

    record Identification(
            @JsonProperty("EventID") Code id,
            @JsonProperty("EventTypeCode") @Nullable Code type,
            @JsonProperty("EventActionCode") String action,
            @JsonProperty("EventDateTime") Instant at,
            @JsonProperty("EventOutcomeIndicator") int outcome,
            @JsonProperty("Kind") String kind) {}

    /**
     * Who did it.
     *
     * @param claimedBy the same name once more where only the person who used it says so: no
     *     account was asked; absent otherwise
     */
    record Participant(
            @JsonProperty("UserID") String user,
            @JsonProperty("ClaimedBy") @Nullable String claimedBy,
            @JsonProperty("UserIsRequestor") boolean requestor,
            @JsonProperty("NetworkAccessPointID") @Nullable String address) {}

    record Source(@JsonProperty("AuditSourceID") String id) {}

    record Participated(
            @JsonProperty("ParticipantObjectIDTypeCode") String type,
            @JsonProperty("ParticipantObjectID") String id) {}

    private static final String DCM = "DCM";

    static AuditLine of(long seq, String prev, Instant at, AuditEvent event) {
        AuditEvent.Kind kind = event.kind();
        String type = kind.type();
        String typeDisplay = kind.typeDisplay();
        return new AuditLine(
                seq,
                prev,
                new Identification(
                        new Code(kind.id(), DCM, kind.display()),
                        type == null || typeDisplay == null
                                ? null
                                : new Code(type, DCM, typeDisplay),
                        kind.action(),
                        at,
                        event.outcome().indicator(),
                        kind.name()),
                List.of(
                        new Participant(
                                event.user(),
                                kind == AuditEvent.Kind.REIDENTIFIED ? event.user() : null,
                                true,
                                event.address())),
                new Source(AuditEvent.SERVICE),
                event.objects().stream()
                        .map(one -> new Participated(one.type(), one.id()))
                        .toList(),
                event.reason());
    }
}
