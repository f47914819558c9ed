package org.medsendx.deidentification.pseudonym;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moves dates back by a number of days; times of day stay, so that intervals are kept exactly.
 *
 * @param days 1 to {@value #MAX_DAYS}
 */
public record DateShift(int days) {

    /** Ten years, about. */
    public static final int MAX_DAYS = 3650;

    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "(\\d{8})((?:\\d{2}(?:\\d{2}(?:\\d{2}(?:\\.\\d{1,6})?)?)?)?)(?:[+-]\\d{4})?");

    public DateShift {
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("a shift is 1 to " + MAX_DAYS + " days");
        }
    }

    /**
     * A DA value ({@code yyyymmdd}, or {@code yyyy.mm.dd} of ACR-NEMA) moved back, or null when it
     * is not a date.
     */
    public @Nullable String date(String value) {
        LocalDate day = parse(value.strip());
        return day == null ? null : format(day.minusDays(days));
    }

    /**
     * A DT value moved back, without its offset from UTC, which tells where and in which season it
     * was; null when it is not one date and time (PS3.5, 6.2). One that is less exact than a day
     * cannot be moved by days and is null too.
     */
    public @Nullable String dateTime(String value) {
        String text = value.strip();
        Matcher form = DATE_TIME.matcher(text);
        if (!form.matches()) {
            return null;
        }
        LocalDate day = parse(form.group(1));
        String moved = day == null ? null : format(day.minusDays(days));
        return moved == null ? null : moved + form.group(2);
    }

    /** The day of a DA value, or of the first eight digits of a DT value; null when it is none. */
    public static @Nullable LocalDate parse(String value) {
        String digits = value;
        if (value.length() == 10 && value.charAt(4) == '.' && value.charAt(7) == '.') {
            digits = value.substring(0, 4) + value.substring(5, 7) + value.substring(8);
        }
        if (digits.length() != 8 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(digits.substring(0, 4)),
                    Integer.parseInt(digits.substring(4, 6)),
                    Integer.parseInt(digits.substring(6)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String format(LocalDate day) {
        return day.getYear() < 1
                ? null
                : "%04d%02d%02d".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }
}
