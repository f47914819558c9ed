package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import org.medsendx.contracts.Checks;

/**
 * A day in a scanner's life that people told the miner of.
 *
 * @param day the day
 * @param kind a code such as {@code service}, {@code software}, {@code phantom} or {@code relearn}
 * @param action the action on fleet.actions.v1 that made it
 */
public record FleetMark(LocalDate day, String kind, String action) {

    public FleetMark {
        Objects.requireNonNull(day, "day");
        Checks.reason(kind);
        Checks.featureId(action);
    }
}
