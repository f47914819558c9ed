package org.medsendx.miner.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;

/**
 * What of an action changes something: without the name and the words, which stay on their topic,
 * so that what is kept of a scanner is small however much is written about it.
 *
 * @param id the action
 * @param kind what was done
 * @param finding the finding it is about, or null
 * @param day the day it is about, or null
 * @param withdraws the action it takes back, or null
 * @param at when it was done
 */
public record Deed(
        String id,
        Kind kind,
        @Nullable String finding,
        @Nullable LocalDate day,
        @Nullable String withdraws,
        Instant at) {

    public Deed {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
    }

    /** The deed of an action. */
    public static Deed of(FleetAction action) {
        return new Deed(
                action.id(),
                action.kind(),
                action.finding(),
                action.day(),
                action.withdraws(),
                action.at());
    }
}
