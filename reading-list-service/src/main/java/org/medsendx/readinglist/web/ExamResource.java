package org.medsendx.readinglist.web;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Triage.Part;
import org.medsendx.readinglist.exam.Departures;
import org.medsendx.readinglist.exam.ExamId;
import org.medsendx.readinglist.exam.ExamSummary;
import org.medsendx.readinglist.exam.Image;
import org.medsendx.readinglist.exam.Review;

/** The list for other programs: JSON. It has no time of a study but the shifted day in keys. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ExamResource {

    private static final int MOST_IMAGES = 1000;
    private static final int LAST_PAGE = 100_000;

    private final Board board;

    ExamResource(Board board) {
        this.board = board;
    }

    /**
     * An exam in a line.
     *
     * @param priority 0 to 100, of its most urgent image; null before any was assessed
     * @param inputs what that was made from, codes
     * @param parts their points, where they are told
     * @param images that are known of it
     * @param more whether there are more than are kept
     * @param here images that are in the bucket
     * @param progress {@code here}, {@code on-its-way} or {@code not-assessed}
     * @param quality the worst verdict, a code, or null
     * @param review {@code open}, {@code accepted} or {@code rejected}, by the truck
     */
    public record ExamAnswer(
            String truck,
            String studyInstanceUid,
            @Nullable Integer priority,
            boolean urgent,
            List<String> inputs,
            List<Part> parts,
            List<String> modalities,
            List<String> scanners,
            int images,
            boolean more,
            int here,
            String progress,
            @Nullable String quality,
            List<String> findings,
            String review,
            int rejected) {

        static ExamAnswer of(ExamSummary exam) {
            return new ExamAnswer(
                    exam.id().truck(),
                    exam.id().study(),
                    exam.priority(),
                    exam.urgent(),
                    exam.inputs(),
                    exam.parts(),
                    exam.modalities(),
                    exam.scanners(),
                    exam.images(),
                    exam.beyond(),
                    exam.here(),
                    exam.progress().code(),
                    exam.verdict() == null ? null : Words.code(exam.verdict()),
                    exam.findings(),
                    exam.reviewed().code(),
                    exam.rejected());
        }
    }

    /**
     * A page of the list, those to be looked at first at its head.
     *
     * @param state of the list: {@code current}, {@code stale} or {@code reading}
     * @param asOf of when it is, or null before it was read once
     * @param total exams that the filter lets
     */
    public record ListAnswer(
            String state, @Nullable Instant asOf, int total, int page, List<ExamAnswer> exams) {}

    /**
     * An exam with a page of its images, the most urgent first.
     *
     * @param state as in {@link ListAnswer}
     */
    public record ExamDetail(String state, ExamAnswer exam, List<ImageAnswer> images) {}

    /** An image. */
    public record ImageAnswer(
            UUID objectId,
            String seriesInstanceUid,
            String sopInstanceUid,
            @Nullable Integer priority,
            List<String> inputs,
            @Nullable String quality,
            List<String> findings,
            @Nullable String notSegmented,
            @Nullable ReviewAnswer review,
            List<ObjectAnswer> objects) {}

    /** What the truck decided. */
    public record ReviewAnswer(
            String decision, @Nullable String reason, boolean repeat, String reviewer) {

        static @Nullable ReviewAnswer of(@Nullable Review review) {
            return review == null
                    ? null
                    : new ReviewAnswer(
                            review.decision().name(),
                            review.reason(),
                            review.repeat(),
                            review.reviewer().name());
        }
    }

    /**
     * An object that was verified in the bucket.
     *
     * @param key where it lies there
     * @param bytes its size, or null where the event does not say
     * @param address where it is handed out here; null when it lies in no bucket that is read here
     */
    public record ObjectAnswer(
            String kind,
            String key,
            String sha256,
            @Nullable Long bytes,
            @Nullable String address) {}

    /**
     * How the list stands.
     *
     * @param missed events that the broker deleted before they were read
     * @param refused records that were passed by, by outcome
     * @param left exams that left since the start, by reason and kind
     * @param past exams that had left by their age before this instance began
     */
    public record StateAnswer(
            String state,
            @Nullable Instant asOf,
            int exams,
            int images,
            int urgentOpen,
            int incomplete,
            long missed,
            Map<String, Long> refused,
            Map<String, Map<String, Long>> left,
            long past) {}

    /** A page of the list. */
    @GET
    @Path("exams")
    public ListAnswer exams(@BeanParam Asked asked) {
        var query = asked.query();
        var found = board.list().page(query.filter(), query.offset(), query.limit());
        var now = board.now();
        return new ListAnswer(
                now.state().code(),
                now.asOf(),
                found.total(),
                query.page(),
                found.exams().stream().map(ExamAnswer::of).toList());
    }

    /** One exam with its images. */
    @GET
    @Path("exams/{truck}/{study}")
    public ExamDetail exam(
            @PathParam("truck") String truck,
            @PathParam("study") String study,
            @QueryParam("page") @DefaultValue("1") int page,
            @QueryParam("limit") @DefaultValue("200") int limit) {
        var id = Addresses.exam(truck, study).orElseThrow(NotFoundException::new);
        int most = Math.clamp(limit, 1, MOST_IMAGES);
        var found =
                board.list()
                        .exam(id, (Math.clamp(page, 1, LAST_PAGE) - 1) * most, most)
                        .orElseThrow(NotFoundException::new);
        return new ExamDetail(
                board.now().state().code(),
                ExamAnswer.of(found.exam()),
                found.images().stream().map(image -> answer(id, image)).toList());
    }

    private static ImageAnswer answer(ExamId exam, Image image) {
        var assessed = image.assessment();
        return new ImageAnswer(
                image.objectId(),
                image.uids().seriesInstanceUid(),
                image.uids().sopInstanceUid(),
                image.priority(),
                assessed == null ? List.of() : assessed.triage().inputs(),
                assessed == null ? null : Words.code(assessed.quality().verdict()),
                assessed == null ? List.of() : assessed.quality().findings(),
                assessed == null ? null : assessed.notSegmented(),
                ReviewAnswer.of(image.review()),
                image.objects().entrySet().stream()
                        .map(object ->
                                new ObjectAnswer(
                                        Addresses.code(object.getKey()),
                                        object.getValue()
                                                .key(exam.truck(), image.uids(), object.getKey()),
                                        object.getValue().sha256(),
                                        object.getValue().bytes() < 0
                                                ? null
                                                : object.getValue().bytes(),
                                        object.getValue().bucket() == null
                                                ? null
                                                : Addresses.object(
                                                        exam, image.objectId(), object.getKey())))
                        .toList());
    }

    /** How the list stands, and what is not on it. */
    @GET
    @Path("state")
    public StateAnswer state() {
        var now = board.now();
        var totals = board.list().totals();
        var refused = new TreeMap<String, Long>();
        board.metrics().refused().forEach((outcome, count) -> refused.put(outcome.code(), count));
        var left = new TreeMap<String, Map<String, Long>>();
        for (var reason : Departures.Reason.values()) {
            var kinds = new TreeMap<String, Long>();
            for (var kind : Departures.Kind.values()) {
                kinds.put(code(kind), totals.departures().count(reason, kind));
            }
            left.put(code(reason), kinds);
        }
        return new StateAnswer(
                now.state().code(),
                now.asOf(),
                totals.exams(),
                totals.images(),
                totals.urgentOpen(),
                totals.incomplete(),
                now.missed(),
                refused,
                left,
                totals.past());
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
