package org.medsendx.ingest.crew;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times, ages and sizes as the crew reads them.
 *
 * @param texts the language
 * @param zone the time zone of the truck
 * @param now the time of the page
 */
public record Words(Texts texts, ZoneId zone, Instant now) {

    private static final double MBIT = 125_000;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK_WITH_SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** The beginning of today. */
    public Instant midnight() {
        return today().atStartOfDay(zone).toInstant();
    }

    private LocalDate today() {
        return now.atZone(zone).toLocalDate();
    }

    /** A time of today as a clock shows it, any other with its day. */
    public String time(Instant time) {
        var there = time.atZone(zone);
        return there.toLocalDate().equals(today())
                ? CLOCK.format(there)
                : day(there.toLocalDate()) + ", " + CLOCK.format(there);
    }

    /** A time with its seconds. */
    public String exact(Instant time) {
        var there = time.atZone(zone);
        return there.toLocalDate().equals(today())
                ? CLOCK_WITH_SECONDS.format(there)
                : day(there.toLocalDate()) + ", " + CLOCK_WITH_SECONDS.format(there);
    }

    /** The day of now. */
    public String day() {
        return day(today());
    }

    private String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(texts.language().locale())
                .format(day);
    }

    /** For how long something has lasted. */
    public String since(Instant begun) {
        return lasting(Duration.between(begun, now));
    }

    /** How long something is. */
    public String lasting(Duration time) {
        if (time.toMinutes() < 1) {
            return texts.text("age.now");
        }
        if (time.toHours() < 2) {
            return texts.text("age.minutes", time.toMinutes());
        }
        return time.toDays() < 2
                ? texts.text("age.hours", time.toHours())
                : texts.text("age.days", time.toDays());
    }

    /** A size in bytes. */
    public String size(long bytes) {
        return bytes < 1_000_000
                ? texts.text("size.kb", number(bytes / 1e3, 0))
                : bytes < 1_000_000_000
                        ? texts.text("size.mb", number(bytes / 1e6, 1))
                        : texts.text("size.gb", number(bytes / 1e9, 1));
    }

    /** A rate in bytes a second. */
    public String rate(long bytesPerSecond) {
        return texts.text("rate", number(bytesPerSecond / MBIT, 2));
    }

    /** A whole number. */
    public String number(long number) {
        return number(number, 0);
    }

    private String number(double number, int digits) {
        var format = NumberFormat.getNumberInstance(texts.language().locale());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(number);
    }

    /** The name of a scanner. */
    public String scanner(@Nullable String scanner) {
        return scanner == null || scanner.equals("unknown")
                ? texts.text("scanner.unknown")
                : scanner;
    }
}
