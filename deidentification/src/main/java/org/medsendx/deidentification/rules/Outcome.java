package org.medsendx.deidentification.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * How one instance leaves de-identification: released or withheld.
 *
 * <p>There is no "released with warnings". An instance whose rules could not all be applied, or
 * whose written copy did not pass the gate, is withheld, and a {@link Reason} names the rule and
 * the tag but never the value it met, because reasons end up in logs and events.
 */
public sealed interface Outcome {

    /** Every rule was applied; {@code newUid} replaces the SOP Instance UID. */
    record Released(String newUid) implements Outcome {}

    /** At least one rule failed. */
    record Withheld(List<Reason> reasons) implements Outcome {
        public Withheld {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("withheld without a reason");
            }
        }

        /** Withheld for one reason that is no single element's. */
        public static Withheld because(String rule) {
            return new Withheld(List.of(new Reason(rule, null)));
        }
    }

    /**
     * The rule that failed and the tag it failed on, such as 0x00100010 for Patient's Name, or
     * null.
     */
    record Reason(String rule, @Nullable Integer tag) {
        public Reason {
            Checks.reason(rule);
        }
    }
}
