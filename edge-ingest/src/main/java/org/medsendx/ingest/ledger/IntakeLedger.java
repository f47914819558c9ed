package org.medsendx.ingest.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalIds;
import org.medsendx.journal.JournalIndex;

/**
 * What was decided, on disk, and an index of received instances by SOP Instance UID ({@link
 * JournalIds}). Old entries are forgotten but for what their originals still need ({@link
 * #forget}).
 *
 * <p>An entry is <em>settled</em> when all that follows from it was done: its file is on its shelf
 * and its event in the outbox. A {@link #mark} says up to where that survives a power cut; what
 * lies behind it at a start is settled then. Thread safe.
 */
public final class IntakeLedger implements AutoCloseable {

    private static final long PAGE_BYTES = 4L << 20;

    /** Some thousand entries: what is forgotten goes in such pieces. */
    private static final long SEGMENT_BYTES = 4L << 20;

    private final Journal journal;
    private final JournalIndex<KeptLine> kept;
    private final Path mark;
    private final Path lostFile;
    private final Set<Long> lost = new TreeSet<>();
    private final JournalIds received;
    private final Set<Long> settledAhead = new HashSet<>();
    private long settledBefore;
    private long marked;

    private IntakeLedger(Journal journal, JournalIndex<KeptLine> kept, Path folder)
            throws IOException {
        this.journal = journal;
        this.kept = kept;
        this.mark = folder.resolve("settled");
        this.lostFile = folder.resolve("lost");
        this.received =
                JournalIds.open(
                        journal,
                        (record, index, ids) -> remember(parse(record), index, ids),
                        Remembered.BYTES);
    }

    /** An entry and its place in the ledger, from 0. */
    public record Numbered(long index, IntakeEntry entry) {}

    /** An instance that was received, and its place in the ledger. */
    public record Found(long index, IntakeEntry.Received entry) {}

    /** A quarantined input that is kept longer than its place in the journal. */
    public record KeptLine(long index, EntryLine line) {}

