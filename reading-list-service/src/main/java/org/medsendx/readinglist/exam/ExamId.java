package org.medsendx.readinglist.exam;

import java.util.Comparator;
import org.medsendx.contracts.Checks;

/**
 * Which exam. The truck is part of it: what one truck says changes nothing about the exams of
 * another, whatever study it names.
 *
 * @param truck where it was made
 * @param study pseudonymous Study Instance UID
 */
public record ExamId(String truck, String study) implements Comparable<ExamId> {

    private static final Comparator<ExamId> BY_NAME =
            Comparator.comparing(ExamId::truck).thenComparing(ExamId::study);

    public ExamId {
        Checks.truck(truck);
        Checks.uid(study);
    }

    @Override
    public int compareTo(ExamId other) {
        return BY_NAME.compare(this, other);
    }
}
