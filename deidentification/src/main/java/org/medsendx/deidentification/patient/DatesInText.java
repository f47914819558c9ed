package org.medsendx.deidentification.patient;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds one day in text, in the forms that people write: {@code 1961-04-12}, {@code 12.4.1961},
 * {@code 4/12/61}, {@code 12. April 1961}, {@code Apr 12th, 1961}, {@code 12APR1961}, {@code
 * 19610412}, {@code 12041961}. Where day and month could be either, both are taken.
 */
final class DatesInText {

    private static final Map<String, Integer> MONTHS =
            Map.ofEntries(
                    Map.entry("jan", 1),
                    Map.entry("feb", 2),
                    Map.entry("mar", 3),
                    Map.entry("mrz", 3),
                    Map.entry("maer", 3),
                    Map.entry("apr", 4),
                    Map.entry("may", 5),
                    Map.entry("mai", 5),
                    Map.entry("jun", 6),
                    Map.entry("jul", 7),
                    Map.entry("aug", 8),
                    Map.entry("sep", 9),
                    Map.entry("oct", 10),
                    Map.entry("okt", 10),
                    Map.entry("nov", 11),
                    Map.entry("dec", 12),
                    Map.entry("dez", 12),
                    Map.entry("jaen", 1),
                    Map.entry("fev", 2),
                    Map.entry("avr", 4),
                    Map.entry("gen", 1));

    // German, English, French and Italian names begin with these; what follows is the rest of it.
    private static final String MONTH =
            "(jaen|jan|gen|feb|fev|maer|mar|mrz|apr|avr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
                    + "[a-z]{0,7}";
    private static final String GAP = "[ .,/\\-_]{0,3}";
    private static final String SEPARATOR = " ?[./\\-_ ] ?";
    private static final String YEAR = "(\\d{4}|\\d{2})(?!\\d)";

    private static final Pattern YEAR_FIRST =
            Pattern.compile(
                    "(?<!\\d)"
                            + YEAR.replace("(?!\\d)", "")
                            + SEPARATOR
                            + "(\\d{1,2})"
                            + SEPARATOR
                            + "(\\d{1,2})(?!\\d)");
    private static final Pattern YEAR_LAST =
            Pattern.compile("(?<!\\d)(\\d{1,2})" + SEPARATOR + "(\\d{1,2})" + SEPARATOR + YEAR);
    private static final Pattern DAY_MONTH =
            Pattern.compile(
                    "(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?"
                            + GAP
                            + "(?:of )?"
                            + MONTH
                            + GAP
                            + "'?"
                            + YEAR);
    private static final Pattern MONTH_DAY =
            Pattern.compile(
                    "(?<![a-z])"
                            + MONTH
                            + GAP
                            + "(\\d{1,2})(?:st|nd|rd|th)?[ .,/\\-_]{1,3}"
                            + YEAR);
    private static final Pattern YEAR_MONTH =
            Pattern.compile("(?<!\\d)(\\d{4})" + GAP + MONTH + GAP + "(\\d{1,2})(?!\\d)");
    private static final Pattern RUN = Pattern.compile("\\d{8,}");
    private static final Pattern DIGIT = Pattern.compile("\\d.*\\d", Pattern.DOTALL);

    private final LocalDate day;
    private final List<String> runs;

    DatesInText(LocalDate day) {
        this.day = day;
        String year = "%04d".formatted(day.getYear());
        String month = "%02d".formatted(day.getMonthValue());
        String dayOfMonth = "%02d".formatted(day.getDayOfMonth());
        runs =
                List.of(
                        year + month + dayOfMonth,
                        dayOfMonth + month + year,
                        month + dayOfMonth + year);
    }

    /** The day without separators: year first, day first, month first. */
    List<String> runs() {
        return runs;
    }

    /** Tells the places of the day in a folded text; whether there is one. */
    boolean find(String folded, Found found) {
        if (!DIGIT.matcher(folded).find()) {
            return false;
        }
        boolean any = false;
        Matcher run = RUN.matcher(folded);
        while (run.find()) {
            if (runs.stream().anyMatch(run.group()::contains)) {
                found.at(run.start(), run.end());
                any = true;
            }
        }
        any |=
                each(
                        YEAR_FIRST,
                        folded,
                        found,
                        m -> is(m, 1, number(m, 2), 3) || is(m, 1, number(m, 3), 2));
        any |=
                each(
                        YEAR_LAST,
                        folded,
                        found,
                        m -> is(m, 3, number(m, 2), 1) || is(m, 3, number(m, 1), 2));
        any |= each(DAY_MONTH, folded, found, m -> is(m, 3, month(m, 2), 1));
        any |= each(MONTH_DAY, folded, found, m -> is(m, 3, month(m, 1), 2));
        any |= each(YEAR_MONTH, folded, found, m -> is(m, 1, month(m, 2), 3));
        return any;
    }

    /** Hears where a day stands. */
    interface Found {
        void at(int from, int to);
    }

    private interface Test {
        boolean of(Matcher matcher);
    }

    // Matches may overlap: the search goes on one character after each beginning.
    private static boolean each(Pattern form, String text, Found found, Test test) {
        boolean any = false;
        Matcher matcher = form.matcher(text);
        for (int from = 0; from < text.length() && matcher.find(from); from = matcher.start() + 1) {
            if (test.of(matcher)) {
                found.at(matcher.start(), matcher.end());
                any = true;
            }
        }
        return any;
    }

    private boolean is(Matcher matcher, int year, int month, int dayOfMonth) {
        int number = number(matcher, year);
        boolean sameYear =
                matcher.group(year).length() == 4
                        ? number == day.getYear()
                        : number == day.getYear() % 100;
        LocalDate date = date(day.getYear(), month, number(matcher, dayOfMonth));
        return sameYear && day.equals(date);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int month(Matcher matcher, int group) {
        return MONTHS.getOrDefault(matcher.group(group), 0);
    }

    private static @Nullable LocalDate date(int year, int month, int dayOfMonth) {
        try {
            return LocalDate.of(year, month, dayOfMonth);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