    /**
     * Opens or creates the ledger in a folder. Quarantined entries that would be forgotten lie in a
     * folder beside it, {@code <name>-kept}.
     */
    public static IntakeLedger open(Path folder) throws IOException {
        var kept =
                JournalIndex.open(
                        folder.resolveSibling(folder.getFileName() + "-kept"),
                        KeptLine.class,
                        one -> one.line().objectId().toString());
        try {
            var journal = Journal.open(folder, SEGMENT_BYTES);
            try {
                var ledger = new IntakeLedger(journal, kept, folder);
                ledger.load();
                return ledger;
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            kept.close();
            throw e;
        }
    }

    private void load() throws IOException {
        if (Files.exists(mark)) {
            try {
                settledBefore = Long.parseLong(Files.readString(mark).strip());
            } catch (NumberFormatException e) {
                settledBefore = 0;
            }
        }
        // A mark beyond the end belongs to another ledger.
        if (settledBefore > journal.size() || settledBefore < 0) {
            settledBefore = 0;
        }
        // What was forgotten was settled.
        settledBefore = Math.max(settledBefore, journal.first());
        marked = settledBefore;
        if (Files.exists(lostFile)) {
            for (String line : Files.readAllLines(lostFile, StandardCharsets.US_ASCII)) {
                try {
                    lost.add(Long.parseLong(line));
                } catch (NumberFormatException e) {
                    throw new IOException("the file of lost entries does not hold their numbers");
                }
            }
            lost.forEach(this::settled);
        }
    }

    /** The key of a SOP Instance UID in this ledger. */
    public static String keyOf(String sopInstanceUid) {
        return Sha256.of(sopInstanceUid).substring(0, 32);
    }

    /** Appends an entry; when this returns it survives a power cut. @return its place */
    public long append(IntakeEntry entry) throws IOException {
        byte[] line;
        try {
            line = EventCodec.JSON.writeValueAsBytes(EntryLine.of(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry is plain data", e);
        }
        long index = journal.append(line);
        remember(entry, index, received);
        return index;
    }

    private static void remember(IntakeEntry entry, long index, JournalIds ids) {
        if (entry instanceof IntakeEntry.Received instance) {
            ids.put(instance.uidKey(), index);
        }
    }

    /**
     * The received instance with this key of its SOP Instance UID; null when there is none, or its
     * entry was forgotten (see {@link #remembered}).
     */
    public @Nullable Found find(String uidKey) throws IOException {
        long index = received.get(uidKey);
        if (index < 0) {
            return null;
        }
        var found = journal.entries(index, 1, PAGE_BYTES);
        if (found.isEmpty() || found.getFirst().index() != index) {
            return null;
        }
        if (parse(found.getFirst().data()) instanceof IntakeEntry.Received instance) {
            return new Found(index, instance);
        }
        throw new IllegalStateException("the index of the ledger is of another ledger");
    }

    /** What is still known of a received instance whose entry was forgotten, or null. */
    public @Nullable Remembered remembered(String uidKey) {
        byte[] note = received.forgotten(uidKey);
        return note == null ? null : Remembered.of(note);
    }

    /**
     * Forgets marked entries from before a time, as far as they fill whole segments. Of a received
     * instance stays what tells a duplicate and answers for its original; a quarantined input stays
     * whole, because a person has to look at it.
     */
    public void forget(Instant decidedBefore) throws IOException {
        forget(decidedBefore, Long.MAX_VALUE);
    }

    /**
     * As the other.
     *
     * @param needed index of the first entry that somebody has to look at yet
     */
    public void forget(Instant decidedBefore, long needed) throws IOException {
        long until = Math.min(Math.min(marked(), needed), journal.writtenBefore(decidedBefore));
        received.forget(
                until,
                (record, index, stays) -> {
                    var line = line(record);
                    var remembered = Remembered.of(line);
                    String key = line.uidKey();
                    if (remembered != null && key != null && !isLost(index)) {
                        stays.accept(key, remembered.bytes());
                    } else if (line.outcome() == EntryLine.Decision.QUARANTINED
                            && !kept.contains(line.objectId().toString())) {
                        kept.put(new KeptLine(index, line));
                    }
                });
    }

    /**
     * Entries in order; of those that were forgotten the quarantined ones.
     *
     * @param from index of the first
     * @param limit how many at most
     * @param wanted which of them
     */
    public List<Numbered> list(long from, int limit, Predicate<IntakeEntry> wanted)
            throws IOException {
        var found = new ArrayList<Numbered>();
        for (long at = 0; from < journal.first() && found.size() < limit; ) {
            var page = kept.since(at, 1000);
            for (var one : page) {
                at = one.index() + 1;
                var entry = one.value().line().entry();
                if (one.value().index() >= from && found.size() < limit && wanted.test(entry)) {
                    found.add(new Numbered(one.value().index(), entry));
                }
            }
            if (page.isEmpty()) {
                break;
            }
        }
        long next = Math.max(from, journal.first());
        while (found.size() < limit) {
            var records = journal.entries(next, 1000, PAGE_BYTES);
            if (records.isEmpty()) {
                break;
            }
            for (var record : records) {
                var entry = parse(record.data());
                if (wanted.test(entry) && found.size() < limit) {
                    found.add(new Numbered(record.index(), entry));
                }
                next = record.index() + 1;
            }
        }
        return found;
    }

    /** The entry of an input at a place in the ledger, or after it; empty when it was forgotten. */
    public Optional<IntakeEntry> entry(long index, UUID objectId) throws IOException {
        return list(index, 1, entry -> entry.input().objectId().equals(objectId)).stream()
                .map(Numbered::entry)
                .findFirst();
    }

    /** Index of the first entry that is not forgotten; of those before it the quarantined are. */
    public long first() {
        return journal.first();
    }

    /** How many entries there ever were. */
    public long size() {
        return journal.size();
    }

    /** All entries before this index are settled; of those from here on some may be. */
    public synchronized long settledBefore() {
        return settledBefore;
    }

    /** Whether an entry is settled. */
    public synchronized boolean isSettled(long index) {
        return index < settledBefore || settledAhead.contains(index);
    }

    /** All that follows from this entry was done. */
    public synchronized void settled(long index) {
        if (index >= settledBefore) {
            settledAhead.add(index);
        }
        while (settledAhead.remove(settledBefore)) {
            settledBefore++;
        }
    }

    /**
     * Notes that the disk lost the file of an entry before it was told of. Nothing can follow from
     * it any more, so it keeps nobody waiting; and it is no reason to take the instance for
     * received when it is sent again.
     *
     * @throws IOException when it could not be noted; to be called again
     */
    public synchronized void lost(long index) throws IOException {
        var all = new TreeSet<>(lost);
        all.add(index);
        String lines = all.stream().map(one -> one + "\n").collect(Collectors.joining());
        AtomicFile.write(lostFile, lines.getBytes(StandardCharsets.US_ASCII));
        lost.add(index);
        settled(index);
    }

    /** Whether the disk lost the file of an entry before it was told of. */
    public synchronized boolean isLost(long index) {
        return lost.contains(index);
    }

    private synchronized long marked() {
        return marked;
    }

    /** How many settled entries a start would look at once more. */
    public synchronized long unmarked() {
        return settledBefore - marked;
    }

    /**
     * Notes that all that follows from entries before an index survives a power cut.
     *
     * @throws IOException when it could not be noted; an older mark is as good, and costs time at
     *     start
     */
    public synchronized void mark(long before) throws IOException {
        if (before <= marked || before > settledBefore) {
            return;
        }
        // No fsync, for the same reason.
        Path next = mark.resolveSibling("settled.next");
        Files.writeString(next, Long.toString(before), StandardCharsets.US_ASCII);
        Files.move(next, mark, StandardCopyOption.ATOMIC_MOVE);
        marked = before;
    }

    private static IntakeEntry parse(byte[] line) {
        return line(line).entry();
    }

    private static EntryLine line(byte[] record) {
        try {
            var line = EventCodec.JSON.readValue(record, EntryLine.class);
            line.entry();
            return line;
        } catch (IOException | RuntimeException e) {
            // Its checksum was right, so another version of this program wrote it. Jackson's
            // message would quote the line.
            throw new IllegalStateException("a ledger entry of an unknown form");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            kept.close();
        }
    }
}
