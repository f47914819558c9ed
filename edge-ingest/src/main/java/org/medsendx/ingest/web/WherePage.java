package org.medsendx.ingest.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.ingest.archive.RunningArchive;
import org.medsendx.ingest.crew.ArchiveView;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.PatientSearch;
import org.medsendx.ingest.crew.Texts;
import org.medsendx.ingest.crew.WhereView;
import org.medsendx.ingest.crew.WhereWords;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.RunningTracking;
import org.medsendx.webguard.IdentifiedAccess;

/**
 * Where an image or an exam is: for the crew by its number, for the officer by the patient too, and
 * with whom it is of. Each look that shows a patient is an audit line first.
 */
@Path("/")
public class WherePage {

    private static final int LONGEST = 200;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f-]{36}|[0-9.]{5,64}");

    private final CrewFrame frame;
    private final CrewSettings settings;
    private final RunningIntake intake;
    private final RunningTracking running;
    private final OrderDoor orders;
    private final RunningArchive archive;
    private final IdentifiedAccess access;

    WherePage(
            CrewFrame frame,
            CrewSettings settings,
            RunningIntake intake,
            RunningTracking running,
            OrderDoor orders,
            RunningArchive archive,
            IdentifiedAccess access) {
        this.frame = frame;
        this.settings = settings;
        this.intake = intake;
        this.running = running;
        this.orders = orders;
        this.archive = archive;
        this.access = access;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance where(
                CrewFrame.Page page, Texts t, WhereView view, String correct);
    }

    /**
     * The form, or the way to what was asked for.
     *
     * @param id number of an image or an exam
     */
    @GET
    @Path("where")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "Looks for an image or an exam by its number")
    public Response where(@QueryParam("id") @Nullable String id, @Context RoutingContext context) {
        String number = id == null ? "" : id.strip();
        if (NUMBER.matcher(number).matches()) {
            return Response.seeOther(URI.create("/where/" + number)).build();
        }
        var page = frame.page(context, "/where");
        var view =
                number.isEmpty()
                        ? WhereView.EMPTY
                        : WhereView.remark(page.t().text("where.notthere"));
        return Response.ok(Templates.where(page, page.t(), view, "")).build();
    }

    /** How far an image or an exam has come. */
    @GET
    @Path("where/{id}")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "How far an image or an exam has come; the patient for the officer")
    public TemplateInstance one(@PathParam("id") String id, @Context RoutingContext context)
            throws IOException {
        // Not what was typed into an address, but a number, goes onto the page and into the log.
        if (!NUMBER.matcher(id).matches()) {
            throw new NotFoundException();
        }
        var page = frame.page(context, "/where/" + id);
        var words = new WhereWords(page.words(), running.tracking(), settings.qaPage());
        var view = words.find(id);
        UUID image = words.image(view);
        if (image != null) {
            var aside = archive.aside(image);
            if (aside.isPresent()) {
                view = view.and(ArchiveView.of(page.words(), aside.get()));
            }
        }
        String correct = "";
        if (page.officer() && image != null) {
            access.admit(context);
            view = view.of(search().original(image));
            correct = correct(image);
        }
        return Templates.where(page, page.t(), view, correct);
    }

    /** Where the patient of an image can be corrected; empty where that cannot be. */
    private String correct(UUID image) throws IOException {
        var item = running.tracking().workList().item(image);
        return orders.orders().isEmpty() || (item != null && !item.correctable())
                ? ""
                : "/worklist/" + image + "/correct";
    }

    /**
     * Looks for a patient.
     *
     * @param patient name, Patient ID or Accession Number; in no address and no log
     */
    @POST
    @Path("where")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "Looks for a patient; identified data, audited")
    public TemplateInstance patient(
            @FormParam("patient") @Nullable String patient, @Context RoutingContext context)
            throws IOException {
        var page = frame.page(context, "/where");
        String sought = patient == null ? "" : patient.strip();
        if (sought.isEmpty() || sought.length() > LONGEST) {
            return Templates.where(page, page.t(), WhereView.EMPTY, "");
        }
        access.admit(context);
        access.note(context, AuditEvent.Kind.PATIENT_SOUGHT);
        var words = new WhereWords(page.words(), running.tracking(), settings.qaPage());
        return Templates.where(
                page, page.t(), words.found(search().find(sought), settings.window()), "");
    }

    private PatientSearch search() {
        return new PatientSearch(running.tracking(), intake.store());
    }

    /**
     * How far an input has come, for programs: nothing of a header.
     *
     * @param stages in the order of time
     * @param aside that the archive refuses it each time; else null
     */
    public record Whereabouts(UUID objectId, List<Milestone> stages, @Nullable PutAside aside) {}

    /**
     * That an original waits for a person because the archive refuses it each time.
     *
     * @param at since when
     * @param code why, as the work list has it
     */
    public record PutAside(Instant at, String code) {}

    /** What is known of an input; 404 when nothing is. */
    @GET
    @Path("instances/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "How far an input has come, with times; nothing of its header")
    public Whereabouts instance(@PathParam("id") String id) throws IOException {
        UUID objectId = WhereWords.uuid(id);
        var stages = objectId == null ? List.<Milestone>of() : running.tracking().of(objectId);
        if (objectId == null || stages.isEmpty()) {
            throw new NotFoundException();
        }
        return new Whereabouts(
                objectId,
                stages,
                archive.aside(objectId)
                        .map(one -> new PutAside(one.at(), one.code()))
                        .orElse(null));
    }
}
