package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;

/**
 * What was decided about one scan, for the fleet miner: {@link ScanReviewed} with the real day and
 * without the way back to the study. It carries no UID, no object reference, no role and no word of
 * whoever decided. The highest revision of a scan counts.
 *
 * @param featureId names the scan as {@link ScanFeatures} does, and links to nothing else
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param acquisitionDay the real day of acquisition
 * @param modality Modality (0008,0060)
 * @param decision accepted or rejected
 * @param reason why it was rejected, a code; null when it was accepted
 * @param repeat whether the view was, or is to be, taken again
 * @param revision 1 for the first decision about a scan, and one more for each change
 * @param examKey which scans are of one exam, as in {@link ScanFeatures}; null where the border
 *     knows none
 * @param examKeyId which key it was made with; null exactly when there is no exam key
 */
public record ScanOutcome(
        String featureId,
        String truck,
        String scanner,
        LocalDate acquisitionDay,
        String modality,
        Decision decision,
        @Nullable String reason,
        boolean repeat,
        int revision,
        @Nullable String examKey,
        @Nullable String examKeyId)
        implements Payload {

    public ScanOutcome {
        Objects.requireNonNull(acquisitionDay, "acquisitionDay");
        Objects.requireNonNull(decision, "decision");
        Checks.featureId(featureId);
        Checks.truck(truck);
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
        if ((examKey == null) != (examKeyId == null)) {
            throw new IllegalArgumentException("an exam key goes with the id of its key");
        }
        if (examKey != null && examKeyId != null) {
            Checks.featureId(examKey);
            Checks.keyId(examKeyId);
        }
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_OUTCOMES;
    }

    @Override
    public String key() {
        return scanner;
    }

    @Override
    public String subject() {
        return featureId;
    }
}
