package org.medsendx.ingest.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * </pre>
 *
 * <p>Nothing leaves this but by a commitment. Thread safe.
 */
public final class ArchiveBook implements AutoCloseable {

    /** Transactions whose report may still come. */
    private static final int REMEMBERED = 1000;

    /** Items in one line, which has to fit a record of a journal. */
    private static final int LINE = 1000;

    private final Journal journal;
    private final JournalIndex<Committed> committed;
    private final int slack;

    // All below under this monitor.
    private final Map<UUID, Way> underWay = new LinkedHashMap<>();
    private final Map<String, Transaction> transactions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Transaction> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private long next;
    private long asked;

    /**
     * A request whose report may come.
     *
     * @param number counts requests
     */
    private record Transaction(long number, ArchiveLine.Asked asked) {}

    /** One original. */
    private static final class Way {
        final ArchiveItem item;
        @Nullable Instance sent;
        boolean stays;
        @Nullable Instant asked;
        @Nullable Instant failed;
        int failures;
        String code = "";
        // What was asked before it failed says nothing of it any more.
        long askedFrom;

        Way(ArchiveItem item) {
            this.item = item;
        }
    }

    /** An original that was sent and is not committed to. */
    public record Sent(ArchiveItem item, Instance instance, boolean stays) {}

    /**
     * How many there are.
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
        journal.replay(0, (line, _) -> apply(ArchiveLine.read(line)));
        // A crash between the two journals: the commitment is on disk.
        underWay.keySet().removeIf(id -> committed.contains(id.toString()));
    }

    private void apply(ArchiveLine record) {
        switch (record) {
            case ArchiveLine.Taken(long until, List<ArchiveItem> items) -> {
                next = Math.max(next, until);
                items.forEach(item -> underWay.putIfAbsent(item.objectId(), new Way(item)));
            }
            case ArchiveLine.Sent sent -> {
                var way = underWay.get(sent.objectId());
                if (way != null) {
                    way.sent = new Instance(sent.sopClassUid(), sent.sopInstanceUid());
                    way.stays = sent.stays();
                    way.asked = null;
                }
            }
            case ArchiveLine.Refused refused -> {
                var way = underWay.get(refused.objectId());
                if (way != null) {
                    way.sent = null;
                    way.failed = refused.at();
                    way.failures = refused.failures();
                    way.code = refused.code();
                    way.askedFrom = asked;
                }
            }
            case ArchiveLine.Asked line -> {
                transactions.put(line.transactionUid(), new Transaction(asked++, line));
                for (UUID id : line.objectIds()) {
                    var way = underWay.get(id);
                    if (way != null) {
                        way.asked = line.at();
                    }
                }
            }
            case ArchiveLine.Settled settled -> underWay.remove(settled.objectId());
        }
    }

    private void record(ArchiveLine line) throws IOException {
        journal.append(line.bytes());
        apply(line);
        if (journal.size() - journal.first() > 4L * underWay.size() + slack) {
            transactions.values().removeIf(one -> about(one).isEmpty());
            journal.compact(live());
        }
    }

    // What is applied once more without harm.
    private List<byte[]> live() {
        var lines = new ArrayList<byte[]>();
        var page = new ArrayList<ArchiveItem>();
        for (var way : underWay.values()) {
            page.add(way.item);
            if (page.size() == LINE) {
                lines.add(new ArchiveLine.Taken(next, page).bytes());
                page.clear();
            }
        }
        lines.add(new ArchiveLine.Taken(next, page).bytes());
        underWay.forEach((id, way) -> {
            if (way.failed != null) {
                lines.add(new ArchiveLine.Refused(id, way.failed, way.failures, way.code).bytes());
            }
            if (way.sent != null) {
                lines.add(sent(id, way.sent, way.stays).bytes());
            }
        });
        transactions
                .values()
                .forEach(one ->
                        lines.add(
                                new ArchiveLine.Asked(
                                                one.asked().transactionUid(),
                                                one.asked().at(),
                                                about(one))
                                        .bytes()));
        return lines;
    }

    /** The originals that a report of this request may still be about. */
    private List<UUID> about(Transaction transaction) {
        return transaction.asked().objectIds().stream()
                .filter(id -> {
                    var way = underWay.get(id);
                    return way != null && transaction.number() >= way.askedFrom;
                })
                .toList();
    }

