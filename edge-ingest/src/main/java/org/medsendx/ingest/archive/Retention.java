package org.medsendx.ingest.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Room;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.journal.AtomicFile;

/**
 * Deletes originals, those first that the archive committed itself to first. One goes only when the
 * archive has committed itself to it and its answers leave no doubt that it has all of it, and it
 * has passed the border: a clean copy was made and nothing of it was withheld. What is quarantined,
 * withheld or still on its way stays, however full the disk is. One thread.
 */
public final class Retention {

    /** So many are one line of the audit log. */
    private static final int BATCH = 100;

    private final IdentifiedStore store;
    private final Tracking tracking;
    private final AuditLog audit;
    private final ArchiveBook book;
    private final Rule rule;
    private final ArchiveListener listener;
    private final InstantSource clock;
    private final Path mark;
    private long done;

    /**
     * When originals may go.
     *
     * @param after so long after the archive committed itself to them; never by time when absent
     * @param forRoom whether they go earlier while the volume has little room
     * @param known after so long nothing more is heard of what the border did with one: it stays,
     *     for a person to decide
     */
    public record Rule(Optional<Duration> after, boolean forRoom, Duration known) {

        /** Whether anything is ever deleted. */
        public boolean deletes() {
            return after.isPresent() || forRoom;
        }
    }

    /** What is to be done with an original. */
    private enum Fate {
        DELETE,
        /** It stays for good, or is gone. */
        PASS,
        /** Its time may come. */
        LATER
    }

    private Retention(
            Path folder,
            Archive.Sources from,
            ArchiveBook book,
            Rule rule,
            ArchiveListener listener,
            InstantSource clock)
            throws IOException {
        this.store = from.store();
        this.tracking = from.tracking();
        this.audit = from.audit();
        this.book = book;
        this.rule = rule;
        this.listener = listener;
        this.clock = clock;
        this.mark = folder.resolve("cleared");
        this.done = read();
    }

    /**
     * Opens it.
     *
     * @param folder where it writes down how far it is
     */
    public static Retention open(
            Path folder,
            Archive.Sources from,
            ArchiveBook book,
            Rule rule,
            ArchiveListener listener,
            InstantSource clock)
            throws IOException {
        return new Retention(folder, from, book, rule, listener, clock);
    }

    private long read() throws IOException {
        if (!Files.exists(mark)) {
            return 0;
        }
        try {
            long before = Long.parseLong(Files.readString(mark).strip());
            // A mark beyond the end belongs to another book.
            return before < 0 || before > book.commitments() ? 0 : before;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Deletes what may go now.
     *
     * @return how many originals
     * @throws IOException when the disk or the audit log fails; to be called again
     */
    public int look() throws IOException {
        if (!rule.deletes()) {
            return 0;
        }
        long passed = done;
        boolean unbroken = true;
        int deleted = 0;
        long at = done;
        boolean more = true;
        while (more) {
            var page = book.committedSince(at, BATCH);
            var going = new ArrayList<Committed>();
            boolean room = needsRoom();
            more = !page.isEmpty();
            for (var one : page) {
                if (!due(one.value()) && !room) {
                    // Those that follow were committed to later.
                    more = false;
                    break;
                }
                at = one.index() + 1;
                var fate = fate(one.value());
                if (fate == Fate.DELETE) {
                    going.add(one.value());
                }
                unbroken &= fate != Fate.LATER;
                passed = unbroken ? at : passed;
            }
            delete(going);
            deleted += going.size();
        }
        if (passed != done) {
            AtomicFile.write(mark, Long.toString(passed).getBytes(StandardCharsets.US_ASCII));
            done = passed;
        }
        return deleted;
    }

    private boolean needsRoom() throws IOException {
        return rule.forRoom() && store.room() != Room.State.AMPLE;
    }

    private boolean due(Committed one) {
        return rule.after().isPresent()
                && !one.at().plus(rule.after().get()).isAfter(clock.instant());
    }

    private Fate fate(Committed one) throws IOException {
        UUID id = one.objectId();
        if (one.stays() || !Files.exists(store.path(Shelf.OBJECTS, id))) {
            return Fate.PASS;
        }
        var stages = tracking.of(id).stream().map(milestone -> milestone.stage()).toList();
        if (stages.contains(Stage.WITHHELD)) {
            return Fate.PASS;
        }
        if (stages.contains(Stage.DEIDENTIFIED)) {
            return Fate.DELETE;
        }
        Instant unknown = one.at().plus(rule.known());
        return unknown.isBefore(clock.instant()) ? Fate.PASS : Fate.LATER;
    }

    private void delete(List<Committed> going) throws IOException {
        if (going.isEmpty()) {
            return;
        }
        // The audit log first: a file that is left behind is better than one that is missed.
        audit.add(
                AuditEvent.ofService(
                        Kind.CLEARED,
                        Outcome.SUCCESS,
                        going.stream()
                                .map(one -> new ObjectOf("instance", one.objectId().toString()))
                                .toList(),
                        null));
        store.clear(going.stream().map(Committed::objectId).toList());
        listener.deleted(going.size(), going.stream().mapToLong(Committed::bytes).sum());
    }

    /** Index of the first commitment that is still needed here. */
    public long done() {
        return done;
    }
}
