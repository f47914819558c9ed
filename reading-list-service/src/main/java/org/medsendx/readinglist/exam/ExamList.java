package org.medsendx.readinglist.exam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * The exams of all trucks in the order of {@link Triage#place}: what the events on the topics say,
 * in whatever order they are read, so every instance that read them has the same list.
 *
 * <p>It is bounded by {@link ListLimits}. Where there is no room, the truck with the most images
 * gives way with exams of its own: first what the truck has decided about, then what is not urgent,
 * the last of the list first. Whatever leaves is counted. Changes are seen from {@link #settle} on.
 * Thread safe.
 */
public final class ExamList {

    /** A little more than has to leaves at once, so that a crowd is not sorted for every batch. */
    private static final double AFTER_ROOM_WAS_MADE = 0.98;

    /** Clocks of trucks may be so far ahead, as brokers let them. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private static final Comparator<ExamSummary> GIVES_WAY_FIRST =
            Comparator.<ExamSummary, Departures.Kind>comparing(Departures::kind)
                    .thenComparing(ExamSummary.ORDER)
                    .reversed();

    private final ListLimits limits;
    private final InstantSource clock;
    private final Instant begun;
    private final Map<ExamId, Exam> exams = new HashMap<>();
    private final TreeSet<ExamSummary> order = new TreeSet<>(ExamSummary.ORDER);
    private final Map<String, Integer> imagesOfTrucks = new TreeMap<>();
    private final Set<Exam> changed = new LinkedHashSet<>();
    private int images;
    private boolean live;
    private Departures departures = Departures.none();
    private long past;

    public ExamList(ListLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /**
     * A page of the list.
     *
     * @param total exams that the filter lets
     */
    public record Page(List<ExamSummary> exams, int total) {}

    /** An exam with some of its images, the most urgent first. */
    public record Detail(ExamSummary exam, List<Image> images) {}

    /**
     * The list at a glance.
     *
     * @param trucks with their exams
     * @param modalities with their exams
     * @param urgentOpen urgent exams that the truck has not decided about
     * @param incomplete exams that are not wholly here
     * @param past exams that had left by their age before this instance began
     */
    public record Totals(
            int exams,
            int images,
            Map<String, Integer> trucks,
            Map<String, Integer> modalities,
            int urgentOpen,
            int incomplete,
            Departures departures,
            long past) {}

    /** An object of the list, as it can be asked for. */
    public record Located(StoredObject object, String key) {}

    /** An image was assessed. @param at when that was written */
    public synchronized Change assessed(ScanAssessed scan, Instant at, Assessment.Origin origin) {
        return change(
                scan.instance(),
                at,
                image -> {
                    var known = image.assessment();
                    // The same again, or an older one that an attempt in between has overtaken.
                    return known != null
                                    && (known.origin().equals(origin)
                                            || origin.isBefore(known.origin()))
                            ? null
                            : image.with(Assessment.of(scan, origin));
                });
    }

    /** The truck decided about an image. @param at when that was written */
    public synchronized Change reviewed(ScanReviewed scan, Instant at) {
        return change(
                scan.instance(),
                at,
                image -> {
                    var known = image.review();
                    return known != null && known.revision() >= scan.revision()
                            ? null
                            : image.with(Review.of(scan));
                });
    }

    /**
     * Objects were verified in a bucket.
     *
     * @param objects what the event names
     * @param at when that was written
     */
    public synchronized Change uploaded(
            InstanceUploaded upload, Map<UploadedKind, StoredObject> objects, Instant at) {
        return change(
                upload.instance(),
                at,
                image -> {
                    var after = image;
                    for (var object : objects.entrySet()) {
                        if (!object.getValue().equals(after.objects().get(object.getKey()))) {
                            after = after.with(object.getKey(), object.getValue());
                        }
                    }
                    return after;
                });
    }

    private Change change(
            CleanInstance instance, Instant at, Function<Image, @Nullable Image> change) {
        var id = new ExamId(instance.truck(), instance.uids().studyInstanceUid());
        var arrived = believed(at);
        var exam = exams.get(id);
        boolean unknown = exam == null;
        if (exam == null) {
            exam = new Exam(id, arrived);
        }
        int before = exam.images().size();
        var outcome = exam.change(instance, arrived, limits.mostImagesOfExam(), change);
        int more = exam.images().size() - before;
        if (unknown && more > 0) {
            exams.put(id, exam);
        }
        images += more;
        if (more > 0) {
            imagesOfTrucks.merge(id.truck(), more, Integer::sum);
        }
        if (exams.containsKey(id) && outcome != Change.CONTRADICTS) {
            changed.add(exam);
        }
        return outcome;
    }

    /**
     * When an event was written, which is told by a clock of the truck. What comes now and says
     * that it is from before the list begins, or from the future, came now: a wrong clock makes no
     * exam leave.
     */
    private Instant believed(Instant at) {
        var now = clock.instant();
        boolean odd = at.isAfter(now.plus(AHEAD)) || live && at.isBefore(now.minus(limits.keep()));
        return odd ? now : at;
    }

    /** Puts what has changed into its place, and lets go what is too old or too much. */
    public synchronized void settle() {
        for (var exam : changed) {
            var line = exam.line;
            if (line != null) {
                order.remove(line);
            }
            var now = exam.summary(limits);
            exam.line = now;
            order.add(now);
        }
        changed.clear();
        makeRoom();
        if (live) {
            letGoTheOld();
        }
    }

    /** All that was there when reading began was read: from now on what comes is new. */
    public synchronized void live() {
        live = true;
        settle();
    }

    private void letGoTheOld() {
        var oldest = clock.instant().minus(limits.keep());
        var old = order.stream().filter(exam -> exam.arrived().isBefore(oldest)).toList();
        for (var exam : old) {
            leaves(exam);
            if (exam.arrived().plus(limits.keep()).isBefore(begun)) {
                past++;
            } else {
                departures = departures.with(Departures.Reason.AGE, exam);
            }
        }
    }

    private void makeRoom() {
        if (images <= limits.mostImages()) {
            return;
        }
        long enough = (long) (limits.mostImages() * AFTER_ROOM_WAS_MADE);
        while (images > enough) {
            var truck =
                    imagesOfTrucks.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey();
            long second =
                    imagesOfTrucks.entrySet().stream()
                            .filter(other -> !other.getKey().equals(truck))
                            .mapToInt(Map.Entry::getValue)
                            .max()
                            .orElse(0);
            var giveWay = new ArrayList<ExamSummary>();
            order.stream().filter(exam -> exam.id().truck().equals(truck)).forEach(giveWay::add);
            giveWay.sort(GIVES_WAY_FIRST);
            for (var exam : giveWay) {
                leaves(exam);
                departures = departures.with(Departures.Reason.ROOM, exam);
                if (images <= enough || imagesOfTrucks.getOrDefault(truck, 0) < second) {
                    break;
                }
            }
        }
    }

    private void leaves(ExamSummary exam) {
        order.remove(exam);
        var gone = exams.remove(exam.id());
        if (gone != null) {
            int its = gone.images().size();
            images -= its;
            imagesOfTrucks.computeIfPresent(
                    exam.id().truck(), (_, all) -> all > its ? all - its : null);
        }
    }

    /** A page of the list as it was settled last. */
    public synchronized Page page(ExamFilter filter, int offset, int limit) {
        var page = new ArrayList<ExamSummary>();
        int total = 0;
        for (var exam : order) {
            if (filter.lets(exam)) {
                if (total >= offset && page.size() < limit) {
                    page.add(exam);
                }
                total++;
            }
        }
        return new Page(page, total);
    }

    /** An exam and a page of its images; empty when it is not on the list. */
    public synchronized Optional<Detail> exam(ExamId id, int offset, int limit) {
        var exam = exams.get(id);
        var line = exam == null ? null : exam.line;
        if (exam == null || line == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Detail(
                        line,
                        exam.images().stream()
                                .sorted(ExamSummary.URGENT_FIRST)
                                .skip(offset)
                                .limit(limit)
                                .toList()));
    }

    /** An object that an event has named; empty for every other. */
    public synchronized Optional<Located> object(ExamId id, UUID objectId, UploadedKind kind) {
        return Optional.ofNullable(exams.get(id))
                .flatMap(exam -> exam.image(objectId))
                .flatMap(image ->
                        Optional.ofNullable(image.objects().get(kind))
                                .map(object ->
                                        new Located(
                                                object,
                                                object.key(id.truck(), image.uids(), kind))));
    }

    /** The list at a glance. */
    public synchronized Totals totals() {
        var trucks = new TreeMap<String, Integer>();
        var modalities = new TreeMap<String, Integer>();
        int urgent = 0;
        int incomplete = 0;
        for (var exam : order) {
            trucks.merge(exam.id().truck(), 1, Integer::sum);
            exam.modalities().forEach(modality -> modalities.merge(modality, 1, Integer::sum));
            urgent += exam.urgent() && exam.reviewed() == Reviewed.OPEN ? 1 : 0;
            incomplete += exam.progress() == Progress.HERE ? 0 : 1;
        }
        return new Totals(
                order.size(), images, trucks, modalities, urgent, incomplete, departures, past);
    }
}
