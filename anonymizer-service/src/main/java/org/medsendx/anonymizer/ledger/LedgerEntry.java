package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.InstanceWithheld;

/**
 * What was decided about one instance.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param at when it was decided
 * @param keyId which pseudonym key was used
 * @param profile which profile was applied
 * @param decision released or withheld
 */
public record LedgerEntry(
        UUID objectId, String truck, Instant at, String keyId, String profile, Decision decision) {

    public LedgerEntry {
        Checks.truck(truck);
    }

    /** Released with a copy, or withheld with reasons; nothing between. */
    public sealed interface Decision {

        /**
         * It passed the gate.
         *
         * @param transferSyntaxUid transfer syntax of the clean file
         * @param orderPriority how urgent its order is, or null when that is not known
         */
        record Released(
                ReleasedInstance instance,
                String transferSyntaxUid,
                @Nullable OrderPriority orderPriority)
                implements Decision {
            public Released {
                Checks.uid(transferSyntaxUid);
            }
        }

        /** It did not; there is at least one reason. */
        record Withheld(List<InstanceWithheld.Reason> reasons) implements Decision {
            public Withheld {
                reasons = List.copyOf(reasons);
                if (reasons.isEmpty()) {
                    throw new IllegalArgumentException("withheld without a reason");
                }
            }
        }
    }
}
