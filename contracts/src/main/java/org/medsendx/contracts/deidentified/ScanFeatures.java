package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * The features of one scan for the fleet miner: real day, no way back to the study. It carries no
 * UID, no patient, no object reference, no age and no sex; its id is an HMAC of its own purpose.
 *
 * @param featureId 32 hex digits; links to nothing else
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param acquisitionDay the real day of acquisition
 * @param stratum what kind of scan it is
 * @param features the measured values
 */
public record ScanFeatures(
        String featureId,
        String truck,
        String scanner,
        LocalDate acquisitionDay,
        Stratum stratum,
        Features features)
        implements Payload {

    public ScanFeatures {
        Objects.requireNonNull(acquisitionDay, "acquisitionDay");
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(features, "features");
        Checks.featureId(featureId);
        Checks.truck(truck);
        Checks.scanner(scanner);
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
