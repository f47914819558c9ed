package org.medsendx.segmenter.web;

import org.medsendx.segmenter.exam.Exam;

/**
 * An exam in the list, shown by the scan that a person should look at first.
 *
 * @param scan that scan
 */
public record ExamRow(Exam exam, QaRow scan) {

    /** Where it is looked at. */
    public String link() {
        return "/qa/" + scan.id();
    }

    /** The last digits of its Study Instance UID. */
    public String shortId() {
        String uid = exam.study();
        return uid.substring(Math.max(0, uid.length() - 8));
    }

    /** Its shifted date. */
    public String date() {
        String date = ListQuery.dashed(exam.date());
        return date.isEmpty() ? "undated" : date;
    }

    public String modalities() {
        return String.join(", ", exam.modalities());
    }

    public int images() {
        return exam.scans().size();
    }

    /** How many images somebody decided about. */
    public long decided() {
        return exam.scans().stream().filter(scan -> scan.decision() != null).count();
    }

    public int priority() {
        return exam.priority();
    }

    /** What was decided, as words. */
    public String state() {
        return switch (exam.state()) {
            case OPEN -> decided() == 0 ? "not reviewed" : decided() + " of " + images();
            case ACCEPTED -> "accepted";
            case REJECTED -> "rejected";
        };
    }

    /** What was decided, as a style. */
    public String stateStyle() {
        return ListQuery.word(exam.state());
    }
}
