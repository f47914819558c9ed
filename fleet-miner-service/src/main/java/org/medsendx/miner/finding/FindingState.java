package org.medsendx.miner.finding;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction;

/**
 * Where a finding stands.
 *
 * <pre>
 *           acknowledge            to service
 * OPEN ------------------> ACKNOWLEDGED ----------> IN_SERVICE
 *   |  \___________ to service ________________________^ |
 *   | resolve, or as usual again     | the same          | resolve, return to service
 *   +--------------------------------+-------------------+--> RESOLVED
 *                                                               | reopen, or seen again
 * REOPENED <----------------------------------------------------+
 *   and on as from OPEN
 * </pre>
 *
 * <p>Measurements resolve nothing that is in service: a scanner that is taken apart, or not used,
 * must not seem mended.
 */
public enum FindingState {
    OPEN,
    ACKNOWLEDGED,
    IN_SERVICE,
    RESOLVED,
    REOPENED;

    /** The state as events, pages and metrics spell it, such as {@code in-service}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static FindingState of(String code) {
        for (var state : values()) {
            if (state.code().equals(code)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state of a finding");
    }

    /** Whether somebody still has to do something. */
    public boolean unresolved() {
        return this != RESOLVED;
    }

    /**
     * The state that an action leads to, or null when it cannot be taken in this one. What is no
     * step, such as a note, leaves the state as it is.
     */
    public @Nullable FindingState after(FleetAction.Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGE -> this == OPEN || this == REOPENED ? ACKNOWLEDGED : null;
            case TO_SERVICE -> unresolved() && this != IN_SERVICE ? IN_SERVICE : null;
            case RESOLVE, RETURN_TO_SERVICE -> unresolved() ? RESOLVED : null;
            case REOPEN -> this == RESOLVED ? REOPENED : null;
            case NOTE, SERVICE, SOFTWARE, PHANTOM, FREEZE, RELEARN, WITHDRAW -> this;
        };
    }
}
