package org.medsendx.anonymizer.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.VerifiedCopy;

/**
 * An instance that passed the gate, with what only the border may know of it.
 *
 * @param copy what the clean zone knows of it
 * @param featureId the id of its feature record: 32 lower-case hex digits of an HMAC of its own
 *     purpose, never published beside a UID
 * @param acquisitionDay the real day of acquisition; where the header has none, the UTC day it was
 *     received. Identifying beside any UID: it goes into feature records only
 * @param traceparent W3C trace context of its way through the truck, or null
 * @param examKey the exam of its feature record, an HMAC of its own purpose, never published beside
 *     a UID; null in lines from before there was one
 * @param examKeyId which key it was made with; null exactly when there is no exam key
 */
public record ReleasedInstance(
        @JsonUnwrapped VerifiedCopy copy,
        String featureId,
        LocalDate acquisitionDay,
        @Nullable String traceparent,
        @Nullable String examKey,
        @Nullable String examKeyId) {

    public ReleasedInstance {
        Objects.requireNonNull(copy, "copy");
        Objects.requireNonNull(acquisitionDay, "acquisitionDay");
        Checks.featureId(featureId);
        if ((examKey == null) != (examKeyId == null)) {
            throw new IllegalArgumentException("an exam key goes with the id of its key");
        }
        if (examKey != null && examKeyId != null) {
            Checks.featureId(examKey);
            Checks.keyId(examKeyId);
        }
    }

    /** An instance of a line from before there were exam keys. */
    public ReleasedInstance(
            VerifiedCopy copy,
            String featureId,
            LocalDate acquisitionDay,
            @Nullable String traceparent) {
        this(copy, featureId, acquisitionDay, traceparent, null, null);
    }

    /** The random id it was received under. */
    public UUID objectId() {
        return copy.instance().objectId();
    }
}
