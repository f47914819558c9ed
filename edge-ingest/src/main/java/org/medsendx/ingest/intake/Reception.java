package org.medsendx.ingest.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Incoming;
import org.medsendx.ingest.store.NoRoomException;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.outbox.Outbox;

/**
 * Decides about every input, whatever way it came: received, duplicate or quarantined.
 *
 * <pre>
 * bytes -> incoming/ID.part, fsync -> read through -> ledger, fsync
 *       -> rename to its shelf -> the sender hears of it; outbox, fsync
 * </pre>
 *
 * <p>The ledger entry is the decision. Before it the input does not exist: a file left in {@code
 * incoming/} was never acknowledged and is removed at the next start. After it everything else
 * follows, now, when the same instance is sent again, or at the next start. So a file on a shelf
 * always has its entry, and there is nothing to guess about. Thread safe.
 */
public final class Reception implements AutoCloseable {

    private static final int STRIPES = 64;

    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final Consequences consequences;
    private final InstanceReader reader;
    private final Set<String> sopClasses;
    private final OrderCheck orders;
    private final IntakeObserver observer;
    private final Clock clock;
    private final Step.Watcher watcher;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final Queue<UUID> doubtful = new ConcurrentLinkedQueue<>();

    /**
     * @param sopClasses SOP classes that are taken
     * @param orders what is known of what was ordered
     * @param watcher hears of every step
     */
    public Reception(
            IdentifiedStore store,
            IntakeLedger ledger,
            Outbox outbox,
            InstanceReader reader,
            Set<String> sopClasses,
            OrderCheck orders,
            IntakeObserver observer,
            Clock clock,
            Step.Watcher watcher) {
        this.store = store;
        this.ledger = ledger;
        this.reader = reader;
        this.sopClasses = Set.copyOf(sopClasses);
        this.orders = orders;
        this.observer = observer;
        this.clock = clock;
        this.watcher = watcher;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
        this.consequences = new Consequences(store, ledger, outbox, watcher);
    }

    /**
     * What a start found to do.
     *
     * @param completed decisions whose file or event was still missing and is there now
     * @param removed files that were never acknowledged
     * @param missing decisions whose file is gone: the disk lost it
     */
    public record Recovery(int completed, int removed, int missing) {}

    /**
     * Completes what a crash left undone and removes what was never acknowledged. To be called
     * once, before anything comes in.
     */
    public Recovery recover() throws IOException {
        var recovery = complete(Long.MAX_VALUE);
        return new Recovery(recovery.completed(), store.dropIncoming(), recovery.missing());
    }

    /**
     * Completes decisions that a passing fault of the disk left undone; safe while others come in.
     *
     * @param before how many {@link #decisions} there were some time ago: what is decided just now
     *     is in good hands
     */
    public Recovery complete(long before) throws IOException {
        return consequences.complete(before);
    }

    /** How many decisions there ever were. */
    public long decisions() {
        return ledger.size();
    }

    /** Whether there is room for another input. */
    public boolean hasRoom() throws IOException {
        return store.hasRoom();
    }

    /** Whether another file may wait for a person; without that it is refused. */
    public boolean takesIntoQuarantine() {
        return store.takesIntoQuarantine();
    }

    /**
     * Begins an input.
     *
     * @param head our own preamble and file meta group when a bare data set follows, else empty
     */
    public Incoming begin(byte[] head) throws IOException {
        return store.create(head);
    }

    /**
     * Decides about an input that is on disk. When this returns, the file is on its shelf, and it
     * and the ledger entry survive a power cut. Its event follows within moments, after a crash at
     * the next start.
     *
     * @throws IOException when the disk fails: then the sender must not be told success
     */
    public IntakeEntry decide(Incoming.Sealed stored, Arrival arrival) throws IOException {
        return judge(stored, arrival).entry();
    }

    /**
     * A decision, and what the input was found to be: the ledger keeps no UID.
     *
     * @param reading identified data
     */
    public record Judged(IntakeEntry entry, Reading reading) {

        /** The entry's outcome alone. */
        @Override
        public String toString() {
            return "Judged[" + entry.outcome() + "]";
        }
    }

