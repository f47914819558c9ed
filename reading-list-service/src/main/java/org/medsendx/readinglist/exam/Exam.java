package org.medsendx.readinglist.exam;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.CleanInstance;

/** One exam with its images, while it is on the list. Not thread safe. */
final class Exam {

    private final ExamId id;
    private final Map<UUID, Image> images = new LinkedHashMap<>();
    private Instant arrived;
    private boolean beyond;

    /** Its line as it stands in the order now; null before it has one. */
    @Nullable ExamSummary line;

    Exam(ExamId id, Instant arrived) {
        this.id = id;
        this.arrived = arrived;
    }

    ExamId id() {
        return id;
    }

    Collection<Image> images() {
        return images.values();
    }

    Optional<Image> image(UUID objectId) {
        return Optional.ofNullable(images.get(objectId));
    }

    /**
     * Changes one image.
     *
     * @param at when the event that tells of it was written
     * @param change makes the image anew, or returns the same when it tells nothing new
     */
    @SuppressWarnings("ReferenceEquality") // the same image is the same
    Change change(
            CleanInstance instance, Instant at, int most, Function<Image, @Nullable Image> change) {
        var known = images.get(instance.objectId());
        if (known != null && !known.uids().equals(instance.uids())) {
            return Change.CONTRADICTS;
        }
        if (known == null && images.size() >= most) {
            beyond = true;
            return Change.BEYOND;
        }
        if (at.isBefore(arrived)) {
            arrived = at;
        }
        var before = known == null ? Image.unknown(instance.objectId(), instance.uids()) : known;
        var after = change.apply(before);
        if (after == null || after == before) {
            return Change.REPEAT;
        }
        images.put(instance.objectId(), after);
        return Change.TAKEN;
    }

    ExamSummary summary(ListLimits limits) {
        return ExamSummary.of(id, arrived, images.values(), beyond, limits);
    }
}
