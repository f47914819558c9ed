package org.medsendx.uplink.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.bandwidth.Limits;

/**
 * Limits as people write them: Mbit/s, GB a month, and one line for each time of the day, such as
 * {@code 08:00-18:00 2}, {@code 18:00-22:00 closed} or {@code 22:00-06:00 free}.
 *
 * @param rate in Mbit/s; blank for no limit
 * @param hours lines
 * @param plan in GB (10^9 bytes); blank for none
 * @param firstDay day of the month that the plan begins
 * @param urgent whether the urgent always go
 * @param zone time zone
 */
public record LimitsForm(
        String rate, String hours, String plan, String firstDay, boolean urgent, String zone) {

    private static final BigDecimal MBIT = BigDecimal.valueOf(125_000);
    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}([.,]\\d{1,6})?");
    private static final Pattern LINE =
            Pattern.compile("(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d)\\s+(\\S+)");
    private static final Pattern DAY = Pattern.compile("\\d{1,2}");

    static LimitsForm of(Limits limits) {
        var plan = limits.plan();
        return new LimitsForm(
                text(limits.bytesPerSecond(), MBIT),
                limits.hours().stream()
                        .map(some -> some.from() + "-" + some.to() + " " + rate(some))
                        .collect(Collectors.joining("\n")),
                plan == null ? "" : text(plan.bytes(), GB),
                Integer.toString(plan == null ? 1 : plan.firstDay()),
                limits.urgentAlways(),
                limits.zone());
    }

    private static String rate(Limits.Hours some) {
        Long rate = some.bytesPerSecond();
        return rate == null ? "free" : rate == 0 ? "closed" : text(rate, MBIT);
    }

    private static String text(@Nullable Long bytes, BigDecimal unit) {
        return bytes == null
                ? ""
                : BigDecimal.valueOf(bytes)
                        .divide(unit, 6, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /**
     * What it says.
     *
     * @throws IllegalArgumentException what is wrong with it, for a person
     */
    Limits limits() {
        Long planBytes = bytes(plan, GB, "The data plan is a number of GB, such as 20.");
        if (!DAY.matcher(firstDay.strip()).matches()) {
            throw new IllegalArgumentException("The plan begins on a day from 1 to 28.");
        }
        return new Limits(
                bytes(rate, MBIT, "The rate is a number of Mbit/s, such as 1.5."),
                hours.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(LimitsForm::hours)
                        .toList(),
                planBytes == null
                        ? null
                        : new Limits.DataPlan(planBytes, Integer.parseInt(firstDay.strip())),
                urgent,
                zone.strip());
    }

    private static Limits.Hours hours(String line) {
        var found = LINE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "A line of hours is such as 08:00-18:00 2, with closed or free in place of a"
                            + " number.");
        }
        return new Limits.Hours(
                time(found.group(1)),
                time(found.group(2)),
                switch (found.group(3)) {
                    case "free" -> null;
                    case "closed" -> 0L;
                    case String number ->
                            bytes(number, MBIT, "The rate of an hour is a number of Mbit/s.");
                });
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("A time is from 00:00 to 23:59.");
        }
    }

    private static @Nullable Long bytes(String text, BigDecimal unit, String problem) {
        String number = text.strip();
        if (number.isEmpty()) {
            return null;
        }
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException(problem);
        }
        return new BigDecimal(number.replace(',', '.'))
                .multiply(unit)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
