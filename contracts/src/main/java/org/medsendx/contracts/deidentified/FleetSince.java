package org.medsendx.contracts.deidentified;

import java.time.LocalDate;

/**
 * A day of change and its 95 % interval.
 *
 * @param day the most likely day
 * @param earliest first day of the interval
 * @param latest last day of the interval
 */
public record FleetSince(LocalDate day, LocalDate earliest, LocalDate latest) {
    public FleetSince {
        if (day.isBefore(earliest) || day.isAfter(latest)) {
            throw new IllegalArgumentException("a day of change lies in its interval");
        }
    }
}