    /**
     * As {@link #decide}, for whoever has to name the instance in an answer.
     *
     * @throws IOException when the disk fails: then the sender must not be told success
     */
    public Judged judge(Incoming.Sealed stored, Arrival arrival) throws IOException {
        return judge(stored, arrival, false);
    }

    /**
     * As the other.
     *
     * @param looked whether a person has looked at it, so that no order holds it back
     */
    Judged judge(Incoming.Sealed stored, Arrival arrival, boolean looked) throws IOException {
        Instant begun = clock.instant();
        watcher.reached(Step.STORED);
        Reading reading;
        try {
            reading = reader.read(stored.file());
        } catch (IOException e) {
            store.drop(stored.objectId());
            throw e;
        }
        watcher.reached(Step.READ);
        var entry =
                switch (reading) {
                    case Reading.Unfit unfit -> commit(quarantined(stored, arrival, unfit, null));
                    case Reading.Instance instance -> instance(stored, arrival, instance, looked);
                };
        observer.decided(entry, Duration.between(begun, clock.instant()));
        return new Judged(entry, reading);
    }

    /** What a person has looked at and has taken once more. */
    public SecondLook secondLook() {
        return new SecondLook(this, store, reader, sopClasses);
    }

    /** Removes an input that is on disk and will not be decided about. */
    public void abandon(Incoming.Sealed stored) throws IOException {
        store.drop(stored.objectId());
    }

    /**
     * Quarantines an input of which not all could be read from where it came.
     *
     * @throws IOException when the disk fails
     */
    public IntakeEntry unreadable(Incoming.Sealed stored, Arrival arrival) throws IOException {
        Instant begun = clock.instant();
        var unfit = new Reading.Unfit("unreadable", null, stored.bytes());
        var entry = commit(quarantined(stored, arrival, unfit, null));
        observer.decided(entry, Duration.between(begun, clock.instant()));
        return entry;
    }

    private IntakeEntry instance(
            Incoming.Sealed stored, Arrival arrival, Reading.Instance instance, boolean looked)
            throws IOException {
        var content =
                new IntakeEntry.Content(
                        instance.sopClassUid(),
                        instance.transferSyntaxUid(),
                        instance.dataSetPosition() == stored.headBytes()
                                ? stored.sentSha256()
                                : Sha256.of(stored.file(), instance.dataSetPosition()));
        var unfit = arrival.objection(instance, sopClasses);
        if (unfit != null) {
            return commit(quarantined(stored, arrival, unfit, content));
        }
        String key = IntakeLedger.keyOf(instance.sopInstanceUid());
        // Two senders with the same instance at once: the second waits and meets the first's entry.
        var stripe = stripe(key);
        stripe.lock();
        try {
            var known = known(key);
            var remembered = known == null ? ledger.remembered(key) : null;
            if (remembered != null) {
                return commit(
                        content.dataSetSha256().equals(remembered.dataSetSha256())
                                        || isAnother(stored, remembered.objectId())
                                ? new IntakeEntry.Duplicate(
                                        input(stored, arrival), content, key, remembered.objectId())
                                : quarantined(stored, arrival, conflict(), content));
            }
            if (known == null) {
                var match = orders.check(instance.imaged());
                if (match != null && !looked && orders.holds(match)) {
                    return commit(quarantined(stored, arrival, differs(), content));
                }
                var whole = instance.wellFormed() ? stored : withOurHead(stored, instance);
                return commit(new IntakeEntry.Received(input(whole, arrival), content, key, match));
            }
            var first = known.entry();
            if (content.dataSetSha256().equals(first.content().dataSetSha256())
                    || isAnother(stored, first.input().objectId())) {
                if (!ledger.isSettled(known.index())) {
                    consequences.settle(known);
                }
                return commit(
                        new IntakeEntry.Duplicate(
                                input(stored, arrival), content, key, first.input().objectId()));
            }
            return commit(quarantined(stored, arrival, conflict(), content));
        } finally {
            stripe.unlock();
        }
    }

