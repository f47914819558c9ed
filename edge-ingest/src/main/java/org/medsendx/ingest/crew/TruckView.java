package org.medsendx.ingest.crew;

import java.util.List;

/**
 * The truck page in words of one language; nothing is left to decide for whoever lays it out.
 *
 * @param known whether the page hears and has read enough to say that there is nothing to be done
 */
public record TruckView(
        String clock,
        String day,
        String exact,
        boolean known,
        List<Notice> notices,
        List<Repeat> repeats,
        List<Exam> exams,
        List<String> examRemarks,
        List<Need> needs,
        List<Fact> link,
        List<Fact> queues,
        List<Fact> disk,
        List<Fact> scanners) {

    /**
     * What people should know first.
     *
     * @param level {@code bad} or {@code warn}
     */
    public record Notice(String level, String text) {}

    /**
     * An exam that should be repeated while the patient is there.
     *
     * @param href where it is shown
     */
    public record Repeat(
            String time,
            String scanner,
            String kind,
            String images,
            List<Finding> findings,
            String href) {}

    /** What was found, and what to do about it. */
    public record Finding(String says, String todo) {}

    /**
     * An exam of today.
     *
     * @param level of its verdict, such as {@code repeat}
     * @param finding the first of its worst image; empty for none
     * @param href where its images are shown
     */
    public record Exam(
            String time,
            String scanner,
            String kind,
            String images,
            String level,
            String verdict,
            String finding,
            List<String> way,
            String href) {}

    /** Something that needs a person, and where it is; no link when the address is empty. */
    public record Need(String level, String text, String href) {}

    /**
     * A line of a card.
     *
     * @param level {@code good}, {@code warn}, {@code bad}, or empty
     */
    public record Fact(String label, String value, String level) {}
}
