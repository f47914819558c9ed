package org.medsendx.uplink.bandwidth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about the link of a truck. Nothing here drops anything: what may not go now
 * waits.
 *
 * @param bytesPerSecond rate of all that is sent, outside of the hours below; null for no limit
 * @param hours other rates at times of the day; the first that fits counts
 * @param plan bytes that are paid for, or null
 * @param urgentAlways whether urgent objects go when nothing else may: the plan is used up, or the
 *     rate of the hour is 0
 * @param zone the time zone of hours and months, such as {@code Europe/Berlin}
 */
public record Limits(
        @Nullable Long bytesPerSecond,
        List<Hours> hours,
        @Nullable DataPlan plan,
        boolean urgentAlways,
        String zone) {

    /** The least rate that is not 0: below it a part of 5 MiB takes hours and never arrives. */
    public static final long LEAST_RATE = 1_000;

    private static final int MOST_HOURS = 24;
    private static final int LATEST_FIRST_DAY = 28;

    /** None. */
    public static final Limits NONE = new Limits(null, List.of(), null, true, "UTC");

    /**
     * A rate at a time of the day.
     *
     * @param from included
     * @param to not included; before {@code from} it is of the next day
     * @param bytesPerSecond 0 for nothing, null for no limit
     */
    public record Hours(LocalTime from, LocalTime to, @Nullable Long bytesPerSecond) {

        public Hours {
            if (from.equals(to)) {
                throw new IllegalArgumentException("hours begin and end at different times");
            }
            checkRate(bytesPerSecond, true);
        }

        boolean hold(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean ended = !time.isBefore(to);
            return from.isBefore(to) ? begun && !ended : begun || !ended;
        }
    }

    /**
     * Bytes that are paid for.
     *
     * @param bytes a month
     * @param firstDay of the month that the plan begins anew, 1 to 28
     */
    public record DataPlan(long bytes, int firstDay) {

        public DataPlan {
            if (bytes <= 0) {
                throw new IllegalArgumentException("a data plan has some bytes");
            }
            if (firstDay < 1 || firstDay > LATEST_FIRST_DAY) {
                throw new IllegalArgumentException("a data plan begins on a day from 1 to 28");
            }
        }

        /** The first day of the month of the plan that a day is in. */
        public LocalDate monthOf(LocalDate day) {
            var begin = day.withDayOfMonth(firstDay);
            return begin.isAfter(day) ? begin.minusMonths(1) : begin;
        }
    }

    public Limits {
        checkRate(bytesPerSecond, false);
        hours = List.copyOf(hours);
        if (hours.size() > MOST_HOURS) {
            throw new IllegalArgumentException("24 times of the day are enough");
        }
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such time zone");
        }
    }

    private static void checkRate(@Nullable Long rate, boolean zero) {
        if (rate != null && rate < LEAST_RATE && !(zero && rate == 0)) {
            throw new IllegalArgumentException(
                    "a rate is at least "
                            + LEAST_RATE
                            + " bytes a second"
                            + (zero ? ", or 0" : ""));
        }
    }

    /** Bytes a second at a time: null for no limit, 0 for nothing. */
    public @Nullable Long rateAt(Instant time) {
        var here = time.atZone(ZoneId.of(zone)).toLocalTime();
        for (var some : hours) {
            if (some.hold(here)) {
                return some.bytesPerSecond;
            }
        }
        return bytesPerSecond;
    }

    /** The day that a time is in, here. */
    public LocalDate dayOf(Instant time) {
        return time.atZone(ZoneId.of(zone)).toLocalDate();
    }

    /** The first day of the month of the plan, or of the calendar's without one. */
    public LocalDate monthOf(Instant time) {
        var day = dayOf(time);
        return plan == null ? day.withDayOfMonth(1) : plan.monthOf(day);
    }
}
