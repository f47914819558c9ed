package org.medsendx.ingest.store;

import java.util.OptionalLong;

/**
 * How much of the volume files may take, bytes. A budget is warned of when nine tenths of it are
 * used, and one that was used up takes again when a twentieth is free.
 *
 * @param originals instances that entered the pipeline, those that are withheld among them
 * @param quarantine what waits for a person
 */
public record Budgets(OptionalLong originals, OptionalLong quarantine) {

    /** No budgets: what the volume holds. */
    public static final Budgets NONE = new Budgets(OptionalLong.empty(), OptionalLong.empty());

    private static final Room.Words OF_ORIGINALS =
            new Room.Words(
                    "the budget of originals has room again",
                    "instances are taken again; nine tenths of medsendx.ingest.budget.originals"
                            + " are used",
                    "nine tenths of medsendx.ingest.budget.originals are used",
                    "instances are refused with 0xA700: medsendx.ingest.budget.originals is used"
                            + " up");

    private static final Room.Words OF_QUARANTINE =
            new Room.Words(
                    "the budget of the quarantine has room again",
                    "the quarantine takes again; nine tenths of"
                            + " medsendx.ingest.budget.quarantine are used",
                    "nine tenths of medsendx.ingest.budget.quarantine are used",
                    "what would be quarantined is refused with 0xA700:"
                            + " medsendx.ingest.budget.quarantine is used up");

    public Budgets {
        if (originals.orElse(1) < 1 || quarantine.orElse(1) < 1) {
            throw new IllegalArgumentException("a budget is 1 byte or more");
        }
    }

    /** The budget of a shelf, if it has one. */
    public OptionalLong of(Shelf shelf) {
        return switch (shelf) {
            case OBJECTS -> originals;
            case QUARANTINE -> quarantine;
        };
    }

    /** The room within a budget. */
    static Room room(Shelf shelf, long budget) {
        return new Room(
                new Room.Marks(1, Math.max(1, budget / 20), Math.max(1, budget / 10)),
                shelf == Shelf.OBJECTS ? OF_ORIGINALS : OF_QUARANTINE);
    }
}
