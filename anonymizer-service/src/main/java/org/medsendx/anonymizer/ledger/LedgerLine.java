package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.InstanceWithheld;

/**
 * A {@link LedgerEntry} as a line of the journal has it. Its form is that of the first version and
 * stays, so that the ledger of a truck is read by every later one.
 *
 * @param released null when it was withheld
 * @param transferSyntaxUid null when it was withheld
 * @param reasons empty when it was released
 * @param orderPriority null when it is not known, when it was withheld, and in lines of before it
 *     was kept
 */
public record LedgerLine(
        UUID objectId,
        String truck,
        Instant at,
        String keyId,
        String profile,
        @Nullable ReleasedInstance released,
        @Nullable String transferSyntaxUid,
        List<InstanceWithheld.Reason> reasons,
        @Nullable OrderPriority orderPriority) {

    public LedgerLine {
        reasons = List.copyOf(reasons);
        boolean withheld = released == null;
        if (withheld == reasons.isEmpty() || withheld != (transferSyntaxUid == null)) {
            throw new IllegalArgumentException("either released or withheld with reasons");
        }
    }

    static LedgerLine of(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released released ->
                    of(
                            entry,
                            released.instance(),
                            released.transferSyntaxUid(),
                            List.of(),
                            released.orderPriority());
            case LedgerEntry.Decision.Withheld withheld ->
                    of(entry, null, null, withheld.reasons(), null);
        };
    }

    private static LedgerLine of(
            LedgerEntry entry,
            @Nullable ReleasedInstance released,
            @Nullable String transferSyntaxUid,
            List<InstanceWithheld.Reason> reasons,
            @Nullable OrderPriority orderPriority) {
        return new LedgerLine(
                entry.objectId(),
                entry.truck(),
                entry.at(),
                entry.keyId(),
                entry.profile(),
                released,
                transferSyntaxUid,
                reasons,
                orderPriority);
    }

    LedgerEntry entry() {
        return new LedgerEntry(
                objectId,
                truck,
                at,
                keyId,
                profile,
                released == null || transferSyntaxUid == null
                        ? new LedgerEntry.Decision.Withheld(reasons)
                        : new LedgerEntry.Decision.Released(
                                released, transferSyntaxUid, orderPriority));
    }
}
