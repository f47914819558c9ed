package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.identified.InstanceWithheld;

/**
 * What was decided about one instance.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param at when it was decided
 * @param keyId which pseudonym key was used
 * @param profile which profile was applied
 * @param released the released instance, or null when it was withheld
 * @param transferSyntaxUid transfer syntax of the clean file, null when there is none
 * @param reasons why it was withheld; empty when it was released
 */
public record LedgerEntry(
        UUID objectId,
        String truck,
        Instant at,
        String keyId,
        String profile,
        @Nullable ReleasedInstance released,
        @Nullable String transferSyntaxUid,
        List<InstanceWithheld.Reason> reasons) {

    public LedgerEntry {
        Checks.truck(truck);
        reasons = List.copyOf(reasons);
        if ((released == null) == reasons.isEmpty()) {
            throw new IllegalArgumentException("either released or withheld with reasons");
        }
    }
}
