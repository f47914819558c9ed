package org.medsendx.miner.chart;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A calendar as a line from left to right.
 *
 * @param first the day at {@code left}
 * @param last the day at {@code right}, not before {@code first}
 */
record DayAxis(LocalDate first, LocalDate last, double left, double right) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
    private static final double ROOM_FOR_A_LABEL = 62;

    DayAxis {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("a calendar goes forwards");
        }
    }

    /** Where a day is; days before the first and after the last lie outside. */
    double at(LocalDate day) {
        long days = ChronoUnit.DAYS.between(first, last);
        return days == 0
                ? (left + right) / 2
                : left + (right - left) * ChronoUnit.DAYS.between(first, day) / days;
    }

    /** Where a day is, or the end of the line that is nearest to it. */
    double within(LocalDate day) {
        return Math.clamp(at(day), left, right);
    }

    /** Mondays, or the first days of months, as many as there is room to label. */
    List<LocalDate> ticks() {
        long most = Math.max(2, (long) ((right - left) / ROOM_FOR_A_LABEL));
        long days = ChronoUnit.DAYS.between(first, last);
        var ticks = new ArrayList<LocalDate>();
        if (days <= 7 * most) {
            int step = days <= most ? 1 : 7;
            var day = step == 1 ? first : first.plusDays((8 - first.getDayOfWeek().getValue()) % 7);
            for (; !day.isAfter(last); day = day.plusDays(step)) {
                ticks.add(day);
            }
            return ticks;
        }
        int months = 1;
        while (days / 30.4 / months > most) {
            months = months < 3 ? months + 1 : months < 12 ? months * 2 : months + 12;
        }
        var day = first.withDayOfMonth(1);
        if (day.isBefore(first)) {
            day = day.plusMonths(1);
        }
        for (; !day.isAfter(last); day = day.plusMonths(months)) {
            ticks.add(day);
        }
        return ticks;
    }

    /** What a tick is labelled with. */
    String label(LocalDate tick) {
        boolean long_ = ChronoUnit.DAYS.between(first, last) > 200;
        return tick.format(long_ ? MONTH : DAY);
    }
}
