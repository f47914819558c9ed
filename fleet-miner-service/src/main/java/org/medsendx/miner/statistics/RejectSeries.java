package org.medsendx.miner.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.reviews.RejectGroup;
import org.medsendx.miner.reviews.ReviewCounts;

/** What is watched of people's decisions: exams in which something was rejected, of all decided. */
public enum RejectSeries {
    ALL("rejects", Cause.HANDLING, null),
    REPEATS("repeats", Cause.HANDLING, null),
    EXPOSURE("rejects-exposure", Cause.EXPOSURE, RejectGroup.EXPOSURE),
    DEFECT("rejects-defect", Cause.DEFECT, RejectGroup.DEFECT),
    POSITIONING("rejects-positioning", Cause.POSITIONING, RejectGroup.POSITIONING),
    MOTION("rejects-motion", Cause.MOTION, RejectGroup.MOTION),
    PREPARATION("rejects-preparation", Cause.PREPARATION, RejectGroup.PREPARATION),
    IDENTIFICATION("rejects-identification", Cause.IDENTIFICATION, RejectGroup.IDENTIFICATION),
    PROTOCOL("rejects-protocol", Cause.PROTOCOL, RejectGroup.PROTOCOL),
    OTHER("rejects-other", Cause.HANDLING, RejectGroup.OTHER);

    /** Unit of effects and charts: percentage points of the exams that somebody decided about. */
    public static final String UNIT = "% of exams";

    private final String label;
    private final Cause cause;
    private final @Nullable RejectGroup group;

    RejectSeries(String label, Cause cause, @Nullable RejectGroup group) {
        this.label = label;
        this.cause = cause;
        this.group = group;
    }

    /** Whether a feature of that name is one of these. */
    public static boolean isOne(String label) {
        return Arrays.stream(values()).anyMatch(one -> one.label.equals(label));
    }

    /** The name in events and pages. */
    public String label() {
        return label;
    }

    Cause cause() {
        return cause;
    }

    /** Whether one reason's exams are counted, and not those of several. */
    boolean ofOneGroup() {
        return group != null;
    }

    /** Exams with at least one scan that counts. */
    int hits(ReviewCounts counts) {
        if (group != null) {
            return counts.exams(group);
        }
        return this == REPEATS ? counts.repeatedExams() : counts.rejectedExams();
    }
}
