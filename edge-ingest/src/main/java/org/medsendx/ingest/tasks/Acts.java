package org.medsendx.ingest.tasks;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.ingest.intake.Again;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;

/**
 * What people do about the work list. Each act is in the audit log, with who and why, before it is
 * done; how it ended is a line of its own when it did not end well. One at a time, {@link
 * Corrections} among them.
 */
public final class Acts {

    private static final int LONGEST_REASON = 500;

    private final WorkList list;
    private final IntakeLedger ledger;
    private final IdentifiedStore store;
    private final Reception reception;
    private final AuditLog audit;
    private final InstantSource clock;

    public Acts(
            WorkList list,
            IntakeLedger ledger,
            IdentifiedStore store,
            Reception reception,
            AuditLog audit,
            InstantSource clock) {
        this.list = list;
        this.ledger = ledger;
        this.store = store;
        this.reception = reception;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Who does something, and why.
     *
     * @param name of the account
     * @param address where the request came from
     * @param reason what they typed
     * @param profile by which what was withheld is to be de-identified now; null for the truck's
     */
    public record By(String name, String address, String reason, @Nullable String profile) {

        /** Who leaves it to the truck's profile. */
        public By(String name, String address, String reason) {
            this(name, address, reason, null);
        }

        /** The same, with a profile. */
        public By with(@Nullable String chosen) {
            return new By(name, address, reason, chosen);
        }

        /** Whether there is a reason, and not too much of one. */
        public boolean says() {
            return !reason.isBlank() && reason.length() <= LONGEST_REASON;
        }

        /** As it is kept. */
        public String words() {
            return profile == null ? reason.strip() : reason.strip() + " [" + profile + "]";
        }
    }

    /** How an act ended. */
    public enum Ended {
        DONE,
        /** Nobody said why, or too much. */
        NO_REASON,
        /** It is not open: somebody was faster, or it never was. */
        NOT_OPEN,
        /** This cannot be done about it. */
        NOT_SO,
        /** The order is not there any more. */
        NO_ORDER,
        /** It says the same as the order. */
        SAME,
        /** The letters of the order cannot stand beside those of the image. */
        LETTERS,
        /** Its cause is still there; nothing was changed. */
        STILL_UNFIT,
        /** Its file or its entry is not there any more. */
        GONE,
        /** Of several it was done to some; the others are still open. */
        SOME
    }

    /**
     * Does it about several, each an act of its own in the audit log; one that cannot be done keeps
     * none of the others from it.
     *
     * @throws IOException when the disk or the audit log fails; those not done yet are still open
     */
    public Ended together(List<UUID> objectIds, Item.Act act, By by) throws IOException {
        int done = 0;
        Ended other = Ended.NOT_OPEN;
        for (UUID id : objectIds) {
            var ended = act(id, act, by);
            if (ended == Ended.DONE) {
                done++;
            } else {
                other = ended;
            }
        }
        return done == 0 ? other : done == objectIds.size() ? Ended.DONE : Ended.SOME;
    }

    /**
     * Does it.
     *
     * @throws IOException when the disk or the audit log fails; the item is still open then
     */
    public Ended act(UUID objectId, Item.Act act, By by) throws IOException {
        list.acting().lock();
        try {
            return alone(objectId, act, by);
        } finally {
            list.acting().unlock();
        }
    }

    private Ended alone(UUID objectId, Item.Act act, By by) throws IOException {
        if (!by.says()) {
            return Ended.NO_REASON;
        }
        var item = list.item(objectId);
        if (item == null || !item.open()) {
            return Ended.NOT_OPEN;
        }
        boolean chosen = act == Item.Act.RETRY && item.kind() == Item.Kind.WITHHELD;
        // Which order, is said elsewhere.
        if (!item.acts().contains(act)
                || act == Item.Act.CORRECT
                || (by.profile() != null && !chosen)) {
            return Ended.NOT_SO;
        }
        write(kind(act), Outcome.SUCCESS, objectId, by);
        Ended ended;
        try {
            ended = done(item, act, by);
        } catch (IOException | RuntimeException e) {
            write(kind(act), Outcome.SERIOUS_FAILURE, objectId, by);
            throw e;
        }
        if (ended != Ended.DONE) {
            write(kind(act), Outcome.MINOR_FAILURE, objectId, by);
        }
        return ended;
    }

    private Ended done(Item item, Item.Act act, By by) throws IOException {
        switch (act) {
            case CLOSE -> {
                var before = item.settled();
                var how = how(act, by, before == null ? null : before.next());
                if (!list.close(item, how)) {
                    return Ended.NOT_OPEN;
                }
            }
            case CORRECT -> throw new IllegalStateException("was not let in");
            case DISCARD -> {
                // The list first: a file that is left behind is better than one that is missed.
                settle(item, act, by, null);
                store.discard(item.objectId());
            }
            case RETRY, RELEASE -> {
                var entry = entry(item);
                if (entry == null) {
                    return Ended.GONE;
                }
                switch (reception.secondLook().again(entry, by.profile())) {
                    case Again.Gone gone -> {
                        return Ended.GONE;
                    }
                    case Again.StillUnfit still -> {
                        return Ended.STILL_UNFIT;
                    }
                    case Again.Decided(UUID next) -> {
                        settle(item, act, by, next);
                        if (item.code().equals(Item.ORDER_DIFFERS)) {
                            goesOnAlthoughItDiffers(item, next, by);
                        }
                        if (item.kind() == Item.Kind.QUARANTINED) {
                            // The same bytes are an object now, or wait under another id.
                            store.discard(item.objectId());
                        }
                    }
                }
            }
        }
        return Ended.DONE;
    }

    /** What was let go on in spite of its order is not to come onto the list for that again. */
    private void goesOnAlthoughItDiffers(Item item, UUID next, By by) throws IOException {
        var again =
                new Item(
                        next,
                        Item.Kind.DIFFERS,
                        clock.instant(),
                        item.scanner(),
                        item.reasons(),
                        item.index(),
                        null);
        // Not when the border has withheld it already: then a person has to look at that.
        list.close(again, how(Item.Act.CLOSE, by, null));
    }

    private void settle(Item item, Item.Act act, By by, @Nullable UUID next) throws IOException {
        var how = how(act, by, next);
        list.settle(item, now -> how);
    }

    private Item.Settled how(Item.Act act, By by, @Nullable UUID next) {
        return new Item.Settled(act, clock.instant(), by.name(), by.words(), next, null);
    }

    private @Nullable IntakeEntry entry(Item item) throws IOException {
        return item.index() < 0 ? null : ledger.entry(item.index(), item.objectId()).orElse(null);
    }

    private static Kind kind(Item.Act act) {
        return switch (act) {
            case RETRY, RELEASE -> Kind.TAKEN_AGAIN;
            case CORRECT -> Kind.CORRECTED;
            case DISCARD -> Kind.DISCARDED;
            case CLOSE -> Kind.SETTLED;
        };
    }

    private void write(Kind kind, Outcome outcome, UUID objectId, By by) throws IOException {
        write(audit, kind, outcome, objectId, by, by.words());
    }

    static void write(
            AuditLog audit, Kind kind, Outcome outcome, UUID objectId, By by, String words)
            throws IOException {
        audit.add(
                new AuditEvent(
                        kind,
                        outcome,
                        by.name(),
                        by.address(),
                        List.of(new ObjectOf("instance", objectId.toString())),
                        words));
    }
}
