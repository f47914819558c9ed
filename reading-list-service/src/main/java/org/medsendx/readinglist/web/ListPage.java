package org.medsendx.readinglist.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.ExamList.Totals;
import org.medsendx.readinglist.exam.ExamSummary;
import org.medsendx.readinglist.exam.Progress;
import org.medsendx.readinglist.exam.Reviewed;

/** The exams of all trucks, those to be looked at first at the head. */
@Path("/")
public class ListPage {

    private static final int MOST_TRUCKS = 300;

    private final Board board;

    ListPage(Board board) {
        this.board = board;
    }

    /** The whole page. */
    public record Page(
            Frame frame,
            Query query,
            List<Tile> tiles,
            List<Choice> trucks,
            List<Choice> modalities,
            List<Choice> progress,
            List<Choice> reviews,
            int total,
            List<Row> rows) {}

    /** A count at the head of the page, which leads to what is counted. */
    public record Tile(int count, String what, String style, String link) {}

    /** An exam as a line of the table, as text. */
    public record Row(
            String link,
            String study,
            String thumbnail,
            String truck,
            String scanners,
            String modalities,
            String priority,
            boolean urgent,
            String reasons,
            String quality,
            String verdict,
            String findings,
            String images,
            String progress,
            String progressCode,
            String review,
            String reviewCode) {

        static Row of(ExamSummary exam) {
            var picture = exam.thumbnail();
            var priority = exam.priority();
            return new Row(
                    Addresses.page(exam.id()),
                    exam.id().study(),
                    picture == null
                            ? ""
                            : Addresses.object(exam.id(), picture, UploadedKind.THUMBNAIL),
                    exam.id().truck(),
                    String.join(", ", exam.scanners()),
                    String.join(", ", exam.modalities()),
                    priority == null ? "" : priority.toString(),
                    exam.urgent(),
                    Words.reasons(exam.inputs(), exam.parts()),
                    Words.plain(exam.verdict()),
                    Words.code(exam.verdict()),
                    String.join(", ", exam.findings()),
                    Words.images(exam.here(), exam.images(), exam.beyond()),
                    Words.plain(exam.progress()),
                    exam.progress().code(),
                    Words.plain(exam.reviewed()),
                    exam.reviewed().code());
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(@BeanParam Asked asked) {
        var query = asked.query();
        var found = board.list().page(query.filter(), query.offset(), query.limit());
        var totals = board.list().totals();
        return Templates.list(
                new Page(
                        board.frame("Reading list", totals, query.isPlain()),
                        query,
                        tiles(totals),
                        Choice.of(totals.trucks(), query.truck(), MOST_TRUCKS),
                        Choice.of(totals.modalities(), query.modality(), MOST_TRUCKS),
                        Choice.of(
                                Progress.values(), Progress::code, Words::plain, query.progress()),
                        Choice.of(Reviewed.values(), Reviewed::code, Words::plain, query.review()),
                        found.total(),
                        found.exams().stream().map(Row::of).toList()));
    }

    private static List<Tile> tiles(Totals totals) {
        return List.of(
                new Tile(totals.exams(), "exams", "", "/"),
                new Tile(
                        totals.urgentOpen(),
                        "urgent, not decided",
                        totals.urgentOpen() > 0 ? "alarm" : "",
                        "/?review=open"),
                new Tile(totals.incomplete(), "not all here yet", "", "/?progress=on-its-way"),
                new Tile(totals.trucks().size(), "trucks", "", ""));
    }
}
