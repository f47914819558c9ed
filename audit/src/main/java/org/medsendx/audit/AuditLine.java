package org.medsendx.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/**
 * One line of the log, named as the message of PS3.15, A.5 is. Made of nodes and not of records, so
 * that a native executable has to be told of nothing.
 */
final class AuditLine {

    private AuditLine() {}

    /**
     * The line with its end.
     *
     * @param seq from 1, one more than the line before
     * @param prev SHA-256 of the line before with its line end; 64 zeros in the first
     * @param source the service that writes
     */
    static byte[] of(long seq, String prev, String source, Instant at, AuditEvent event) {
        AuditEvent.Kind kind = event.kind();
        var line = EventCodec.JSON.createObjectNode().put("seq", seq).put("prev", prev);
        var what = line.putObject("EventIdentification");
        code(what, "EventID", kind.id(), kind.display());
        code(what, "EventTypeCode", kind.type(), kind.typeDisplay());
        what.put("EventActionCode", kind.action())
                .put("EventDateTime", at.toString())
                .put("EventOutcomeIndicator", event.outcome().indicator())
                .put("Kind", kind.name());

        String user = event.user() == null ? source : event.user();
        var who = line.putArray("ActiveParticipant").addObject().put("UserID", user);
        if (kind == AuditEvent.Kind.REIDENTIFIED_BY_CLAIM) {
            // Only the person who used the name says so: no account was asked.
            who.put("ClaimedBy", user);
        }
        who.put("UserIsRequestor", true);
        if (event.address() != null) {
            who.put("NetworkAccessPointID", event.address());
        }

        line.putObject("AuditSourceIdentification").put("AuditSourceID", source);
        var objects = line.putArray("ParticipantObjectIdentification");
        for (var object : event.objects()) {
            objects.addObject()
                    .put("ParticipantObjectIDTypeCode", object.type())
                    .put("ParticipantObjectID", object.id());
        }
        if (event.reason() != null) {
            line.put("Reason", event.reason());
        }
        try {
            return (EventCodec.JSON.writeValueAsString(line) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line is plain data", e);
        }
    }

    private static void code(
            ObjectNode into, String name, @Nullable String code, @Nullable String display) {
        if (code != null && display != null) {
            into.putObject(name)
                    .put("code", code)
                    .put("codeSystemName", "DCM")
                    .put("displayName", display);
        }
    }
}
