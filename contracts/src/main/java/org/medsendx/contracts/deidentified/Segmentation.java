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
 * @param scheme the scheme that named the classes, or null when there are none or none was told
 * @param separation how deep the shallowest valley between two classes is, 0 to 1; null when it was
 *     not measured
 * @param remarks codes of what a reader of the classes must know, such as {@code metal-left-out};
 *     null when there are none
 * @param density what was measured on a whole breast, or null
 */
public record Segmentation(
        Status status,
        @Nullable String reason,
        List<Features.Tissue> tissues,
        @Nullable String scheme,
        @Nullable Double separation,
        @Nullable List<String> remarks,
        @Nullable BreastDensity density) {

    public Segmentation {
        Objects.requireNonNull(status, "status");
        tissues = List.copyOf(tissues);
        if ((status == Status.SEGMENTED) != (reason == null)) {
            throw new IllegalArgumentException("exactly a missing tissue map has a reason");
        }
        if (reason != null) {
            Checks.reason(reason);
        }
        if (scheme != null) {
            Checks.reason(scheme);
        }
        if (separation != null && !(separation >= 0 && separation <= 1)) {
            throw new IllegalArgumentException("separation is 0 to 1");
        }
        if (remarks != null) {
            remarks = List.copyOf(remarks);
            remarks.forEach(Checks::reason);
        }
    }

    /** An outcome of which no more is told. */
    public Segmentation(Status status, @Nullable String reason, List<Features.Tissue> tissues) {
        this(status, reason, tissues, null, null, null, null);
    }

    /** The same with another density. */
    public Segmentation with(@Nullable BreastDensity other) {
        return new Segmentation(status, reason, tissues, scheme, separation, remarks, other);
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
