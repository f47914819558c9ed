package org.medsendx.segmenter.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.exam.Exam;
import org.medsendx.segmenter.exam.ExamFilter;
import org.medsendx.segmenter.exam.ExamIndex;
import org.medsendx.segmenter.exam.ExamState;
import org.medsendx.segmenter.review.Review;
import org.medsendx.segmenter.review.Reviews;
import org.medsendx.segmenter.series.SeriesVolumes;
import org.medsendx.segmenter.storage.ScanLedger;

/** The pages for the crew: what came in, what it looks like, what should be taken again. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class QaPage {

    private static final int ATTENTION = 8;

    private final ScanLedger ledger;
    private final ExamIndex exams;
    private final Reviews reviews;
    private final Pictures pictures;
    private final SeriesVolumes volumes;
    private final SegmenterConfig config;

    public QaPage(
            ScanLedger ledger,
            ExamIndex exams,
            Reviews reviews,
            Pictures pictures,
            SeriesVolumes volumes,
            SegmenterConfig config) {
        this.ledger = ledger;
        this.exams = exams;
        this.reviews = reviews;
        this.pictures = pictures;
        this.volumes = volumes;
        this.config = config;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance scans(
                List<ExamRow> rows,
                ListQuery query,
                int total,
                List<ExamRow> attention,
                @Nullable String reading,
                String waiting);

        static native TemplateInstance scan(
                QaRow row,
                ExamView exam,
                ScanFile file,
                List<SeriesRow> series,
                List<Review> reviews,
                List<RejectReason> reasons,
                @Nullable String problem,
                String waiting);
    }

    // Counted by the anonymizer, which knows the whole way; it shares the volume with us.
    private String waiting() {
        return ScansWaiting.line(
                ScansWaiting.read(config.deidentifiedDir().resolve("waiting.json")), Instant.now());
    }

    /** The exams; what cannot be read of a query is as if it were not there. */
    @GET
    public TemplateInstance scans(
            @QueryParam("modality") @Nullable String modality,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("state") @Nullable String state,
            @QueryParam("verdict") @Nullable String verdict,
            @QueryParam("order") @DefaultValue("worst") String order,
            @QueryParam("page") @DefaultValue("1") int page,
            @QueryParam("limit") @DefaultValue("25") int limit)
            throws IOException {
        var query = ListQuery.of(modality, from, to, state, verdict, order, page, limit);
        String reading = null;
        if (exams.ready()) {
            exams.refresh();
        } else {
            var progress = exams.progress();
            reading = progress[0] + " of " + progress[1];
        }
        var found = exams.page(query.filter(), query.order(), query.offset(), query.limit());
        var repeat = new ExamFilter(null, null, null, ExamState.OPEN, Verdict.REPEAT);
        var attention = exams.page(repeat, query.order(), 0, ATTENTION).exams();
        return Templates.scans(
                rows(found.exams()), query, found.total(), rows(attention), reading, waiting());
    }

    private List<ExamRow> rows(List<Exam> found) throws IOException {
        var rows = new ArrayList<ExamRow>();
        for (var exam : found) {
            var line = ledger.get(exam.worstScan().objectId());
            if (line != null) {
                rows.add(new ExamRow(exam, QaRow.of(pictures.view(line))));
            }
        }
        return rows;
    }

    /** One exam: its image that a person should look at first. */
    @GET
    @Path("/qa/studies/{study}")
    public Response exam(String study) throws IOException {
        exams.refresh();
        var exam = exams.exam(study);
        if (exam == null) {
            throw new NotFoundException();
        }
        return Response.seeOther(URI.create("/qa/" + exam.worstScan().objectId())).build();
    }

    /**
     * One image of an exam, with the marks of its de-identification and what was decided.
     *
     * @param problem what was wrong with a decision, a code; null at first
     */
    @GET
    @Path("/qa/{objectId}")
    public TemplateInstance scan(UUID objectId, @QueryParam("problem") @Nullable String problem)
            throws IOException {
        var line = ledger.get(objectId);
        if (line == null) {
            throw new NotFoundException();
        }
        if (exams.ready()) {
            exams.refresh();
        }
        var exam = exams.exam(line.assessed().studyInstanceUid());
        return Templates.scan(
                QaRow.of(pictures.view(line)),
                ExamView.of(exam, line),
                ScanFile.of(
                        line,
                        config.deidentifiedDir().resolve(line.inputFile()),
                        config.maxHighlightSide()),
                series(exam, line.assessed().instance().uids().seriesInstanceUid()),
                reviews.history(objectId),
                List.of(RejectReason.values()),
                problem == null ? null : ReviewResource.problem(problem),
                waiting());
    }

    // While the ledger is still being read, slices would seem to be missing.
    private List<SeriesRow> series(@Nullable Exam exam, String here) throws IOException {
        if (exam == null || !exams.ready()) {
            return List.of();
        }
        return volumes.of(exam, here).stream().map(volume -> SeriesRow.of(volume, here)).toList();
    }
}
