package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * What a person on the truck decided about one scan. A decision can be changed: the highest
 * revision of a scan counts. It says in which role somebody decided, never who, carries no time of
 * a clock (the study has shifted time), and no free text: comments stay on the truck.
 *
 * @param instance which scan
 * @param scanner the scanner, or {@code unknown}
 * @param modality Modality (0008,0060)
 * @param decision accepted or rejected
 * @param reason why it was rejected, a code; null when it was accepted
 * @param repeat whether the view was, or is to be, taken again
 * @param revision 1 for the first decision about a scan, and one more for each change
 * @param reviewer in which role somebody decided
 */
public record ScanReviewed(
        @JsonUnwrapped CleanInstance instance,
        String scanner,
        String modality,
        Decision decision,
        @Nullable String reason,
        boolean repeat,
        int revision,
        Reviewer reviewer)
        implements StudyEvent {

    public ScanReviewed {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(reviewer, "reviewer");
        Checks.scanner(scanner);
        Checks.modality(modality);
        if (reason != null) {
            Checks.reason(reason);
        }
        if ((decision == Decision.REJECTED) != (reason != null)) {
            throw new IllegalArgumentException("a rejected scan, and no other, has a reason");
        }
        if (repeat && decision == Decision.ACCEPTED) {
            throw new IllegalArgumentException("what is accepted is not taken again");
        }
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
    }

    /** What was decided. */
    public enum Decision {
        ACCEPTED,
        REJECTED
    }

    /** The role of whoever decided. */
    public enum Reviewer {
        CREW,
        OFFICER,
        ADMIN,
        /** Whoever was at the machine, where nobody has to say who they are. */
        LOCAL
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_REVIEWED;
    }
}
