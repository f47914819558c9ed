package org.medsendx.miner.reviews;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import org.medsendx.contracts.deidentified.RejectReason;

/** How many scans and exams were decided about, and rejected for what, on some days together. */
public final class ReviewCounts {

    private static final RejectReason[] REASONS = RejectReason.values();
    private static final RejectGroup[] GROUPS = RejectGroup.values();

    int scans;
    int exams;
    int rejectedScans;
    int rejectedExams;
    int repeatedScans;
    int repeatedExams;
    final int[] reasonScans = new int[REASONS.length];
    final int[] reasonExams = new int[REASONS.length];
    final int[] groupExams = new int[GROUPS.length];

    /** Nothing was decided. */
    public ReviewCounts() {}

    private static final class Exam {
        final EnumSet<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
        final EnumSet<RejectGroup> groups = EnumSet.noneOf(RejectGroup.class);
        boolean repeated;
    }

    /** The counts of one day. */
    static ReviewCounts of(Collection<Decided> day) {
        var counts = new ReviewCounts();
        var exams = new HashMap<Integer, Exam>();
        for (var scan : day) {
            var exam = exams.computeIfAbsent(scan.exam(), ignored -> new Exam());
            counts.scans++;
            var reason = scan.reason();
            if (reason != null) {
                counts.rejectedScans++;
                counts.reasonScans[reason.ordinal()]++;
                exam.reasons.add(reason);
                exam.groups.add(RejectGroup.of(reason));
            }
            if (scan.repeat()) {
                counts.repeatedScans++;
                exam.repeated = true;
            }
        }
        counts.exams = exams.size();
        for (var exam : exams.values()) {
            counts.rejectedExams += exam.reasons.isEmpty() ? 0 : 1;
            counts.repeatedExams += exam.repeated ? 1 : 0;
            exam.reasons.forEach(reason -> counts.reasonExams[reason.ordinal()]++);
            exam.groups.forEach(group -> counts.groupExams[group.ordinal()]++);
        }
        return counts;
    }

    /** Adds those of other days. */
    public void add(ReviewCounts other) {
        scans += other.scans;
        exams += other.exams;
        rejectedScans += other.rejectedScans;
        rejectedExams += other.rejectedExams;
        repeatedScans += other.repeatedScans;
        repeatedExams += other.repeatedExams;
        add(reasonScans, other.reasonScans);
        add(reasonExams, other.reasonExams);
        add(groupExams, other.groupExams);
    }

    private static void add(int[] sums, int[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }

    /** Scans that somebody decided about. */
    public int scans() {
        return scans;
    }

    /** Exams that they are of. */
    public int exams() {
        return exams;
    }

    /** Scans that were rejected. */
    public int rejectedScans() {
        return rejectedScans;
    }

    /** Exams with at least one. */
    public int rejectedExams() {
        return rejectedExams;
    }

    /** Scans that were, or are to be, taken again. */
    public int repeatedScans() {
        return repeatedScans;
    }

    /** Exams with at least one. */
    public int repeatedExams() {
        return repeatedExams;
    }

    /** Scans that were rejected for a reason. */
    public int scans(RejectReason reason) {
        return reasonScans[reason.ordinal()];
    }

    /** Exams with at least one scan that was rejected for a reason. */
    public int exams(RejectReason reason) {
        return reasonExams[reason.ordinal()];
    }

    /** Exams with at least one scan that was rejected for a reason of a group. */
    public int exams(RejectGroup group) {
        return groupExams[group.ordinal()];
    }
}
