package org.medsendx.ingest.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tracking.Tracking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every original to the hospital's archive, unchanged, and asks the archive to commit itself
 * to it (PS3.4, B and J). What it does not take, or does not commit itself to, is sent again, at
 * growing intervals and without end, unless repeating cannot help: then it is put aside after some
 * tries, for a person. A request that is not answered is asked again, as a new transaction, and the
 * earlier ones are still good.
 *
 * <p>One thread looks; reports may come on any.
 */
public final class Archive {

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final int PAGE = 500;

    /**
     * So many answers in a row that say "out of resources" are about the archive: one may not be.
     */
    private static final int FULL_IN_A_ROW = 3;

    private final Sources from;
    private final ArchiveBook book;
    private final ArchiveOptions options;
    private final ArchiveListener listener;
    private final InstantSource clock;
    private final Outcomes outcomes;
    private final Commitments commitments;
    private final OlderOriginals older;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Throttle throttle;
    private volatile String fault = "";

    /** Where originals are, and who is told of them. */
    public record Sources(
            IdentifiedStore store, IntakeLedger ledger, Tracking tracking, AuditLog audit) {}

    /**
     * @param folder where it writes down what it has found
     * @param book what is under way; stays open
     */
    public Archive(
            Path folder,
            Sources from,
            ArchiveBook book,
            ArchiveOptions options,
            ArchiveListener listener,
            InstantSource clock) {
        this.from = from;
        this.book = book;
        this.options = options;
        this.listener = listener;
        this.clock = clock;
        this.throttle = new Throttle(options.bytesPerSecond(), stopped);
        this.outcomes = new Outcomes(book, options, from.tracking(), listener, clock);
        this.commitments = new Commitments(book, options, outcomes, clock);
        this.older = new OlderOriginals(folder, from.store(), from.ledger(), book);
    }

    /** Tells tracking of the latest commitments, of which a crash may have kept it from hearing. */
    public void recover() throws IOException {
        outcomes.recover();
    }

    /**
     * Looks once: takes on what came in, and sends and asks as long as there is something and the
     * archive takes it.
     *
     * @return what keeps it from its work, as a code; empty for nothing
     * @throws IOException when the disk fails; to be called again
     */
    public String look() throws IOException {
        takeOn();
        withdrawCorrected();
        if (!options.hours().has(clock.instant()) || !hasWork()) {
            // What waits for its next time waits for what was wrong the last time.
            fault = waiting() == 0 ? "" : fault;
            return fault;
        }
        String held = "";
        try {
            work();
        } catch (HeldUp e) {
            held = String.valueOf(e.getMessage());
        }
        fault = held;
        return held;
    }

    /** The ledger's index that was looked at last is on disk with what was found before it. */
    private void takeOn() throws IOException {
        var ledger = from.ledger();
        // After a restore the ledger may be the older of the two.
        long next = Math.min(book.next(), ledger.size());
        while (next < ledger.size() && hasRoom()) {
            var entries = ledger.list(next, PAGE, _ -> true);
            if (entries.isEmpty()) {
                break;
            }
            next = entries.getLast().index() + 1;
            var items = new ArrayList<ArchiveItem>();
            for (var numbered : entries) {
                // What waits in quarantine is a person's matter, and of a duplicate nothing is
                // kept.
                if (numbered.entry() instanceof IntakeEntry.Received received) {
                    var input = received.input();
                    items.add(new ArchiveItem(input.objectId(), input.sha256(), input.bytes()));
                }
            }
            book.take(next, items);
        }
        if (book.next() >= ledger.size()) {
            older.look(() -> hasRoom() && stopped.getCount() > 0);
        }
    }

    /** What was put aside and then corrected is nobody's matter any more. */
    private void withdrawCorrected() throws IOException {
        for (var aside : book.asides()) {
            if (from.tracking().workList().corrected(aside.item().objectId())) {
                book.withdrawn(aside.item().objectId());
            }
        }
    }

    private boolean hasRoom() {
        return book.underWay() < options.window();
    }

    private boolean hasWork() {
        var now = clock.instant();
        return !book.toSend(now, options.retry(), 1).isEmpty()
                || !book.toAsk(now, options.again(), 1).isEmpty();
    }

    private void work() throws IOException, HeldUp {
        try {
            ArchiveNode.echo(options.peer().get());
        } catch (IOException e) {
            throw new HeldUp(ArchiveNode.fault(e));
        }
        // What was sent before comes first: only that lets an original go.
        commitments.ask(this::goesOn);
        takeOn();
        while (goesOn()) {
            var batch = book.toSend(clock.instant(), options.retry(), options.batch());
            if (batch.isEmpty()) {
                return;
            }
            send(batch);
            commitments.ask(this::goesOn);
            takeOn();
        }
    }

