package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * The features of one scan for the fleet miner: real day, no way back to the study. It carries no
 * UID, no patient, no object reference, no age and no sex; its id is an HMAC of its own purpose.
 *
 * @param featureId 32 hex digits; names the scan in {@link ScanOutcome} too, and links to nothing
 *     else
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param acquisitionDay the real day of acquisition
 * @param stratum what kind of scan it is
 * @param features the measured values
 * @param examKey which records are of one exam: 32 hex digits, an HMAC of the study of a purpose of
 *     its own; null in records from before there was one
 * @param examKeyId 16 hex digits, the same for all exam keys that can be compared: another one
 *     means another pseudonym key; null exactly when there is no exam key
 */
public record ScanFeatures(
        String featureId,
        String truck,
        String scanner,
        LocalDate acquisitionDay,
        Stratum stratum,
        Features features,
        @Nullable String examKey,
        @Nullable String examKeyId)
        implements Payload {

    public ScanFeatures {
        Objects.requireNonNull(acquisitionDay, "acquisitionDay");
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(features, "features");
        Checks.featureId(featureId);
        Checks.truck(truck);
        Checks.scanner(scanner);
        if ((examKey == null) != (examKeyId == null)) {
            throw new IllegalArgumentException("an exam key goes with the id of its key");
        }
        if (examKey != null && examKeyId != null) {
            Checks.featureId(examKey);
            Checks.keyId(examKeyId);
        }
    }

    /** A record that does not say of which exam it is. */
    public ScanFeatures(
            String featureId,
            String truck,
            String scanner,
            LocalDate acquisitionDay,
            Stratum stratum,
            Features features) {
        this(featureId, truck, scanner, acquisitionDay, stratum, features, null, null);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_FEATURES;
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
