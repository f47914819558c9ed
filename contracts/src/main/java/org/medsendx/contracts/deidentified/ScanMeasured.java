package org.medsendx.contracts.deidentified;

import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.ObjectEvent;

/**
 * What the segmenter measured on one scan, on its way to the border. It has no time and no UID: the
 * border turns it into {@link ScanFeatures} under another id and adds the real acquisition day,
 * which the clean zone never sees.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param stratum what kind of scan it is
 * @param features the measured values
 */
public record ScanMeasured(
        UUID objectId, String truck, String scanner, Stratum stratum, Features features)
        implements ObjectEvent {

    public ScanMeasured {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(features, "features");
        Checks.truck(truck);
        Checks.scanner(scanner);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_MEASURED;
    }

    @Override
    public String key() {
        return scanner;
    }
}
