package org.medsendx.readinglist.web;

import java.util.StringJoiner;
import org.medsendx.readinglist.exam.ExamFilter;

/**
 * A page of the list.
 *
 * @param page from 1
 * @param limit exams of a page
 */
public record Query(ExamFilter filter, int page, int limit) {

    int offset() {
        return (page - 1) * limit;
    }

    public String study() {
        return filter.study();
    }

    public String truck() {
        return filter.truck();
    }

    public String modality() {
        return filter.modality();
    }

    String progress() {
        var progress = filter.progress();
        return progress == null ? "" : progress.code();
    }

    String review() {
        var reviewed = filter.reviewed();
        return reviewed == null ? "" : reviewed.code();
    }

    /** Whether it is the list as it is to be looked at first. */
    boolean isPlain() {
        return filter.equals(ExamFilter.ALL) && page == 1;
    }

    /** Whether another page follows. */
    public boolean more(int total) {
        return (long) offset() + limit < total;
    }

    /** Which exams of all, such as {@code 51-100 of 180}. */
    public String range(int total) {
        return offset() >= total
                ? "none of " + total
                : "%d-%d of %d".formatted(offset() + 1, Math.min(total, offset() + limit), total);
    }

    /** The address of another page of the same list. */
    public String address(int other) {
        var address = new StringJoiner("&", "/?", "").setEmptyValue("/");
        add(address, "study", study());
        add(address, "truck", truck());
        add(address, "modality", modality());
        add(address, "progress", progress());
        add(address, "review", review());
        if (limit != Asked.PAGE) {
            address.add("limit=" + limit);
        }
        if (other > 1) {
            address.add("page=" + other);
        }
        return address.toString();
    }

    private static void add(StringJoiner address, String name, String value) {
        if (!value.isEmpty()) {
            address.add(name + "=" + value);
        }
    }
}
