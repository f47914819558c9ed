package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * How one scanner stands against its own baseline and its cohort.
 *
 * @param scanner the scanner
 * @param truck the truck it was last seen on
 * @param scans how many scans were mined
 * @param status the verdict
 * @param deviation the largest deviation found, in standard errors; null when there is not enough
 *     data
 * @param feature the feature that deviates most, or null
 * @param lastDay the last acquisition day seen
 */
public record ScannerStatus(
        String scanner,
        String truck,
        long scans,
        Status status,
        @Nullable Double deviation,
        @Nullable String feature,
        LocalDate lastDay)
        implements Payload {

    public ScannerStatus {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(lastDay, "lastDay");
        Checks.scanner(scanner);
        Checks.truck(truck);
        if (scans < 0 || (deviation != null && !Double.isFinite(deviation))) {
            throw new IllegalArgumentException("a count is not negative, a deviation is finite");
        }
    }

    /** The verdict on a scanner. */
    public enum Status {
        OK,
        OUTLIER,
        NOT_ENOUGH_DATA
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_SCANNER_STATUS;
    }

    @Override
    public String key() {
        return scanner;
    }

    @Override
    public String subject() {
        return scanner;
    }
}
