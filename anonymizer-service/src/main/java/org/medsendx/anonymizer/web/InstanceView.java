package org.medsendx.anonymizer.web;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.identified.InstanceWithheld;

/**
 * A decision as it is shown on the truck.
 *
 * @param index from 0, in the order of decisions
 * @param outcome {@code released} or {@code withheld}
 * @param reasons codes of the rules that failed
 * @param tags the elements they failed on, where there is one
 * @param sopInstanceUid pseudonymous SOP Instance UID of a released instance
 * @param file path below the volume {@code deidentified}
 */
public record InstanceView(
        long index,
        UUID objectId,
        String outcome,
        List<String> reasons,
        List<String> tags,
        @Nullable String sopInstanceUid,
        @Nullable ObjectKey objectKey,
        @Nullable String file,
        @Nullable String sha256,
        @Nullable String modality,
        @Nullable String scanner) {

    static InstanceView of(Ledger.Numbered numbered) {
        var entry = numbered.entry();
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released(ReleasedInstance released, String _, var _) ->
                    new InstanceView(
                            numbered.index(),
                            entry.objectId(),
                            "released",
                            List.of(),
                            List.of(),
                            released.copy().instance().uids().sopInstanceUid(),
                            released.copy().objectKey(),
                            released.copy().content().file(),
                            released.copy().content().sha256(),
                            released.copy().modality(),
                            released.copy().scanner());
            case LedgerEntry.Decision.Withheld(List<InstanceWithheld.Reason> reasons) ->
                    new InstanceView(
                            numbered.index(),
                            entry.objectId(),
                            "withheld",
                            reasons.stream().map(InstanceWithheld.Reason::rule).distinct().toList(),
                            reasons.stream()
                                    .map(reason -> reason.tag() == null ? "" : reason.tag())
                                    .filter(tag -> !tag.isEmpty())
                                    .distinct()
                                    .toList(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null);
        };
    }
}
