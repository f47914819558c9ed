package org.medsendx.segmenter.web;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.medsendx.segmenter.exam.ExamIndex;
import org.medsendx.segmenter.review.Review;
import org.medsendx.segmenter.review.Reviews;
import org.medsendx.segmenter.series.SeriesVolume;
import org.medsendx.segmenter.series.SeriesVolumes;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;

/** Assessed scans as JSON, and their pictures. */
@Path("/scans")
public class ScansResource {

    private static final int MOST = 1000;

    private final ScanLedger ledger;
    private final DerivedFiles derived;
    private final Pictures pictures;
    private final Reviews reviews;
    private final ExamIndex exams;
    private final SeriesVolumes volumes;

    public ScansResource(
            ScanLedger ledger,
            DerivedFiles derived,
            Pictures pictures,
            Reviews reviews,
            ExamIndex exams,
            SeriesVolumes volumes) {
        this.ledger = ledger;
        this.derived = derived;
        this.pictures = pictures;
        this.reviews = reviews;
        this.exams = exams;
        this.volumes = volumes;
    }

    /**
     * Scans in the order they were assessed, those that are not forgotten.
     *
     * @param after index of the last scan already seen; -1 for none
     * @param limit how many at most, up to 1000
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ScanView> list(
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit)
            throws IOException {
        var views = new ArrayList<ScanView>();
        for (var entry : ledger.since(Math.max(-1, after) + 1, Math.clamp(limit, 1, MOST))) {
            views.add(ScanView.of(entry.index(), entry.value(), pictures.of(entry.value())));
        }
        return views;
    }

    /** One scan. */
    @GET
    @Path("/{objectId}")
    @Produces(MediaType.APPLICATION_JSON)
    public ScanView one(UUID objectId) throws IOException {
        return pictures.view(find(objectId));
    }

    /**
     * The side-by-side picture: 404 when there is none, 410 when it was deleted after its upload.
     */
    @GET
    @Path("/{objectId}/highlight.png")
    @Produces("image/png")
    public Response highlight(UUID objectId) throws IOException {
        var line = find(objectId);
        var picture = pictures.of(line);
        String relative = line.highlight();
        if (picture == Picture.DELETED_AFTER_UPLOAD) {
            throw new ClientErrorException(Response.Status.GONE);
        }
        if (picture != Picture.HERE || relative == null) {
            throw new NotFoundException();
        }
        var file = derived.resolve(relative);
        return Response.ok(file.toFile()).header("Cache-Control", "private, max-age=60").build();
    }

    /** What was decided about a scan, the last first, with names and comments: for the truck. */
    @GET
    @Path("/{objectId}/reviews")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Review> reviews(UUID objectId) throws IOException {
        find(objectId);
        return reviews.history(objectId);
    }

    /**
     * The series of the exam of a scan that have several slices, as volumes; its own first. 503
     * while the ledger is still being read after a start, when slices would seem to be missing.
     */
    @GET
    @Path("/{objectId}/series")
    @Produces(MediaType.APPLICATION_JSON)
    public List<SeriesVolume> series(UUID objectId) throws IOException {
        var assessed = find(objectId).assessed();
        if (!exams.ready()) {
            throw new ServiceUnavailableException(2L);
        }
        exams.refresh();
        var exam = exams.exam(assessed.studyInstanceUid());
        return exam == null
                ? List.of()
                : volumes.of(exam, assessed.instance().uids().seriesInstanceUid());
    }

    private ScanRecord find(UUID objectId) throws IOException {
        var line = ledger.get(objectId);
        if (line == null) {
            throw new NotFoundException();
        }
        return line;
    }
}
