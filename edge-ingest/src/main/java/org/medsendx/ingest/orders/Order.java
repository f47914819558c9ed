package org.medsendx.ingest.orders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * One scheduled step of one order, as a data set of the Modality Worklist (PS3.4, K.6): its
 * Scheduled Procedure Step Sequence has one item. Identified data. The data set is not to be
 * changed.
 */
public final class Order {

    /** By the time orders are scheduled for. */
    static final Comparator<Order> BY_TIME =
            Comparator.comparing((Order one) -> one.scheduled).thenComparing(Order::key);

    private final String key;
    private final DataSet items;
    private final State state;
    private final Instant importedAt;
    private final Instant expiresAt;

    /** Date and time as they are written, read once: all orders are put in their order often. */
    private final String scheduled;

    /** How far an order is; performed procedure steps move it. */
    public enum State {
        SCHEDULED,
        IN_PROGRESS,
        COMPLETED,
        DISCONTINUED;

        /** Scheduled Procedure Step Status (0040,0020), as PS3.3, C.4.10 has it. */
        public String term() {
            return switch (this) {
                case SCHEDULED -> "SCHEDULED";
                case IN_PROGRESS -> "STARTED";
                case COMPLETED, DISCONTINUED -> name();
            };
        }
    }

    /**
     * @param key names it on the truck: of accession number and step, so that the same order that
     *     comes again replaces itself
     * @param items who is to be examined, how
     * @param state how far it is
     * @param importedAt when it came last
     * @param expiresAt when it is forgotten
     */
    public Order(String key, DataSet items, State state, Instant importedAt, Instant expiresAt) {
        if (!key.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("not the key of an order");
        }
        if (items.items(Tag.ScheduledProcedureStepSequence).size() != 1) {
            throw new IllegalArgumentException("an order has one scheduled step");
        }
        this.key = key;
        this.items = items;
        this.state = Objects.requireNonNull(state, "state");
        this.importedAt = importedAt;
        this.expiresAt = expiresAt;
        var step = items.items(Tag.ScheduledProcedureStepSequence).getFirst();
        this.scheduled =
                textOf(step, Tag.ScheduledProcedureStepStartDate)
                        + textOf(step, Tag.ScheduledProcedureStepStartTime);
    }

    /** What names it on the truck. */
    public String key() {
        return key;
    }

    /** Who is to be examined, how. */
    public DataSet items() {
        return items;
    }

    /** How far it is. */
    public State state() {
        return state;
    }

    /** When it came last. */
    public Instant importedAt() {
        return importedAt;
    }

    /** When it is forgotten. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The key of a data set of the worklist. */
    static String keyOf(DataSet items) {
        String accession = textOf(items, Tag.AccessionNumber);
        String step =
                textOf(
                        items.items(Tag.ScheduledProcedureStepSequence).getFirst(),
                        Tag.ScheduledProcedureStepID);
        return Sha256.of(accession + '\n' + step).substring(0, 32);
    }

    /** The scheduled step. */
    public DataSet step() {
        return items.items(Tag.ScheduledProcedureStepSequence).getFirst();
    }

    /** A text of the order; empty when absent. */
    public String text(int tag) {
        return textOf(items, tag);
    }

    /** A text of its step; empty when absent. */
    public String stepText(int tag) {
        return textOf(step(), tag);
    }

    /** The day it is scheduled for, or null. */
    public @Nullable LocalDate day() {
        return dayOf(stepText(Tag.ScheduledProcedureStepStartDate));
    }

    static @Nullable LocalDate dayOf(String date) {
        try {
            return date.isEmpty() ? null : LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** How urgent it is, null when it does not say (0040,1003). */
    public @Nullable OrderPriority priority() {
        return priorityOf(text(Tag.RequestedProcedurePriority));
    }

    static @Nullable OrderPriority priorityOf(String term) {
        for (var one : OrderPriority.values()) {
            if (one.name().equalsIgnoreCase(term)) {
                return one;
            }
        }
        return null;
    }

    /** The side that is to be examined: {@code R}, {@code L}, {@code B}, or empty. */
    public String laterality() {
        return Sides.of(items);
    }

    /** The same, as far as it is now. */
    public Order in(State now) {
        return new Order(key, items, now, importedAt, expiresAt);
    }

    static String textOf(DataSet set, int tag) {
        @Nullable String value = set.string(tag);
        return value == null ? "" : value.strip();
    }

    /** Names it by its key alone. */
    @Override
    public String toString() {
        return "Order[" + key + ", " + state + "]";
    }
}
