package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * The outcome of segmentation.
 *
 * @param status whether there is a tissue map
 * @param reason why there is none, a code; null when there is one
 * @param tissues the classes; empty when there is no tissue map
 */
public record Segmentation(Status status, @Nullable String reason, List<Features.Tissue> tissues) {

    public Segmentation {
        Objects.requireNonNull(status, "status");
        tissues = List.copyOf(tissues);
        if ((status == Status.SEGMENTED) != (reason == null)) {
            throw new IllegalArgumentException("exactly a missing tissue map has a reason");
        }
        if (reason != null) {
            Checks.reason(reason);
        }
    }

    /** Whether there is a tissue map. */
    public enum Status {
        SEGMENTED,
        /**
         * The object has no image, or one that cannot be decoded here. It is uploaded all the same.
         */
        NOT_SEGMENTED
    }
}
