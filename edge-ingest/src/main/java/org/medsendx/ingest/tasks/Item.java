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

    /** Who holds it. */
    public enum Kind {
        /** The intake: it is no input that can be taken. */
        QUARANTINED,
        /** The border: it could not be de-identified, or that could not be proved. */
        WITHHELD
    }

    /** What somebody may do. */
    public enum Act {
        /** Have it looked at again, after its cause was mended. */
        RETRY,
        /** Take it as what the file says it is, although the sender said otherwise. */
        RELEASE,
        /** Delete it. */
        DISCARD,
        /** Leave it where it is, and take it off the list. */
        CLOSE
    }

    /**
     * What somebody did.
     *
     * @param by the name of an account
     * @param reason what they typed
     * @param next the input that it goes on as, or null
     */
    public record Settled(Act act, Instant at, String by, String reason, @Nullable UUID next) {}

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

    /** What may be done about it. */
    public List<Act> acts() {
        return switch (kind) {
            // Deleting it here would break what a scanner was told, and leave the border without.
            case WITHHELD -> List.of(Act.RETRY, Act.CLOSE);
            case QUARANTINED ->
                    switch (code()) {
                        case "uid-mismatch",
                                "class-mismatch",
                                "study-mismatch",
                                "device-quarantined",
                                "other-modality" ->
                                List.of(Act.RELEASE, Act.DISCARD);
                        // The same UID with other pixels: nobody but the device can tell which.
                        case "uid-conflict" -> List.of(Act.DISCARD);
                        default -> List.of(Act.RETRY, Act.DISCARD);
                    };
        };
    }

    Item settled(Settled how) {
        return new Item(objectId, kind, at, scanner, reasons, index, how);
    }
}
