package org.medsendx.miner.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.messaging.ActionWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do about findings and tell of scanners; who may is in {@link
 * org.medsendx.webguard.Routes}. Each is an event on fleet.actions.v1 before it is answered, so any
 * instance takes it and a restart forgets nothing. A browser's form is answered with the page it
 * came from, a program with the action's id.
 */
@Path("/")
public class ActionsResource {

    private static final Logger LOG = LoggerFactory.getLogger(ActionsResource.class);

    /** A phantom test or a visit is planned this many days ahead at most. */
    private static final int PLANNED_AHEAD = 366;

    private final FleetBoard board;
    private final ActionWriter writer;
    private final SecurityIdentity identity;

    ActionsResource(FleetBoard board, ActionWriter writer, SecurityIdentity identity) {
        this.board = board;
        this.writer = writer;
        this.identity = identity;
    }

    /**
     * What a program sends.
     *
     * @param kind for a mark, such as {@code phantom}; else the address says it
     * @param day the day it is about, today when absent
     * @param note words, or null
     */
    public record Wish(@Nullable String kind, @Nullable String day, @Nullable String note) {}

    /** The id of what was done. */
    @RegisterForReflection
    public record Done(String action) {}

    /** Why nothing was done, as a code. */
    @RegisterForReflection
    public record Refused(String reason) {}

    @POST
    @Path("findings/{finding}/{act}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary =
                    "Does something about a finding: acknowledge, to-service, return-to-service,"
                            + " resolve, reopen or note")
    @APIResponse(responseCode = "202", description = "It is kept; the board shows it soon.")
    @APIResponse(responseCode = "404", description = "No such finding, or nothing of that name.")
    @APIResponse(responseCode = "409", description = "The finding's state does not allow it.")
    @APIResponse(responseCode = "503", description = "The broker did not say that it has it.")
    public Response about(
            @PathParam("finding") String finding, @PathParam("act") String act, Wish wish) {
        return answered(finding(finding, act, wish));
    }

    @POST
    @Path("findings/{finding}/{act}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    @Operation(hidden = true)
    public Response aboutByForm(
            @PathParam("finding") String finding,
            @PathParam("act") String act,
            @FormParam("day") @Nullable String day,
            @FormParam("note") @Nullable String note) {
        return shown(
                finding(finding, act, new Wish(null, day, note)), "/fleet/findings/" + finding);
    }

    @POST
    @Path("scanners/{scanner}/marks")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary =
                    "Tells of a day in a scanner's life: service, software, phantom, freeze,"
                            + " relearn, return-to-service, or a note")
    @APIResponse(responseCode = "202", description = "It is kept; the board shows it soon.")
    @APIResponse(responseCode = "400", description = "No such kind, or a day that cannot be.")
    @APIResponse(responseCode = "404", description = "No such scanner.")
    @APIResponse(responseCode = "503", description = "The broker did not say that it has it.")
    public Response mark(@PathParam("scanner") String scanner, Wish wish) {
        return answered(told(scanner, wish));
    }

    @POST
    @Path("scanners/{scanner}/marks")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    @Operation(hidden = true)
    public Response markByForm(
            @PathParam("scanner") String scanner,
            @FormParam("kind") @Nullable String kind,
            @FormParam("day") @Nullable String day,
            @FormParam("note") @Nullable String note) {
        return shown(told(scanner, new Wish(kind, day, note)), "/fleet/scanners/" + scanner);
    }

