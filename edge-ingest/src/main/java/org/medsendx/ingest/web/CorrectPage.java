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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.crew.CorrectView;
import org.medsendx.ingest.crew.PatientSearch;
import org.medsendx.ingest.crew.Texts;
import org.medsendx.ingest.crew.WhereWords;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Corrections;
import org.medsendx.ingest.tracking.RunningTracking;
import org.medsendx.webguard.IdentifiedAccess;

/**
 * Puts the patient of an order into an image: whom the image says it is of, and the orders to
 * choose from. For the officer; each look is an audit line, and each image that is corrected.
 */
@Path("/worklist/{id}/correct")
@Produces(MediaType.TEXT_HTML)
public class CorrectPage {

    private final CrewFrame frame;
    private final RunningTracking running;
    private final RunningIntake intake;
    private final OrderDoor orders;
    private final IdentifiedAccess access;

    CorrectPage(
            CrewFrame frame,
            RunningTracking running,
            RunningIntake intake,
            OrderDoor orders,
            IdentifiedAccess access) {
        this.frame = frame;
        this.running = running;
        this.intake = intake;
        this.orders = orders;
        this.access = access;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance correct(CrewFrame.Page page, Texts t, CorrectView view);
    }

    /**
     * The image and the orders.
     *
     * @param ended how the last attempt ended, a code; null at first
     */
    @GET
    @Blocking
    @Operation(summary = "Whom an image says it is of, and orders to choose from; audited")
    public TemplateInstance choose(
            @PathParam("id") String id,
            @QueryParam("ended") @Nullable String ended,
            @Context RoutingContext context)
            throws IOException {
        var image = image(id);
        access.admit(context);
        var page = frame.page(context, "/worklist/" + image.objectId() + "/correct");
        var tracking = running.tracking();
        return Templates.correct(
                page,
                page.t(),
                CorrectView.of(
                        page.words(),
                        image.objectId().toString(),
                        tracking.workList().item(image.objectId()),
                        tracking.of(image.objectId()),
                        new PatientSearch(tracking, intake.store()).original(image.objectId()),
                        orders.orders().all(),
                        WorkListPage.known(ended)));
    }

    private Corrections.Image image(String id) throws IOException {
        UUID objectId = WhereWords.uuid(id);
        var image = objectId == null ? null : running.tracking().image(objectId);
        if (image == null) {
            throw new NotFoundException();
        }
        return image;
    }

    /**
     * Corrects it, and shows the work list, or says why not.
     *
     * @param order key of the order that says whom it is of
     * @param exam anything to correct those of the same exam too that say the same patient
     * @param reason why
     * @param by who, where nobody has to sign in; else the name of the account counts
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    @Operation(summary = "Puts the patient of an order into an image; audited")
    public Response correct(
            @PathParam("id") String id,
            @FormParam("order") @Nullable String order,
            @FormParam("exam") @Nullable String exam,
            @FormParam("reason") @Nullable String reason,
            @FormParam("by") @Nullable String by,
            @Context RoutingContext context)
            throws IOException {
        var image = image(id);
        var who = WorkListPage.who(context, by, reason);
        var ended =
                who == null
                        ? Acts.Ended.NO_REASON
                        : running.corrections()
                                .correct(
                                        image,
                                        exam == null
                                                ? List.of()
                                                : running.tracking().beside(image.objectId()),
                                        order == null ? "" : order,
                                        who);
        return Response.seeOther(
                        URI.create(
                                ended == Acts.Ended.DONE
                                        ? "/worklist?ended=DONE"
                                        : "/worklist/"
                                                + image.objectId()
                                                + "/correct?ended="
                                                + ended))
                .build();
    }
}
