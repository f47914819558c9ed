package org.medsendx.ingest.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last days in memory: images, their exams, and when each scanner sent its last image. Bounded:
 * beyond so many images the oldest exams are forgotten here; the log has them. Thread safe.
 */
public final class Board {

    /** Some 10 MB. */
    public static final int MOST_IMAGES = 30_000;

    private static final int MOST_SCANNERS = 64;
    private static final String UNKNOWN = "unknown";

    private final int most;
    // In the order in which they came in.
    private final Map<UUID, ImageState> images = new LinkedHashMap<>();
    private final Map<String, Set<UUID>> exams = new HashMap<>();
    private final Map<String, Instant> scanners = new TreeMap<>();
    private long version;

    /**
     * @param most how many images
     */
    public Board(int most) {
        this.most = most;
    }

    /** Takes what became known; a repeat changes nothing. */
    synchronized void take(Milestone milestone) {
        if (milestone.stage() == Stage.ARCHIVED && !images.containsKey(milestone.objectId())) {
            // The truck may have come to its archive after weeks: that is no image of today.
            return;
        }
        var image =
                images.computeIfAbsent(
                        milestone.objectId(), id -> new ImageState(id, milestone.at()));
        image.take(milestone);
        if (image.study != null) {
            exams.computeIfAbsent(image.study, _ -> new LinkedHashSet<>()).add(image.objectId);
        }
        if (image.scanner != null && image.stages.contains(Stage.RECEIVED)) {
            scanners.merge(image.scanner, image.first, Board::later);
            if (scanners.size() > MOST_SCANNERS) {
                scanners.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .ifPresent(oldest -> scanners.remove(oldest.getKey()));
            }
        }
        while (images.size() > most) {
            forgetOldest();
        }
        version++;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    // With all of its exam: counts of half an exam would be wrong.
    private void forgetOldest() {
        var oldest = images.values().iterator().next();
        var exam = oldest.study == null ? null : exams.remove(oldest.study);
        images.remove(oldest.objectId);
        if (exam != null) {
            exam.forEach(images::remove);
        }
    }

    /** Changes with everything that is taken. */
    public synchronized long version() {
        return version;
    }

    /** The exams of which an image came in since a time, the latest first. */
    public synchronized List<ExamLine> exams(Instant since) {
        var lines = new ArrayList<ExamLine>();
        exams.forEach((study, ids) -> {
            var line = line(study, ids);
            if (!line.last().isBefore(since)) {
                lines.add(line);
            }
        });
        lines.sort(Comparator.comparing(ExamLine::last).reversed().thenComparing(ExamLine::study));
        return lines;
    }

    /** One exam, or null when it is not here. */
    public synchronized @Nullable ExamLine exam(String study) {
        var ids = exams.get(study);
        return ids == null ? null : line(study, ids);
    }

    /**
     * One image as it stands.
     *
     * @param first when it came in
     * @param verdict its own, or null before there is one
     * @param open whether somebody should look and nobody has decided
     */
    public record ImageLine(
            UUID objectId,
            Instant first,
            @Nullable Verdict verdict,
            boolean open,
            Set<Stage> stages) {
        public ImageLine {
            stages = Set.copyOf(stages);
        }
    }

    /** The images of an exam in the order in which they came; none when it is not here. */
    public synchronized List<ImageLine> images(String study) {
        return exams.getOrDefault(study, Set.of()).stream()
                .map(images::get)
                .filter(Objects::nonNull)
                .map(image ->
                        new ImageLine(
                                image.objectId,
                                image.first,
                                image.verdict,
                                image.open(),
                                image.stages))
                .toList();
    }

    /** Images since a time that belong to no exam yet, and are not withheld or quarantined. */
    public synchronized List<UUID> withoutExam(Instant since) {
        return images.values().stream()
                .filter(image -> image.study == null && !image.first.isBefore(since))
                .filter(image ->
                        !image.stages.contains(Stage.WITHHELD)
                                && !image.stages.contains(Stage.QUARANTINED))
                .map(image -> image.objectId)
                .toList();
    }

    /** When each scanner sent its last image, by its name. */
    public synchronized Map<String, Instant> scanners() {
        return new TreeMap<>(scanners);
    }

    private ExamLine line(String study, Set<UUID> ids) {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        String scanner = null;
        String modality = null;
        Verdict verdict = null;
        int judged = 0;
        int uploaded = 0;
        int confirmed = 0;
        int open = 0;
        ImageState worst = null;
        for (UUID id : ids) {
            var image = images.get(id);
            if (image == null) {
                continue;
            }
            first = image.first.isBefore(first) ? image.first : first;
            last = later(image.first, last);
            scanner = scanner == null ? image.scanner : scanner;
            modality = modality == null ? image.modality : modality;
            judged += image.verdict == null ? 0 : 1;
            uploaded += image.stages.contains(Stage.UPLOADED) ? 1 : 0;
            confirmed += image.stages.contains(Stage.DELIVERED) ? 1 : 0;
            var own = image.verdict;
            if (own == null) {
                continue;
            }
            if (image.revision > 0) {
                own = Verdict.GOOD; // somebody decided
            }
            if (verdict == null || own.compareTo(verdict) > 0) {
                verdict = own;
                open = 0;
                worst = image;
            }
            open += own == verdict && image.open() ? 1 : 0;
        }
        return new ExamLine(
                study,
                first,
                last,
                scanner == null ? UNKNOWN : scanner,
                modality,
                ids.size(),
                judged,
                uploaded,
                confirmed,
                verdict,
                open,
                worst == null || !worst.open() ? List.of() : worst.findings,
                worst == null ? null : worst.objectId);
    }
}