    @POST
    @Path("actions/{action}/withdraw")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "Takes back an action that was a mistake")
    @APIResponse(responseCode = "202", description = "It is kept; the board shows it soon.")
    @APIResponse(responseCode = "404", description = "No such action.")
    @APIResponse(responseCode = "503", description = "The broker did not say that it has it.")
    public Response withdraw(@PathParam("action") String action) {
        var known = board.action(action);
        if (known == null || known.kind() == Kind.WITHDRAW) {
            return answered(new Outcome(404, "unknown-action"));
        }
        return answered(
                written(Kind.WITHDRAW, known.scanner(), known.finding(), null, known.id(), null));
    }

    /** What became of a wish: a status of HTTP, and the action's id or a reason. */
    private record Outcome(int status, String text) {
        boolean isDone() {
            return status == 202;
        }
    }

    private Outcome finding(String id, String act, @Nullable Wish wish) {
        var about = board.find(id);
        var kind = ViewForm.one(Kind.values(), act);
        if (about == null || kind == null || !isAboutFindings(kind)) {
            return new Outcome(404, "unknown-finding");
        }
        if (FindingState.of(about.finding().state()).after(kind) == null
                || !FindingsPage.fits(about, kind)) {
            return new Outcome(409, "not-in-this-state");
        }
        return done(kind, about.about(), id, wish);
    }

    private Outcome told(String scanner, @Nullable Wish wish) {
        if (board.scanner(scanner) == null) {
            return new Outcome(404, "unknown-scanner");
        }
        var kind = ViewForm.one(Kind.values(), wish == null ? null : wish.kind());
        if (kind == null || kind.aboutFinding() || kind == Kind.WITHDRAW) {
            return new Outcome(400, "unknown-kind");
        }
        return done(kind, scanner, null, wish);
    }

    private Outcome done(Kind kind, String scanner, @Nullable String finding, @Nullable Wish wish) {
        var today = LocalDate.now(ZoneOffset.UTC);
        LocalDate day;
        try {
            String said = wish == null ? null : wish.day();
            day = said == null || said.isBlank() ? today : LocalDate.parse(said);
        } catch (DateTimeParseException e) {
            return new Outcome(400, "no-day");
        }
        if (day.isBefore(Plausible.EARLIEST_DAY) || day.isAfter(today.plusDays(PLANNED_AHEAD))) {
            return new Outcome(400, "implausible-day");
        }
        String note = wish == null ? null : wish.note();
        String words = note == null || note.isBlank() ? null : note.strip();
        return written(kind, scanner, finding, kind.dated() ? day : null, null, words);
    }

    private Outcome written(
            Kind kind,
            String scanner,
            @Nullable String finding,
            @Nullable LocalDate day,
            @Nullable String withdraws,
            @Nullable String words) {
        FleetAction action;
        try {
            action =
                    new FleetAction(
                            HexFormat.of().formatHex(random()),
                            kind,
                            scanner,
                            finding,
                            day,
                            withdraws,
                            name(),
                            Instant.now(),
                            words);
        } catch (IllegalArgumentException e) {
            // Of the parts only the note is the person's own.
            return new Outcome(400, words == null ? "note-missing" : "note");
        }
        try {
            writer.write(action);
        } catch (ActionWriter.NotWritten e) {
            LOG.warn("an action was not acknowledged: {}", e.getMessage());
            return new Outcome(503, "not-acknowledged");
        }
        return new Outcome(202, action.id());
    }

    /** Where nobody has to say who they are it was whoever is at the machine. */
    private String name() {
        var name = identity.isAnonymous() ? null : identity.getPrincipal().getName();
        if (name == null || name.isBlank()) {
            return "local";
        }
        var printable = name.strip().replaceAll("\\p{Cntrl}", " ");
        return printable.substring(0, Math.min(printable.length(), FleetAction.LONGEST_NAME));
    }

    private static byte[] random() {
        var id = UUID.randomUUID();
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static boolean isAboutFindings(Kind kind) {
        return kind.aboutFinding() || kind == Kind.NOTE || kind == Kind.RETURN_TO_SERVICE;
    }

    private static Response answered(Outcome outcome) {
        return Response.status(outcome.status())
                .entity(outcome.isDone() ? new Done(outcome.text()) : new Refused(outcome.text()))
                .build();
    }

    private static Response shown(Outcome outcome, String page) {
        return switch (outcome.status()) {
            case 404 -> Response.status(404).build();
            case 202 -> Response.seeOther(URI.create(page)).build();
            default -> Response.seeOther(URI.create(page + "?problem=" + outcome.text())).build();
        };
    }
}