    /** Whether it is the received one in other bytes, as far as that one is still here. */
    private boolean isAnother(Incoming.Sealed stored, UUID received) {
        Path original = store.path(Shelf.OBJECTS, received);
        return Files.isRegularFile(original) && reader.same(original, stored.file());
    }

    private static Reading.Unfit differs() {
        return new Reading.Unfit("order-differs", null, null);
    }

    private static Reading.Unfit conflict() {
        return new Reading.Unfit("uid-conflict", null, null);
    }

    /** The lock of an instance, by the key of its UID. */
    ReentrantLock stripe(String key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    /**
     * The object that has a UID already, with all that follows from it done; null when there is
     * none. Under the lock of that UID.
     */
    @Nullable UUID holder(String key) throws IOException {
        var known = known(key);
        if (known == null) {
            var remembered = ledger.remembered(key);
            return remembered == null ? null : remembered.objectId();
        }
        if (!ledger.isSettled(known.index())) {
            consequences.settle(known);
        }
        return known.entry().input().objectId();
    }

    /** What the orders say of an instance. */
    @Nullable OrderMatch check(Reading.Instance instance) {
        return orders.check(instance.imaged());
    }

    private IntakeLedger.@Nullable Found known(String key) throws IOException {
        var known = ledger.find(key);
        // A decision that never completed and whose file the disk lost does not count.
        if (known != null
                && (ledger.isLost(known.index())
                        || !ledger.isSettled(known.index())
                                && !consequences.holdsFileOf(known.entry()))) {
            return null;
        }
        return known;
    }

    private Incoming.Sealed withOurHead(Incoming.Sealed stored, Reading.Instance instance)
            throws IOException {
        var meta =
                new FileMeta(
                        instance.sopClassUid(),
                        instance.sopInstanceUid(),
                        instance.transferSyntaxUid());
        return store.rehead(stored, DicomWriter.metaBytes(meta), instance.dataSetPosition());
    }

    IntakeEntry.Input input(Incoming.Sealed stored, Arrival arrival) {
        return new IntakeEntry.Input(
                stored.objectId(),
                stored.sentSha256(),
                stored.sha256(),
                stored.bytes(),
                arrival.via(),
                arrival.source(),
                arrival.sender(),
                clock.instant(),
                arrival.traceparent());
    }

    private IntakeEntry quarantined(
            Incoming.Sealed stored,
            Arrival arrival,
            Reading.Unfit unfit,
            IntakeEntry.@Nullable Content content) {
        var why = arrival.inItsWords(unfit);
        Integer tag = why.tag();
        return new IntakeEntry.Quarantined(
                input(stored, arrival),
                new IntakeEntry.Reason(
                        why.reason(), tag == null ? null : "%08x".formatted(tag), why.position()),
                content);
    }

    IntakeEntry commit(IntakeEntry entry) throws IOException {
        if (entry instanceof IntakeEntry.Quarantined && !store.takesIntoQuarantine()) {
            // What is no instance is not to take the room of those that are.
            store.drop(entry.input().objectId());
            throw new NoRoomException();
        }
        var abandoned = new ArrayList<UUID>();
        for (UUID id = doubtful.poll(); id != null; id = doubtful.poll()) {
            abandoned.add(id);
        }
        long index;
        try {
            index = ledger.append(entry);
        } catch (IOException e) {
            // Whether the entry is on disk is unknown until the ledger can be written again; if
            // the process dies first and it is, the file must be there.
            doubtful.addAll(abandoned);
            doubtful.add(entry.input().objectId());
            throw e;
        }
        for (UUID id : abandoned) {
            store.drop(id);
        }
        watcher.reached(Step.DECIDED);
        consequences.of(new IntakeLedger.Numbered(index, entry));
        return entry;
    }

    /** Returns when all was told of that was decided before the call, or could not be. */
    public void awaitAnnounced() {
        consequences.awaitTold();
    }

    /** How many decisions are not in the outbox yet. */
    public long untold() {
        return consequences.untold();
    }

    /** Tells of what was decided, as far as the disk allows; a start does the rest. */
    @Override
    public void close() throws IOException {
        consequences.close();
    }
}
