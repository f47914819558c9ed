package org.medsendx.contracts;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The ranges in which values of a header are believed, in one table, so that no two services
 * disagree about one. A value outside its range counts as absent; it never stops an instance.
 */
public final class Plausible {

    /** Before ACR-NEMA 300-1985 no device wrote a date in this form; clocks begin in 1970. */
    public static final LocalDate EARLIEST_DAY = LocalDate.of(1985, 1, 1);

    /** Days that a header may be ahead of the truck: clocks and time zones differ by this much. */
    public static final int DAYS_AHEAD = 1;

    /**
     * Days that an event may be ahead of who reads it: its day was believed by the truck's clock,
     * from which the reader's differs as much again.
     */
    public static final int DAYS_AHEAD_OF_READER = 2 * DAYS_AHEAD;

    /** KVP (0018,0060) in kV is below this; 1000 and more is a value in volts. */
    public static final double KILOVOLTS_BELOW = 1000;

    private Plausible() {}

    /**
     * Whether a header's day of acquisition can be believed on the truck.
     *
     * @param birth Patient's Birth Date (0010,0030), null when there is none
     * @param today the UTC day by the truck's clock
     */
    public static boolean acquired(LocalDate day, @Nullable LocalDate birth, LocalDate today) {
        return between(day, today.plusDays(DAYS_AHEAD)) && (birth == null || !day.isBefore(birth));
    }

    /**
     * Whether an event's day of acquisition can be believed by who reads it.
     *
     * @param today the UTC day by the reader's clock
     */
    public static boolean reported(LocalDate day, LocalDate today) {
        return between(day, today.plusDays(DAYS_AHEAD_OF_READER));
    }

    /** Whether a peak voltage is one of an X-ray tube, in kV. */
    public static boolean kilovolts(double value) {
        return value > 0 && value < KILOVOLTS_BELOW;
    }

    /** Whether a rescale makes values of stored ones: both finite, the slope not 0. */
    public static boolean rescale(double slope, double intercept) {
        return Double.isFinite(slope) && slope != 0 && Double.isFinite(intercept);
    }

    private static boolean between(LocalDate day, LocalDate latest) {
        return !day.isBefore(EARLIEST_DAY) && !day.isAfter(latest);
    }
}
