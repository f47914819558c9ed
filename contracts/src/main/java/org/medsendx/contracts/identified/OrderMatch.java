package org.medsendx.contracts.identified;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;

/**
 * What the orders on the truck say of an instance: how urgent it is, and whether the image is of
 * the patient and the part of the body that were ordered. Codes only, no value of either.
 *
 * @param priority of the order, null when there is none or it does not say
 * @param check how image and order fit
 * @param differs what of them does not, in the order of {@link Difference}; empty unless they
 *     differ
 */
public record OrderMatch(@Nullable OrderPriority priority, Check check, List<Difference> differs) {

    /** How an image and the orders fit. */
    public enum Check {
        /** One order, and nothing of it contradicts the image. */
        MATCHES,
        /** One order, but it is of another patient or part of the body, or an id was mistyped. */
        DIFFERS,
        /** Several orders fit equally well. The priority is that of the most urgent. */
        AMBIGUOUS,
        /** There are orders on the truck, but none for this image. */
        NO_ORDER
    }

    /** What of image and order differs. */
    public enum Difference {
        PATIENT_ID,
        PATIENT_NAME,
        BIRTH_DATE,
        SEX,
        ACCESSION_NUMBER,
        MODALITY,
        LATERALITY
    }

    public OrderMatch {
        Objects.requireNonNull(check, "check");
        differs = differs.isEmpty() ? List.of() : List.copyOf(EnumSet.copyOf(differs));
        if (differs.isEmpty() == (check == Check.DIFFERS)) {
            throw new IllegalArgumentException("what differs goes with a difference");
        }
        if (check == Check.NO_ORDER && priority != null) {
            throw new IllegalArgumentException("no order, no priority");
        }
    }

    /** For an image that no order is for. */
    public static OrderMatch noOrder() {
        return new OrderMatch(null, Check.NO_ORDER, List.of());
    }
}