    private boolean goesOn() {
        return stopped.getCount() > 0 && options.hours().has(clock.instant());
    }

    private record Ready(ArchiveItem item, StorableFile file) {}

    private void send(List<ArchiveItem> batch) throws IOException, HeldUp {
        var ready = new ArrayList<Ready>();
        for (var item : batch) {
            if (from.tracking().workList().corrected(item.objectId())) {
                // It says another patient than it shows; what it was corrected to goes instead.
                book.withdrawn(item.objectId());
                continue;
            }
            var file = from.store().path(Shelf.OBJECTS, item.objectId());
            try {
                var storable = whole(item, file);
                if (storable == null) {
                    outcomes.refused(item, Files.exists(file) ? Why.CHANGED : Why.NO_FILE, false);
                } else {
                    ready.add(new Ready(item, storable));
                }
            } catch (IOException e) {
                // A bad sector under one must not hold up the others.
                outcomes.refused(item, Why.UNREADABLE, false);
            }
        }
        for (var group : StorableFile.byAssociation(ready, Ready::file)) {
            // Before anything leaves.
            from.audit()
                    .add(
                            AuditEvent.ofService(
                                    Kind.ARCHIVED,
                                    Outcome.SUCCESS,
                                    group.stream().map(one -> instance(one.item())).toList(),
                                    null));
            over(group);
        }
    }

    private static ObjectOf instance(ArchiveItem item) {
        return new ObjectOf("instance", item.objectId().toString());
    }

    /** What is sent, or null when it is not what came in. */
    private static @Nullable StorableFile whole(ArchiveItem item, Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Sha256.of(file).equals(item.sha256())) {
            return null;
        }
        return StorableFile.read(file).orElse(null);
    }

    private void over(List<Ready> group) throws IOException, HeldUp {
        var proposals = StorableFile.proposals(group.stream().map(Ready::file).toList());
        StorageScu scu;
        try {
            scu = StorageScu.open(options.peer().get(), proposals);
        } catch (IOException e) {
            throw new HeldUp(ArchiveNode.fault(e));
        }
        try {
            int full = 0;
            for (var one : group) {
                if (!goesOn()) {
                    return;
                }
                var said = store(scu, one);
                full = said.filter(ArchiveNode::full).isPresent() ? full + 1 : 0;
                if (full == FULL_IN_A_ROW) {
                    throw new HeldUp(Why.of(said.orElseThrow()).code());
                }
            }
        } finally {
            try {
                scu.close();
            } catch (IOException e) {
                LOG.debug("not released in order: {}", e.getClass().getSimpleName());
            }
        }
    }

    private Optional<StoreStatus> store(StorageScu scu, Ready one) throws IOException, HeldUp {
        Optional<StoreStatus> status;
        try {
            status = one.file().store(scu, throttle);
        } catch (InterruptedIOException e) {
            if (stopped.getCount() == 0 || Thread.currentThread().isInterrupted()) {
                throw new HeldUp("stopped");
            }
            outcomes.refused(one.item(), Why.BROKEN, false);
            throw new HeldUp("no-answer");
        } catch (IOException e) {
            // It waits, so that one that always breaks the association holds up no other.
            outcomes.refused(one.item(), Why.BROKEN, false);
            throw new HeldUp("no-answer");
        }
        if (status.isEmpty()) {
            outcomes.refused(one.item(), Why.NOT_ACCEPTED, false);
            return status;
        }
        var said = status.get();
        if (ArchiveNode.has(said)) {
            if (said.warning()) {
                LOG.warn(
                        "the archive took {} with a warning: {}",
                        one.item().objectId(),
                        Why.of(said).code());
            }
            book.sent(
                    one.item(),
                    new Instance(one.file().sopClassUid(), one.file().sopInstanceUid()),
                    ArchiveNode.doubtful(said));
            listener.sent(one.item().bytes());
        } else {
            outcomes.refused(one.item(), Why.of(said), false);
        }
        return status;
    }

    /**
     * A report came over an association of the archive's own.
     *
     * @param callingAeTitle who calls
     * @return whether it is about a request of ours
     * @throws IOException it could not be written down: it is to be sent again
     */
    public boolean reported(String callingAeTitle, CommitmentReport report) throws IOException {
        return commitments.reported(callingAeTitle, report);
    }

    /**
     * How many originals wait for the archive: what is under way, and what was not taken on; not
     * what was put aside.
     */
    public long waiting() {
        return book.underWay() + Math.max(0, from.ledger().size() - book.next()) + older.left();
    }

    /** What keeps it from its work, as a code; empty for nothing. */
    public String fault() {
        return fault;
    }

    /** Ends a look soon; what was under way is sent again. */
    public void stop() {
        stopped.countDown();
    }
}
