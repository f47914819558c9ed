package org.medsendx.segmenter.exam;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;

/**
 * Which exams are wanted; what is null does not matter.
 *
 * @param modality a modality that a scan of it has
 * @param from first Study Date, {@code yyyymmdd}; exams without a date are not in a range
 * @param to last Study Date, {@code yyyymmdd}
 * @param state what was decided
 * @param verdict the worst verdict of its scans
 */
public record ExamFilter(
        @Nullable String modality,
        @Nullable String from,
        @Nullable String to,
        @Nullable ExamState state,
        @Nullable Verdict verdict) {

    /** Every exam. */
    public static final ExamFilter ALL = new ExamFilter(null, null, null, null, null);

    /** Whether a date is in the range. */
    boolean admits(String date) {
        if (from == null && to == null) {
            return true;
        }
        return date.length() == 8
                && (from == null || date.compareTo(from) >= 0)
                && (to == null || date.compareTo(to) <= 0);
    }
}
