package org.medsendx.readinglist.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.ExamId;
import org.medsendx.readinglist.exam.Image;

/** One exam with its images and what there is of each. */
@Path("/exam")
public class ExamPage {

    /** Images of a page. */
    static final int IMAGES = 50;

    private static final int LAST_PAGE = 100_000;

    private final Board board;

    ExamPage(Board board) {
        this.board = board;
    }

    /** The whole page; addresses of other pages are empty where there are none. */
    public record Page(
            Frame frame, ListPage.Row exam, List<ImageRow> images, String before, String after) {}

    /** An image as a line of the table, as text. */
    public record ImageRow(
            String thumbnail,
            String sop,
            String scanner,
            String priority,
            String reasons,
            String verdict,
            String quality,
            String segmentation,
            String review,
            List<Link> objects,
            String awaited) {}

    /**
     * An object to be fetched.
     *
     * @param address empty when it lies where nothing is read from here
     */
    public record Link(String address, String words, String size, String key) {}

    @GET
    @Path("{truck}/{study}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(
            @PathParam("truck") String truck,
            @PathParam("study") String study,
            @QueryParam("page") @DefaultValue("1") int asked) {
        var id = Addresses.exam(truck, study).orElseThrow(NotFoundException::new);
        int page = Math.clamp(asked, 1, LAST_PAGE);
        var found =
                board.list()
                        .exam(id, (page - 1) * IMAGES, IMAGES)
                        .orElseThrow(NotFoundException::new);
        boolean more = (long) page * IMAGES < found.exam().images();
        return Templates.exam(
                new Page(
                        board.frame("Exam", board.list().totals(), false),
                        ListPage.Row.of(found.exam()),
                        found.images().stream().map(image -> row(id, image)).toList(),
                        page > 1 ? Addresses.page(id, page - 1) : "",
                        more ? Addresses.page(id, page + 1) : ""));
    }

    private static ImageRow row(ExamId exam, Image image) {
        var assessed = image.assessment();
        var priority = image.priority();
        var picture = image.objects().get(UploadedKind.THUMBNAIL);
        var parts = assessed == null ? null : assessed.triage().parts();
        var notSegmented = assessed == null ? null : assessed.notSegmented();
        return new ImageRow(
                picture == null || picture.bucket() == null
                        ? ""
                        : Addresses.object(exam, image.objectId(), UploadedKind.THUMBNAIL),
                image.uids().sopInstanceUid(),
                assessed == null ? "" : assessed.scanner(),
                priority == null ? "" : priority.toString(),
                assessed == null
                        ? ""
                        : Words.reasons(
                                assessed.triage().inputs(), parts == null ? List.of() : parts),
                assessed == null ? "" : Words.code(assessed.quality().verdict()),
                assessed == null
                        ? ""
                        : String.join(
                                ", ",
                                assessed.quality().findings().isEmpty()
                                        ? List.of(Words.plain(assessed.quality().verdict()))
                                        : assessed.quality().findings()),
                notSegmented == null ? "" : "no tissue map: " + notSegmented,
                Words.review(image.review()),
                image.objects().entrySet().stream()
                        .map(object ->
                                new Link(
                                        object.getValue().bucket() == null
                                                ? ""
                                                : Addresses.object(
                                                        exam, image.objectId(), object.getKey()),
                                        Words.plain(object.getKey()),
                                        Words.size(object.getValue().bytes()),
                                        object.getValue()
                                                .key(exam.truck(), image.uids(), object.getKey())))
                        .toList(),
                Words.awaited(image));
    }
}
