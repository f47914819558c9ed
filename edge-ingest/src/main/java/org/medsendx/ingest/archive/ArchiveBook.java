package org.medsendx.ingest.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalIndex;

/**
 * What is on its way to the archive, and what the archive keeps; both in journals. When a method
 * returns, what it recorded survives a power cut.
 *
 * <pre>
 *   taken -> sent -> committed
 *     ^       |
 *     |       v
 *     +---- refused (by C-STORE, or by the archive's report)
 *     ^       |
 *     |       v
 *     +---- aside (repeating does not help; a person has it sent again)
 * </pre>
 *
 * <p>Nothing leaves this but by a commitment, or because its patient was corrected. Thread safe.
 */
public final class ArchiveBook implements AutoCloseable {

    private final Journal journal;
    private final JournalIndex<Committed> committed;
    private final int slack;

    // Under this monitor.
    private final UnderWay underWay = new UnderWay();

    /** An original that was sent and is not committed to. */
    public record Sent(ArchiveItem item, Instance instance, boolean stays) {}

    /** What a failure makes of an original. */
    enum Refusal {
        /** It is not under way: nothing. */
        NO_NEWS,
        /** It is sent again. */
        AGAIN,
        /** It waits for a person. */
        ASIDE
    }

    /**
     * How many are under way; what was put aside is not.
     *
     * @param toSend were not sent, and were not refused
     * @param sent wait for the archive's commitment
     * @param refused are to be sent again
     */
    public record Counts(int toSend, int sent, int refused) {

        /** All that is under way. */
        public int all() {
            return toSend + sent + refused;
        }
    }

    private ArchiveBook(Journal journal, JournalIndex<Committed> committed, int slack) {
        this.journal = journal;
        this.committed = committed;
        this.slack = slack;
    }

    /** Opens or creates the journals in a folder. */
    public static ArchiveBook open(Path folder) throws IOException {
        return open(folder, 10_000);
    }

