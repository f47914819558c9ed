package org.medsendx.miner.statistics;

import java.time.LocalDate;

/**
 * When something moved.
 *
 * @param day the likeliest first day
 * @param earliest begin of the 95 % interval
 * @param latest its end
 */
public record Since(LocalDate day, LocalDate earliest, LocalDate latest) {

    public Since {
        if (earliest.isAfter(day) || latest.isBefore(day)) {
            throw new IllegalArgumentException("a day lies in its interval");
        }
    }
}
