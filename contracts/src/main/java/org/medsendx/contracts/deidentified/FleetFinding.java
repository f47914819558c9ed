package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * A scanner changed status, or a finding about it got on: something for a medical physicist to look
 * at, or its end.
 *
 * @param scanner the scanner
 * @param truck the truck it was last seen on
 * @param from status before
 * @param to status now
 * @param feature the feature that decided, or {@code none}
 * @param deviation its deviation in standard errors
 * @param day the acquisition day of the scan that decided
 * @param finding the finding as it stands after this; null for a change of status without one and
 *     in events from before there were any. With one {@code from} and {@code to} may be the same
 */
public record FleetFinding(
        String scanner,
        String truck,
        ScannerStatus.Status from,
        ScannerStatus.Status to,
        String feature,
        double deviation,
        LocalDate day,
        @Nullable FleetCase finding)
        implements Payload {

    public FleetFinding {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(feature, "feature");
        Objects.requireNonNull(day, "day");
        Checks.scanner(scanner);
        Checks.truck(truck);
        if (!Double.isFinite(deviation)) {
            throw new IllegalArgumentException("a deviation is a finite number");
        }
        if (from == to && finding == null) {
            throw new IllegalArgumentException("a finding is a change");
        }
    }

    /** A change of status and no more. */
    public FleetFinding(
            String scanner,
            String truck,
            ScannerStatus.Status from,
            ScannerStatus.Status to,
            String feature,
            double deviation,
            LocalDate day) {
        this(scanner, truck, from, to, feature, deviation, day, null);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_FINDINGS;
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
