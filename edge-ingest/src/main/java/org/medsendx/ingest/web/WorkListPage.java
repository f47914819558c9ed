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
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.ingest.archive.RunningArchive;
import org.medsendx.ingest.crew.ArchiveView;
import org.medsendx.ingest.crew.Texts;
import org.medsendx.ingest.crew.WhereWords;
import org.medsendx.ingest.crew.WorkView;
import org.medsendx.ingest.inspect.Inspection;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tasks.SeriesGroups;
import org.medsendx.ingest.tracking.RunningTracking;
import org.medsendx.webguard.IdentifiedAccess;

/**
 * What waits for a person, why, and what to do: for the whole crew to see, for the officer to
 * decide. Nothing identified is on it; the name of a file of the hot folder is not either.
 */
@Path("/worklist")
@Produces(MediaType.TEXT_HTML)
public class WorkListPage {

    private static final int DONE = 20;
    private static final int LONGEST_NAME = 100;

    // Decoding takes memory, and the processor from scans.
    private final Semaphore pictures = new Semaphore(1);

    private final CrewFrame frame;
    private final RunningTracking running;
    private final RunningIntake intake;
    private final OrderDoor orders;
    private final RunningArchive archive;
    private final IdentifiedAccess access;

    WorkListPage(
            CrewFrame frame,
            RunningTracking running,
            RunningIntake intake,
            OrderDoor orders,
            RunningArchive archive,
            IdentifiedAccess access) {
        this.frame = frame;
        this.running = running;
        this.intake = intake;
        this.orders = orders;
        this.archive = archive;
        this.access = access;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance worklist(
                CrewFrame.Page page, Texts t, WorkView view, ArchiveView archive);
    }

    /**
     * The list.
     *
     * @param ended how the last act ended, a code; null at first
     * @param image the id of one that is shown alone; null for all, those of a series together
     */
    @GET
    @Blocking
    @Operation(summary = "What waits for a person, and why; nothing identified")
    public TemplateInstance list(
            @QueryParam("ended") @Nullable String ended,
            @QueryParam("image") @Nullable String image,
            @Context RoutingContext context)
            throws IOException {
        var page = frame.page(context, "/worklist");
        var list = running.tracking().workList();
        var open = list.open();
        var alone = image == null ? null : WhereWords.uuid(image);
        var groups =
                image == null
                        ? running.groups().of(open)
                        : open.stream()
                                .filter(item -> item.objectId().equals(alone))
                                .map(List::of)
                                .toList();
        return Templates.worklist(
                page,
                page.t(),
                WorkView.of(
                        page.words(),
                        groups,
                        image == null ? Math.max(0, open.size() - SeriesGroups.MOST) : 0,
                        list.settled(DONE),
                        known(ended),
                        frame.settings().profiles(),
                        !orders.orders().isEmpty()),
                ArchiveView.of(page.words(), image == null ? archive.asides() : List.of()));
    }

    /** A code of how an act ended; empty for what is none. */
    static String known(@Nullable String ended) {
        return Stream.of(Acts.Ended.values())
                .map(Acts.Ended::name)
                .filter(name -> name.equals(ended))
                .findFirst()
                .orElse("");
    }

    /** Who does something and why; null when they do not say who. */
    static Acts.@Nullable By who(
            RoutingContext context, @Nullable String by, @Nullable String reason) {
        var person = CrewFrame.person(context);
        String name = person.known() ? person.name() : by == null ? "" : by.strip();
        return name.isEmpty() || name.length() > LONGEST_NAME
                ? null
                : new Acts.By(
                        name,
                        IdentifiedAccess.address(context.request()),
                        reason == null ? "" : reason);
    }

    /**
     * The first frame of an item as it came, with whatever is burned in: 404 when there is none.
     */
    @GET
    @Path("{id}/picture.png")
    @Produces("image/png")
    @Blocking
    @Operation(summary = "The picture of an item of the work list; identified data, audited")
    public byte[] picture(@PathParam("id") String id, @Context RoutingContext context)
            throws IOException {
        var objectId = WhereWords.uuid(id);
        var item = objectId == null ? null : running.tracking().workList().item(objectId);
        if (item == null) {
            throw new NotFoundException();
        }
        access.admit(context);
        if (!pictures.tryAcquire()) {
            throw new ServiceUnavailableException(5L);
        }
        try {
            var picture = new ByteArrayOutputStream();
            Inspection.of(
                            intake.store()
                                    .path(
                                            item.kind() == Item.Kind.QUARANTINED
                                                    ? Shelf.QUARANTINE
                                                    : Shelf.OBJECTS,
                                            item.objectId()))
                    .png(picture);
            return picture.toByteArray();
        } catch (IOException | UnsupportedImageException | RuntimeException e) {
            // Not with its message: it may quote the file.
            throw new NotFoundException();
        } finally {
            pictures.release();
        }
    }

    /**
     * Does something about an item, and shows the list again.
     *
     * @param reason why
     * @param by who, where nobody has to sign in; else the name of the account counts
     * @param profile by which it is to be de-identified; nothing or empty for the truck's own
     * @param together whether it is about all that are one matter with it; about it alone when
     *     absent
     */
    @POST
    @Path("{id}/{act}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    @Operation(summary = "Decides about an item of the work list; audited")
    public Response act(
            @PathParam("id") String id,
            @PathParam("act") String act,
            @FormParam("reason") @Nullable String reason,
            @FormParam("by") @Nullable String by,
            @FormParam("profile") @Nullable String profile,
            @FormParam("together") @Nullable String together,
            @Context RoutingContext context)
            throws IOException {
        var objectId = WhereWords.uuid(id);
        var wanted =
                Stream.of(Item.Act.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(act))
                        .findFirst();
        String chosen = profile == null || profile.isEmpty() ? null : profile;
        if (objectId == null
                || wanted.isEmpty()
                || (chosen != null && !frame.settings().profiles().contains(chosen))) {
            throw new NotFoundException();
        }
        // One form has all acts; the choice is for one of them.
        String forThis = wanted.get() == Item.Act.RETRY ? chosen : null;
        var who = who(context, by, reason);
        var ended =
                who == null
                        ? Acts.Ended.NO_REASON
                        : running.acts()
                                .together(
                                        of(objectId, together != null),
                                        wanted.get(),
                                        who.with(forThis));
        return Response.seeOther(URI.create("/worklist?ended=" + ended)).build();
    }

    private List<UUID> of(UUID objectId, boolean together) throws IOException {
        var list = running.tracking().workList();
        var item = together ? list.item(objectId) : null;
        return item == null
                ? List.of(objectId)
                : Stream.concat(
                                Stream.of(objectId),
                                running.groups().with(item, list.open()).stream()
                                        .map(Item::objectId))
                        .distinct()
                        .toList();
    }

    /**
     * Has all originals sent again that the archive refused for one reason, and shows the list.
     *
     * @param code the reason
     * @param reason why they are sent again
     * @param by who, where nobody has to sign in; else the name of the account counts
     */
    @POST
    @Path("archive/{code}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    @Operation(summary = "Has originals sent to the archive again; audited")
    public Response again(
            @PathParam("code") String code,
            @FormParam("reason") @Nullable String reason,
            @FormParam("by") @Nullable String by,
            @Context RoutingContext context)
            throws IOException {
        var who = who(context, by, reason);
        var ended = who == null ? Acts.Ended.NO_REASON : archive.again(code, who);
        return Response.seeOther(URI.create("/worklist?ended=" + ended)).build();
    }
}
