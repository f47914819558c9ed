package org.medsendx.readinglist.exam;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.Triage.Part;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * An exam in a line. It has the priority of its most urgent image, as on the way out of the truck.
 *
 * @param place in the list, the earliest first; made of a real time, so it orders and is shown to
 *     nobody
 * @param arrived when the first event about it was written, likewise
 * @param priority null before any image was assessed
 * @param inputs what the priority was made from, of the image that decides it
 * @param parts their points; empty when they are not told
 * @param images that are known, at most so many as are kept
 * @param beyond whether there are more
 * @param here images that are in the bucket
 * @param verdict the worst quality, or null
 * @param findings what was found about quality, of all images
 * @param rejected images that the truck rejected
 * @param thumbnail the image whose small picture stands for the exam, or null
 */
public record ExamSummary(
        ExamId id,
        Instant place,
        Instant arrived,
        @Nullable Integer priority,
        boolean urgent,
        List<String> inputs,
        List<Part> parts,
        List<String> modalities,
        List<String> scanners,
        int images,
        boolean beyond,
        int here,
        Progress progress,
        @Nullable Verdict verdict,
        List<String> findings,
        Reviewed reviewed,
        int rejected,
        @Nullable UUID thumbnail) {

    /** What nobody has assessed is routine, as it is for the uplink. */
    static final int UNASSESSED = 0;

    /** The order of the list; exams of one place by name, so that every instance has the same. */
    public static final Comparator<ExamSummary> ORDER =
            Comparator.comparing(ExamSummary::place).thenComparing(ExamSummary::id);

    /** Images of an exam: the most urgent first, else by name. */
    public static final Comparator<Image> URGENT_FIRST =
            Comparator.comparingInt(ExamSummary::urgency)
                    .reversed()
                    .thenComparing(image -> image.uids().seriesInstanceUid())
                    .thenComparing(image -> image.uids().sopInstanceUid())
                    .thenComparing(Image::objectId);

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.REPEAT, Verdict.LOOK, Verdict.NOT_JUDGED, Verdict.GOOD);

    static ExamSummary of(
            ExamId id,
            Instant arrived,
            Collection<Image> images,
            boolean beyond,
            ListLimits limits) {
        Image leading = null;
        Image pictured = null;
        var modalities = new TreeSet<String>();
        var scanners = new TreeSet<String>();
        var findings = new TreeSet<String>();
        int worst = WORST_FIRST.size();
        int here = 0;
        int whole = 0;
        int decided = 0;
        int rejected = 0;
        for (var image : images) {
            if (leading == null || URGENT_FIRST.compare(image, leading) < 0) {
                leading = image;
            }
            var picture = image.objects().get(UploadedKind.THUMBNAIL);
            if (picture != null
                    && picture.bucket() != null
                    && (pictured == null || URGENT_FIRST.compare(image, pictured) < 0)) {
                pictured = image;
            }
            here += image.isHere() ? 1 : 0;
            whole += image.isWhole() ? 1 : 0;
            var assessed = image.assessment();
            if (assessed != null) {
                modalities.add(assessed.modality());
                scanners.add(assessed.scanner());
                findings.addAll(assessed.quality().findings());
                worst = Math.min(worst, WORST_FIRST.indexOf(assessed.quality().verdict()));
            }
            var review = image.review();
            decided += review == null ? 0 : 1;
            rejected += review != null && review.isRejection() ? 1 : 0;
        }
        var first = leading == null ? null : leading.assessment();
        var triage = first == null ? null : first.triage();
        int priority = triage == null ? UNASSESSED : triage.priority();
        return new ExamSummary(
                id,
                Triage.place(arrived, priority, limits.aging()),
                arrived,
                triage == null ? null : priority,
                priority >= limits.urgentFrom(),
                triage == null ? List.of() : triage.inputs(),
                triage == null || triage.parts() == null ? List.of() : triage.parts(),
                List.copyOf(modalities),
                List.copyOf(scanners),
                images.size(),
                beyond,
                here,
                triage == null
                        ? Progress.NOT_ASSESSED
                        : whole == images.size() && !beyond ? Progress.HERE : Progress.ON_ITS_WAY,
                worst < WORST_FIRST.size() ? WORST_FIRST.get(worst) : null,
                List.copyOf(findings),
                rejected > 0 ? Reviewed.REJECTED : decided > 0 ? Reviewed.ACCEPTED : Reviewed.OPEN,
                rejected,
                pictured == null ? null : pictured.objectId());
    }

    // What is not assessed comes behind all that is.
    private static int urgency(Image image) {
        var priority = image.priority();
        return priority == null ? -1 : priority;
    }
}
