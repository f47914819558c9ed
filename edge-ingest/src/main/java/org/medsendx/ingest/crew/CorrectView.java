package org.medsendx.ingest.crew;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderMatching;
import org.medsendx.ingest.orders.PatientCorrection;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.Milestone;

/**
 * An image that is to get another patient, and the orders it may be for. Identified data: for the
 * officer alone.
 *
 * @param id of the image
 * @param remark what became of an attempt, or why nothing can be done; empty for nothing
 * @param original whom the image says it is of; null when that cannot be read
 * @param copies where copies that say so are, a line each
 * @param choices orders, the likeliest first; none when nothing can be done
 */
public record CorrectView(
        String id,
        String remark,
        @Nullable Original original,
        List<String> copies,
        List<Choice> choices) {

    private static final int MOST = 300;

    /** An order that can be chosen. */
    public record Choice(
            String key,
            String name,
            String patientId,
            String birthDate,
            String accession,
            String when,
            String what) {

        /** Names it by its key alone. */
        @Override
        public String toString() {
            return "Choice[" + key + "]";
        }
    }

    public CorrectView {
        copies = List.copyOf(copies);
        choices = List.copyOf(choices);
    }

    /** Of whom there is one, not who. */
    @Override
    public String toString() {
        return "CorrectView[" + id + "]";
    }

    /**
     * Puts it into words.
     *
     * @param item what the work list knows of it, or null
     * @param milestones what is known of it
     * @param original whom it says it is of, or null
     * @param orders all orders on the truck
     * @param ended how the last attempt ended, or empty
     */
    public static CorrectView of(
            Words words,
            String id,
            @Nullable Item item,
            List<Milestone> milestones,
            @Nullable Original original,
            Collection<Order> orders,
            String ended) {
        var texts = words.texts();
        boolean possible = item == null || item.correctable();
        String remark =
                !ended.isEmpty()
                        ? texts.text("work.ended." + ended)
                        : !possible
                                ? texts.text("correct.notopen")
                                : original == null
                                        ? texts.text("where.noorig")
                                        : orders.isEmpty() ? texts.text("correct.noorders") : "";
        return new CorrectView(
                id,
                remark,
                original,
                copies(words, milestones),
                possible && original != null ? choices(words, original, orders) : List.of());
    }

    private static List<String> copies(Words words, List<Milestone> milestones) {
        var lines = new ArrayList<String>();
        for (var one : milestones) {
            switch (one.stage()) {
                case DEIDENTIFIED, UPLOADED ->
                        lines.add(
                                words.texts().text("stage." + one.stage())
                                        + ", "
                                        + words.exact(one.at()));
                case DELIVERED, ARCHIVED ->
                        lines.add(
                                words.texts()
                                                .text(
                                                        "stage." + one.stage(),
                                                        String.valueOf(one.word()))
                                        + ", "
                                        + words.exact(one.at()));
                case RECEIVED, QUARANTINED, WITHHELD, SEGMENTED, REVIEWED -> {
                    // no copy of theirs is anywhere else
                }
            }
        }
        return lines;
    }

    private static List<Choice> choices(Words words, Original original, Collection<Order> orders) {
        return OrderMatching.nearest(orders, original.imaged()).stream()
                .filter(order -> !PatientCorrection.saysTheSame(original.imaged(), order))
                .limit(MOST)
                .map(order -> choice(words, order))
                .toList();
    }

    private static Choice choice(Words words, Order order) {
        return new Choice(
                order.key(),
                order.text(Tag.PatientName).replace('^', ' ').strip(),
                order.text(Tag.PatientID),
                date(order.text(Tag.PatientBirthDate)),
                order.text(Tag.AccessionNumber),
                (date(order.stepText(Tag.ScheduledProcedureStepStartDate))
                                + ' '
                                + time(order.stepText(Tag.ScheduledProcedureStepStartTime)))
                        .strip(),
                String.join(
                        " · ",
                        List.of(
                                        order.stepText(Tag.Modality),
                                        order.stepText(Tag.ScheduledProcedureStepDescription),
                                        words.texts().text("correct.state." + order.state()))
                                .stream()
                                .filter(one -> !one.isEmpty())
                                .toList()));
    }

    // As it stands in every language: nobody has to guess which number is the month.
    private static String date(String date) {
        return date.length() == 8
                ? date.substring(0, 4) + '-' + date.substring(4, 6) + '-' + date.substring(6)
                : date;
    }

    private static String time(String time) {
        return time.length() >= 4 ? time.substring(0, 2) + ':' + time.substring(2, 4) : time;
    }
}
