package org.medsendx.ingest.tracking;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.OrderMatch.Check;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.tasks.Corrections;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tasks.WorkList;
import org.medsendx.outbox.work.OpenParts;

/**
 * Follows every input from the intake's own ledger and from what the other services of the truck
 * say: onto disk first, then to the work list and the board. What is said twice counts once. Thread
 * safe.
 */
public final class Tracking implements AutoCloseable {

    private final OpenParts parts = new OpenParts();
    private final IntakeLedger ledger;
    private final MilestoneLog log;
    private final WorkList workList;
    private final Board board = new Board(Board.MOST_IMAGES);
    private volatile boolean loaded;
    private long next;

    private Tracking(Path folder, IntakeLedger ledger) throws IOException {
        this.ledger = ledger;
        boolean done = false;
        try {
            log = parts.keep(MilestoneLog.open(folder.resolve("milestones")));
            workList = parts.keep(WorkList.open(folder.resolve("tasks")));
            // After a restore the ledger may be the older of the two.
            next = Math.min(log.ledger(), ledger.size());
            done = true;
        } finally {
            if (!done) {
                parts.close();
            }
        }
    }

    /** Opens or creates what is known, in a folder. */
    public static Tracking open(Path folder, IntakeLedger ledger) throws IOException {
        return new Tracking(folder, ledger);
    }

    /** Reads the last days onto the board, before anything is taken. */
    public void load(Instant since) throws IOException {
        log.replay(since, board::take);
        loaded = true;
    }

    /** Whether the board has the last days. */
    public boolean loaded() {
        return loaded;
    }

    /**
     * Takes what the intake has decided since the last look.
     *
     * @throws IOException when the disk fails; to be called again
     */
    public synchronized void look() throws IOException {
        for (long from = next; from < ledger.size(); ) {
            var entries = ledger.list(from, MilestoneLog.MOST, entry -> true);
            if (entries.isEmpty()) {
                return;
            }
            from = entries.getLast().index() + 1;
            var milestones = new ArrayList<Milestone>();
            for (var numbered : entries) {
                switch (numbered.entry()) {
                    case IntakeEntry.Received received ->
                            milestones.add(
                                    of(
                                            numbered,
                                            Stage.RECEIVED,
                                            received.input(),
                                            differences(received)));
                    case IntakeEntry.Quarantined quarantined ->
                            milestones.add(
                                    of(
                                            numbered,
                                            Stage.QUARANTINED,
                                            quarantined.input(),
                                            List.of(reason(quarantined.reason()))));
                    case IntakeEntry.Duplicate duplicate -> {
                        // The one before is followed.
                    }
                }
            }
            take(from, milestones);
        }
    }

    // What a person has corrected, or sent on in spite of it, is no news to anybody.
    private static List<String> differences(IntakeEntry.Received received) {
        var order = received.order();
        if (order == null || order.check() != Check.DIFFERS || received.corrects() != null) {
            return List.of();
        }
        var codes = new ArrayList<String>();
        codes.add(Item.ORDER_DIFFERS);
        order.differs().forEach(one -> codes.add(one.name()));
        return codes;
    }

    private static Milestone of(
            IntakeLedger.Numbered numbered,
            Stage stage,
            IntakeEntry.Input input,
            List<String> codes) {
        return new Milestone(
                input.objectId(),
                stage,
                input.decidedAt(),
                input.sender().scanner(),
                null,
                null,
                null,
                numbered.index(),
                codes);
    }

    private static String reason(IntakeEntry.Reason reason) {
        return reason.tag() == null ? reason.code() : reason.code() + ':' + reason.tag();
    }

    /**
     * Takes what others say.
     *
     * @throws IOException when the disk fails; to be called again with the same
     */
    public synchronized void take(List<Milestone> said) throws IOException {
        for (int from = 0; from < said.size(); from += MilestoneLog.MOST) {
            take(next, said.subList(from, Math.min(said.size(), from + MilestoneLog.MOST)));
        }
    }

    private void take(long looked, List<Milestone> said) throws IOException {
        var seen = new HashSet<String>();
        var unknown = said.stream().filter(one -> !log.knows(one) && seen.add(one.id())).toList();
        if (unknown.isEmpty() && looked == next) {
            return;
        }
        // Before the log: what is known there is not looked at again.
        for (var milestone : unknown) {
            if (milestone.stage() == Stage.QUARANTINED) {
                workList.add(item(milestone, Item.Kind.QUARANTINED, milestone.number(), null));
            } else if (milestone.stage() == Stage.WITHHELD) {
                var received = received(milestone.objectId());
                workList.add(
                        item(
                                milestone,
                                Item.Kind.WITHHELD,
                                received == null ? -1 : received.number(),
                                received));
            } else if (milestone.stage() == Stage.RECEIVED && !milestone.codes().isEmpty()) {
                workList.add(item(milestone, Item.Kind.DIFFERS, milestone.number(), null));
            }
        }
        log.append(looked, unknown);
        next = looked;
        unknown.forEach(board::take);
    }

    private @Nullable Milestone received(UUID objectId) throws IOException {
        for (var milestone : log.of(objectId)) {
            if (milestone.stage() == Stage.RECEIVED) {
                return milestone;
            }
        }
        return null;
    }

    private static Item item(
            Milestone milestone, Item.Kind kind, long index, @Nullable Milestone received) {
        return new Item(
                milestone.objectId(),
                kind,
                milestone.at(),
                received == null ? milestone.scanner() : received.scanner(),
                milestone.codes(),
                index,
                null);
    }

    /** An input as one that may be corrected, or null when it is not known or was no image. */
    public Corrections.@Nullable Image image(UUID objectId) throws IOException {
        var item = workList.item(objectId);
        if (item != null) {
            return Corrections.Image.of(item);
        }
        var received = received(objectId);
        return received == null
                ? null
                : new Corrections.Image(
                        objectId, received.at(), received.scanner(), received.number());
    }

    /** Where images of the same exam may be: on the work list, and in the exam on the board. */
    public List<Corrections.Image> beside(UUID objectId) throws IOException {
        var ids = new LinkedHashSet<UUID>();
        for (var milestone : log.of(objectId)) {
            if (milestone.study() != null) {
                board.images(milestone.study()).forEach(one -> ids.add(one.objectId()));
            }
        }
        workList.open().forEach(item -> ids.add(item.objectId()));
        ids.remove(objectId);
        var images = new ArrayList<Corrections.Image>();
        for (var id : ids.stream().limit(Corrections.MOST).toList()) {
            var image = image(id);
            if (image != null) {
                images.add(image);
            }
        }
        return images;
    }

    /** The last days. */
    public Board board() {
        return board;
    }

    /** What waits for a person. */
    public WorkList workList() {
        return workList;
    }

    /** All that is known of an input, in the order of time. */
    public List<Milestone> of(UUID objectId) throws IOException {
        return log.of(objectId);
    }

    /** Changes with whatever becomes known. */
    public long version() {
        return board.version() + workList.version();
    }

    /** Forgets what is older than the ledger, but for what waits for a person. */
    public void forget(Instant before) throws IOException {
        log.forget(before);
        workList.forget(before);
    }

    @Override
    public void close() {
        parts.close();
    }
}
