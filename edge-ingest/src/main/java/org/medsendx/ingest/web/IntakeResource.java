package org.medsendx.ingest.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.messaging.EventRelay;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.webguard.IdentifiedAccess;

/** What came in, and how the intake stands. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class IntakeResource {

    private static final int MAX_LIMIT = 10_000;

    private final RunningIntake intake;
    private final EventRelay relay;
    private final IdentifiedAccess access;

    public IntakeResource(RunningIntake intake, EventRelay relay, IdentifiedAccess access) {
        this.intake = intake;
        this.relay = relay;
        this.access = access;
    }

    /**
     * How the intake stands; nothing identified.
     *
     * @param dicomPort the port C-STORE listens on without TLS; null when it is not opened
     * @param dicomTlsPort the port C-STORE listens on with TLS; null when it is not opened
     * @param volumeOpen whether the volume could be opened; until then instances are refused with
     *     0xA700
     * @param room how much room the volume has: ample, low or full; null while it is not open
     * @param entries how many inputs were decided so far; 0 while the volume is not open
     * @param outboxBacklog decisions of which the broker has not acknowledged the event yet
     * @param scansWaiting how many scans are not at their end, in words, as every page has it
     */
    public record Status(
            String aeTitle,
            @Nullable Integer dicomPort,
            @Nullable Integer dicomTlsPort,
            boolean listening,
            boolean volumeOpen,
            @Nullable String room,
            long entries,
            long outboxBacklog,
            boolean kafkaConnected,
            String scansWaiting) {}

    @GET
    @Path("status")
    @Operation(summary = "How the intake stands; nothing identified")
    public Status status() {
        return new Status(
                intake.aeTitle(),
                intake.dicomPort(),
                intake.dicomTlsPort(),
                intake.listening(),
                intake.isOpen(),
                room(),
                intake.isOpen() ? intake.ledger().size() : 0,
                relay.backlog(),
                relay.connected(),
                // Counted by the anonymizer, which knows the whole way; it shares the volume.
                ScansWaiting.line(
                        intake.isOpen()
                                ? ScansWaiting.read(
                                        intake.store()
                                                .work()
                                                .resolveSibling("anonymizer")
                                                .resolve("waiting.json"))
                                : null,
                        Instant.now()));
    }

    private @Nullable String room() {
        try {
            return intake.isOpen() ? intake.store().room().code() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * @param after index of the last entry the caller has seen; -1 for none
     */
    @GET
    @Path("instances")
    @Operation(summary = "Inputs in the order they were decided; identified data, audited")
    public List<IntakeView> instances(
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        return list(after, limit, entry -> true);
    }

    /**
     * @param after index of the last entry the caller has seen; -1 for none
     */
    @GET
    @Path("quarantine")
    @Operation(summary = "Quarantined inputs and why; identified data, audited")
    public List<IntakeView> quarantine(
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        return list(after, limit, IntakeEntry.Quarantined.class::isInstance);
    }

    private List<IntakeView> list(long after, int limit, Predicate<IntakeEntry> wanted)
            throws IOException {
        long from = after < 0 ? 0 : after + 1;
        return intake.ledger().list(from, Math.clamp(limit, 1, MAX_LIMIT), wanted).stream()
                .map(IntakeView::of)
                .toList();
    }
}
