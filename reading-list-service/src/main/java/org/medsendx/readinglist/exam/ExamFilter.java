package org.medsendx.readinglist.exam;

import org.jspecify.annotations.Nullable;

/**
 * Which exams of the list; empty or null lets all.
 *
 * @param study a part of the pseudonymous Study Instance UID
 */
public record ExamFilter(
        String study,
        String truck,
        String modality,
        @Nullable Progress progress,
        @Nullable Reviewed reviewed) {

    /** All of them. */
    public static final ExamFilter ALL = new ExamFilter("", "", "", null, null);

    boolean lets(ExamSummary exam) {
        return (study.isEmpty() || exam.id().study().contains(study))
                && (truck.isEmpty() || exam.id().truck().equals(truck))
                && (modality.isEmpty() || exam.modalities().contains(modality))
                && (progress == null || exam.progress() == progress)
                && (reviewed == null || exam.reviewed() == reviewed);
    }
}
