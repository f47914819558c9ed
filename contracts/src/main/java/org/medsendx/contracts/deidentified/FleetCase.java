package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * A finding about a scanner as it stands: what was found, and what has become of it. Who did what
 * and the words of notes are on fleet.actions.v1, which fewer may read; a step names its action.
 *
 * @param id 32 hex digits
 * @param cause the class of cause, a code such as {@code gain}
 * @param feature the feature that decided
 * @param state a code: {@code open}, {@code acknowledged}, {@code in-service}, {@code resolved} or
 *     {@code reopened}
 * @param opened the day of acquisition of the scan that decided first
 * @param lastDay the latest day on which the scanner still differed
 * @param effect how far, with its 95 % interval
 * @param unit unit of the effect
 * @param since when it began, or null when that cannot be said
 * @param steps its life in order, the first is that it was opened
 */
public record FleetCase(
        String id,
        String cause,
        String feature,
        String state,
        LocalDate opened,
        LocalDate lastDay,
        FleetEffect effect,
        String unit,
        @Nullable FleetSince since,
        List<Step> steps) {

    public FleetCase {
        Checks.featureId(id);
        Checks.reason(cause);
        Checks.reason(state);
        Objects.requireNonNull(feature, "feature");
        Objects.requireNonNull(opened, "opened");
        Objects.requireNonNull(lastDay, "lastDay");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(unit, "unit");
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a finding was opened at least");
        }
    }

    /**
     * One step of its life.
     *
     * @param day the day it was taken
     * @param state the state since then, a code
     * @param action the action of a person that made it, or null for what the measurements did
     */
    public record Step(LocalDate day, String state, @Nullable String action) {
        public Step {
            Objects.requireNonNull(day, "day");
            Checks.reason(state);
            if (action != null) {
                Checks.featureId(action);
            }
        }
    }
}
