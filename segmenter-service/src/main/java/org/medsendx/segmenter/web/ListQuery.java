package org.medsendx.segmenter.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.segmenter.exam.ExamFilter;
import org.medsendx.segmenter.exam.ExamOrder;
import org.medsendx.segmenter.exam.ExamState;

/**
 * What the list of exams shows: parameters of its address, those that make no sense left out.
 *
 * @param filter which exams
 * @param order what comes first
 * @param page from 1
 * @param limit exams of a page
 */
public record ListQuery(ExamFilter filter, ExamOrder order, int page, int limit) {

    private static final int MOST = 200;
    private static final int LAST_PAGE = 10_000;

    static ListQuery of(
            @Nullable String modality,
            @Nullable String from,
            @Nullable String to,
            @Nullable String state,
            @Nullable String verdict,
            String order,
            int page,
            int limit) {
        return new ListQuery(
                new ExamFilter(
                        modality != null && modality.matches("[A-Z0-9]{1,16}") ? modality : null,
                        date(from),
                        date(to),
                        one(ExamState.values(), state),
                        one(Verdict.values(), verdict)),
                order.equals("newest") ? ExamOrder.NEWEST : ExamOrder.WORST,
                Math.clamp(page, 1, LAST_PAGE),
                Math.clamp(limit, 1, MOST));
    }

    // As a date field of a form gives it, or as DICOM does.
    private static @Nullable String date(@Nullable String text) {
        String digits = text == null ? "" : text.replace("-", "");
        return digits.matches("[0-9]{8}") ? digits : null;
    }

    private static <E extends Enum<E>> @Nullable E one(E[] values, @Nullable String word) {
        for (var value : values) {
            if (word(value).equals(word)) {
                return value;
            }
        }
        return null;
    }

    /** A constant as addresses have it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int offset() {
        return (page - 1) * limit;
    }

    public boolean newest() {
        return order == ExamOrder.NEWEST;
    }

    public String modality() {
        return filter.modality() == null ? "" : filter.modality();
    }

    public String state() {
        return filter.state() == null ? "" : word(filter.state());
    }

    public String verdict() {
        return filter.verdict() == null ? "" : word(filter.verdict());
    }

    public String from() {
        return dashed(filter.from());
    }

    public String to() {
        return dashed(filter.to());
    }

    /** A date as a date field takes it. */
    static String dashed(@Nullable String date) {
        return date == null || date.length() != 8
                ? ""
                : date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6);
    }

    /** Whether another page follows. */
    public boolean more(int total) {
        return offset() + limit < total;
    }

    /** First and last exam of the page, such as {@code 26-50}. */
    public String range(int total) {
        return total == 0
                ? "0"
                : Math.min(total, offset() + 1) + "-" + Math.min(total, offset() + limit);
    }

    /** The address of another page of the same list. */
    public String address(int other) {
        return address(order, other);
    }

    /** The address of the same list in another order. */
    public String ordered(String word) {
        return address(word.equals("newest") ? ExamOrder.NEWEST : ExamOrder.WORST, 1);
    }

    private String address(ExamOrder wanted, int other) {
        var address = new StringBuilder("/?order=").append(word(wanted));
        add(address, "modality", modality());
        add(address, "from", from());
        add(address, "to", to());
        add(address, "state", state());
        add(address, "verdict", verdict());
        if (other > 1) {
            add(address, "page", Integer.toString(other));
        }
        return address.toString();
    }

    private static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