    /**
     * @param slack how many lines the journal may hold beyond four times what is under way
     */
    static ArchiveBook open(Path folder, int slack) throws IOException {
        var committed =
                JournalIndex.open(
                        folder.resolve("committed"),
                        Committed.class,
                        one -> one.objectId().toString());
        try {
            var journal = Journal.open(folder.resolve("under-way"));
            try {
                var book = new ArchiveBook(journal, committed, slack);
                book.load();
                return book;
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            committed.close();
            throw e;
        }
    }

    private synchronized void load() throws IOException {
        journal.replay(0, (line, _) -> underWay.apply(ArchiveLine.read(line)));
        // A crash between the two journals: the commitment is on disk.
        underWay.removeIf(id -> committed.contains(id.toString()));
    }

    private void record(ArchiveLine line) throws IOException {
        journal.append(line.bytes());
        underWay.apply(line);
        if (journal.size() - journal.first() > 4L * underWay.size() + slack) {
            journal.compact(underWay.live());
        }
    }

    /** Index of the first entry of the intake's ledger that was not looked at. */
    public synchronized long next() {
        return underWay.next();
    }

    /** Whether it was taken on at any time. */
    synchronized boolean knows(UUID objectId) {
        return underWay.knows(objectId) || committed.contains(objectId.toString());
    }

    /**
     * Takes originals on.
     *
     * @param until index of the first entry of the ledger that was not looked at
     */
    public synchronized void take(long until, List<ArchiveItem> items) throws IOException {
        var unknown = items.stream().filter(item -> !knows(item.objectId())).toList();
        if (until > underWay.next() || !unknown.isEmpty()) {
            record(new ArchiveLine.Taken(until, unknown));
        }
    }

    /** Originals that are to be sent now, those that came first at the front. */
    synchronized List<ArchiveItem> toSend(Instant now, Retry retry, int limit) {
        return underWay.toSend(now, retry, limit);
    }

    /**
     * The archive has taken one.
     *
     * @param stays whether its answer lets us doubt that it has all of this original
     */
    synchronized void sent(ArchiveItem item, Instance instance, boolean stays) throws IOException {
        record(UnderWay.sent(item.objectId(), instance, stays));
    }

    /**
     * The archive has not taken one, or does not keep it.
     *
     * @param tries after so many failures that last it is put aside
     */
    synchronized Refusal refused(ArchiveItem item, Instant at, Why why, int tries)
            throws IOException {
        UUID id = item.objectId();
        var before = underWay.tries(id);
        if (before == null) {
            return Refusal.NO_NEWS;
        }
        int failures = before.failures() + 1;
        int lasting = before.lasting() + (why.lasting() ? 1 : 0);
        if (why.lasting() && lasting >= tries) {
            record(new ArchiveLine.PutAside(id, at, failures, why.code()));
            return Refusal.ASIDE;
        }
        record(new ArchiveLine.Refused(id, at, failures, why.code(), lasting));
        return Refusal.AGAIN;
    }

    /** What was sent, and was not asked about for so long. */
    synchronized List<Sent> toAsk(Instant now, Duration again, int limit) {
        return underWay.toAsk(now, again, limit);
    }

    /** The archive is about to be asked; its report may overtake the answer. */
    synchronized void asked(String transaction, Instant at, List<Sent> about) throws IOException {
        record(
                new ArchiveLine.Asked(
                        transaction,
                        at,
                        about.stream().map(one -> one.item().objectId()).toList()));
    }

    /**
     * What was asked about in a transaction and still waits; null when there is none of that UID.
     */
    synchronized @Nullable List<Sent> waiting(String transaction) {
        return underWay.waiting(transaction);
    }

    /** The archive has committed itself to one. */
    synchronized void committed(Sent one, Instant at) throws IOException {
        var item = one.item();
        committed.put(new Committed(item.objectId(), item.bytes(), at, one.stays()));
        record(new ArchiveLine.Settled(item.objectId()));
    }

    /** It is not to go there, now or later. */
    synchronized void withdrawn(UUID objectId) throws IOException {
        if (!underWay.knows(objectId) || underWay.has(objectId)) {
            record(new ArchiveLine.Withdrawn(objectId));
        }
    }

    /** What waits for a person, the earliest first. */
    public synchronized List<Aside> asides() {
        return underWay.asides();
    }

    /** Whether and why one waits for a person. */
    public synchronized Optional<Aside> aside(UUID objectId) {
        return Optional.ofNullable(underWay.aside(objectId));
    }

    /** How many wait for a person. */
    public synchronized int asideCount() {
        return underWay.asideCount();
    }

    /** Has originals sent again that were put aside, at the next look. @return how many */
    synchronized int again(List<UUID> objectIds) throws IOException {
        var there = underWay.asideOf(objectIds);
        if (!there.isEmpty()) {
            record(new ArchiveLine.Again(there));
        }
        return there.size();
    }

    /** Whether the archive has committed itself to an original. */
    public boolean keeps(UUID objectId) {
        return committed.contains(objectId.toString());
    }

    /** What the archive has committed itself to, the earliest first. */
    public List<JournalIndex.Entry<Committed>> committedSince(long from, int limit)
            throws IOException {
        return committed.since(from, limit);
    }

    /** How many commitments there ever were. */
    public long commitments() {
        return committed.size();
    }

    /**
     * Forgets when commitments came, of those before an index; that there were stays known.
     *
     * @param before index of the first that is still needed
     */
    public void forget(Instant committedBefore, long before) throws IOException {
        committed.forget(
                committedBefore,
                before,
                (one, _, stays) -> stays.accept(one.objectId().toString()));
    }

    /** How many are under way, put aside not. */
    synchronized int underWay() {
        return underWay.ways();
    }

    /** How many are under way, by how far they are. */
    public synchronized Counts counts() {
        return underWay.counts();
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            committed.close();
        }
    }
}