    private static ArchiveLine.Sent sent(UUID id, Instance instance, boolean stays) {
        return new ArchiveLine.Sent(id, instance.sopClassUid(), instance.sopInstanceUid(), stays);
    }

    /** Index of the first entry of the intake's ledger that was not looked at. */
    public synchronized long next() {
        return next;
    }

    /**
     * Takes originals on.
     *
     * @param until index of the first entry of the ledger that was not looked at
     */
    public synchronized void take(long until, List<ArchiveItem> items) throws IOException {
        var unknown =
                items.stream()
                        .filter(item -> !underWay.containsKey(item.objectId()))
                        .filter(item -> !committed.contains(item.objectId().toString()))
                        .toList();
        if (until > next || !unknown.isEmpty()) {
            record(new ArchiveLine.Taken(until, unknown));
        }
    }

    /** Originals that are to be sent now, those that came first at the front. */
    synchronized List<ArchiveItem> toSend(Instant now, Retry retry, int limit) {
        return underWay.values().stream()
                .filter(way -> way.sent == null)
                .filter(way -> way.failed == null || retry.due(way.failed, way.failures, now))
                .limit(limit)
                .map(way -> way.item)
                .toList();
    }

    /** The archive has taken one. */
    synchronized void sent(ArchiveItem item, Instance instance, boolean stays) throws IOException {
        record(sent(item.objectId(), instance, stays));
    }

    /** The archive has not taken one, or does not keep it. @return whether that is news */
    synchronized boolean refused(ArchiveItem item, Instant at, String code) throws IOException {
        var way = underWay.get(item.objectId());
        if (way == null) {
            return false;
        }
        record(new ArchiveLine.Refused(item.objectId(), at, way.failures + 1, code));
        return true;
    }

    /** What was sent, and was not asked about for so long. */
    synchronized List<Sent> toAsk(Instant now, Duration again, int limit) {
        return underWay.values().stream()
                .filter(way -> way.sent != null)
                .filter(way ->
                        way.asked == null
                                || Duration.between(way.asked, now).abs().compareTo(again) >= 0)
                .limit(limit)
                .map(ArchiveBook::asSent)
                .toList();
    }

    private static Sent asSent(Way way) {
        if (way.sent == null) {
            throw new IllegalStateException("was not sent");
        }
        return new Sent(way.item, way.sent, way.stays);
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
        var known = transactions.get(transaction);
        if (known == null) {
            return null;
        }
        var waiting = new ArrayList<Sent>();
        for (UUID id : about(known)) {
            var way = underWay.get(id);
            if (way != null && way.sent != null) {
                waiting.add(asSent(way));
            }
        }
        return waiting;
    }

    /** The archive has committed itself to one. */
    synchronized void committed(Sent one, Instant at) throws IOException {
        var item = one.item();
        committed.put(new Committed(item.objectId(), item.bytes(), at, one.stays()));
        record(new ArchiveLine.Settled(item.objectId()));
    }

    /** It is not to go there any more. */
    synchronized void withdrawn(ArchiveItem item) throws IOException {
        if (underWay.containsKey(item.objectId())) {
            record(new ArchiveLine.Settled(item.objectId()));
        }
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

    /** How many are under way, by how far they are. */
    public synchronized Counts counts() {
        int toSend = 0;
        int sent = 0;
        int refused = 0;
        for (var way : underWay.values()) {
            if (way.sent != null) {
                sent++;
            } else if (way.failed != null) {
                refused++;
            } else {
                toSend++;
            }
        }
        return new Counts(toSend, sent, refused);
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
