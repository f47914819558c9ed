package org.medsendx.anonymizer.pseudonym;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Moves dates back by a number of days; times of day stay, so that intervals are kept exactly.
 *
 * @param days 1 to {@value #MAX_DAYS}
 */
public record DateShift(int days) {

    /** Ten years, about. */
    public static final int MAX_DAYS = 3650;

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
     * A DT value moved back, or null when it is not a date and time. One that is less exact than a
     * day cannot be moved by days and is null too.
     */
    public @Nullable String dateTime(String value) {
        String text = value.strip();
        if (text.length() < 8 || !rest(text, 8)) {
            return null;
        }
        LocalDate day = parse(text.substring(0, 8));
        String moved = day == null ? null : format(day.minusDays(days));
        return moved == null ? null : moved + text.substring(8);
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

    /** Whether what follows the date of a DT value has the form of a time with or without zone. */
    private static boolean rest(String text, int from) {
        return text.length() <= 26
                && text.chars()
                        .skip(from)
                        .allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-');
    }

    private static @Nullable String format(LocalDate day) {
        return day.getYear() < 1
                ? null
                : "%04d%02d%02d".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }
}
