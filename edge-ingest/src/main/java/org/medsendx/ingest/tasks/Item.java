package org.medsendx.ingest.tasks;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An input that cannot go on without a person.
 *
 * @param objectId the id it was received under; names its file
 * @param at when that became known
 * @param scanner the scanner, or null
 * @param reasons codes, each with a tag behind a colon where there is one
 * @param index of its entry in the intake's ledger, or -1 when that is not known
 * @param settled what somebody did about it; null while nobody has
 */
public record Item(
        UUID objectId,
        Kind kind,
        Instant at,
        @Nullable String scanner,
        List<String> reasons,
        long index,
        @Nullable Settled settled) {

    /** The first reason of an input that says another patient or procedure than its order. */
    public static final String ORDER_DIFFERS = "order-differs";

    /** Who holds it. */
    public enum Kind {
        /** The intake: it is no input that can be taken. */
        QUARANTINED,
        /** The border: it could not be de-identified, or that could not be proved. */
        WITHHELD,
        /** Nobody: it goes on, and it says another patient or procedure than its order. */
        DIFFERS
    }

    /** What somebody may do. */
    public enum Act {
        /** Have it looked at again, after its cause was mended. */
        RETRY,
        /** Take it as what the file says it is, although the sender said otherwise. */
        RELEASE,
        /** Delete it. */
        DISCARD,
        /** Put the patient and the procedure of an order into it. */
        CORRECT,
        /** Leave it where it is, and take it off the list. */
        CLOSE
    }

    /**
     * What somebody did.
     *
     * @param by the name of an account
     * @param reason what they typed
     * @param next the input that it goes on as, or null
     * @param out true when a copy under the wrong patient may have passed the border before it was
     *     corrected: a person's matter until that is closed; else null
     */
    public record Settled(
            Act act,
            Instant at,
            String by,
            String reason,
            @Nullable UUID next,
            @Nullable Boolean out) {}

    public Item {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        reasons = List.copyOf(reasons);
    }

    /** The code of the first reason, without its tag. */
    public String code() {
        String first = reasons.isEmpty() ? "unknown" : reasons.getFirst();
        int colon = first.indexOf(':');
        return colon < 0 ? first : first.substring(0, colon);
    }

    /** Whether it still needs a person. */
    public boolean open() {
        return settled == null || copyIsOut();
    }

    /**
     * Whether it was corrected, and nobody has said yet that the copy under the wrong patient was
     * seen to.
     */
    public boolean copyIsOut() {
        return settled != null && Boolean.TRUE.equals(settled.out());
    }

    /** Whether another patient was put into it, and it goes on as that. */
    public boolean corrected() {
        return settled != null
                && settled.next() != null
                && (settled.act() == Act.CORRECT || settled.act() == Act.CLOSE);
    }

    /** Whether another patient may be put into it. */
    public boolean correctable() {
        return settled == null
                ? acts().contains(Act.CORRECT)
                : settled.act() == Act.CLOSE && settled.next() == null;
    }

    /** What may be done about it. */
    public List<Act> acts() {
        if (copyIsOut()) {
            return List.of(Act.CLOSE);
        }
        return switch (kind) {
            case DIFFERS -> List.of(Act.CORRECT, Act.CLOSE);
            // Deleting it here would break what a scanner was told, and leave the border without.
            case WITHHELD -> List.of(Act.RETRY, Act.CORRECT, Act.CLOSE);
            case QUARANTINED ->
                    switch (code()) {
                        case "uid-mismatch",
                                "class-mismatch",
                                "study-mismatch",
                                "device-quarantined",
                                "other-modality" ->
                                List.of(Act.RELEASE, Act.CORRECT, Act.DISCARD);
                        // Its sender was told that it is kept.
                        case ORDER_DIFFERS -> List.of(Act.CORRECT, Act.RELEASE);
                        // The same UID with other pixels: nobody but the device can tell which.
                        case "uid-conflict" -> List.of(Act.DISCARD);
                        default -> List.of(Act.RETRY, Act.DISCARD);
                    };
        };
    }

    Item noCopyIsOut() {
        return settled == null
                ? this
                : settled(
                        new Settled(
                                settled.act(),
                                settled.at(),
                                settled.by(),
                                settled.reason(),
                                settled.next(),
                                null));
    }

    Item settled(Settled how) {
        return new Item(objectId, kind, at, scanner, reasons, index, how);
    }
}
