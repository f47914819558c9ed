package org.medsendx.miner.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetEffect;
import org.medsendx.contracts.deidentified.FleetSince;

/**
 * What was found about a scanner, and when it was seen and seen no longer. What people did is kept
 * beside it, since actions may come in any order; {@link Life} joins both.
 *
 * @param id 32 hex digits
 * @param cause the class of cause, a code
 * @param feature the feature that decided last
 * @param unit unit of the effect
 * @param opened the day of acquisition that decided first
 * @param lastDay the latest day on which it was still seen
 * @param effect how far, as seen last
 * @param since when it began, as seen last, or null
 * @param sights in order; the first is that it was opened
 */
public record Finding(
        String id,
        String cause,
        String feature,
        String unit,
        LocalDate opened,
        LocalDate lastDay,
        FleetEffect effect,
        @Nullable FleetSince since,
        List<Sight> sights) {

    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(opened, "opened");
        Objects.requireNonNull(lastDay, "lastDay");
        sights = List.copyOf(sights);
        if (sights.isEmpty() || sights.getFirst().what() != What.OPENED) {
            throw new IllegalArgumentException("a finding begins with being opened");
        }
    }

    /** What the measurements said. */
    public enum What {
        OPENED,
        AS_USUAL_AGAIN,
        BACK
    }

    /**
     * The measurements said something.
     *
     * @param at when they were analysed
     * @param day the latest day of acquisition in the analysis
     * @param what what they said
     */
    public record Sight(Instant at, LocalDate day, What what) {
        public Sight {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(day, "day");
            Objects.requireNonNull(what, "what");
        }
    }
}
