package org.medsendx.ingest.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalIds;

/**
 * Everything that was ever decided, on disk, and an index of received instances by SOP Instance UID
 * ({@link JournalIds}).
 *
 * <p>An entry is <em>settled</em> when all that follows from it is on disk as well: its file on its
 * shelf and its event in the outbox. What is not settled at a start is settled then. Thread safe.
 */
public final class IntakeLedger implements AutoCloseable {

    /** So often the mark of settled entries is written; older marks only cost time at start. */
    private static final int MARK_EVERY = 1000;

    private static final long PAGE_BYTES = 4L << 20;

    private final Journal journal;
    private final Path mark;
    private final JournalIds received;
    private final Set<Long> settledAhead = new HashSet<>();
    private long settledBefore;
    private long marked;

    private IntakeLedger(Journal journal, Path mark) throws IOException {
        this.journal = journal;
        this.mark = mark;
        this.received =
                JournalIds.open(
                        journal, (record, index, ids) -> remember(parse(record), index, ids));
    }

    /** An entry and its place in the ledger, from 0. */
    public record Numbered(long index, IntakeEntry entry) {}

    /** An instance that was received, and its place in the ledger. */
    public record Found(long index, IntakeEntry.Received entry) {}

    /** Opens or creates the ledger in a folder. */
    public static IntakeLedger open(Path folder) throws IOException {
        var journal = Journal.open(folder);
        try {
            var ledger = new IntakeLedger(journal, folder.resolve("settled"));
            ledger.load();
            return ledger;
        } catch (IOException | RuntimeException e) {
            journal.close();
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
        marked = settledBefore;
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

    /** The received instance with this key of its SOP Instance UID, or null. */
    public @Nullable Found find(String uidKey) throws IOException {
        long index = received.get(uidKey);
        if (index < 0) {
            return null;
        }
        if (parse(journal.read(index)) instanceof IntakeEntry.Received instance) {
            return new Found(index, instance);
        }
        throw new IllegalStateException("the index of the ledger is of another ledger");
    }

    /**
     * Entries in order.
     *
     * @param from index of the first
     * @param limit how many at most
     * @param wanted which of them
     */
    public List<Numbered> list(long from, int limit, Predicate<IntakeEntry> wanted)
            throws IOException {
        var found = new ArrayList<Numbered>();
        long next = Math.max(0, from);
        while (found.size() < limit) {
            var records = journal.read(next, 1000, PAGE_BYTES);
            if (records.isEmpty()) {
                break;
            }
            for (byte[] line : records) {
                var entry = parse(line);
                if (wanted.test(entry) && found.size() < limit) {
                    found.add(new Numbered(next, entry));
                }
                next++;
            }
        }
        return found;
    }

    /** How many entries there are. */
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

    /** All that follows from this entry is on disk. */
    public synchronized void settled(long index) throws IOException {
        if (index >= settledBefore) {
            settledAhead.add(index);
        }
        while (settledAhead.remove(settledBefore)) {
            settledBefore++;
        }
        if (settledBefore - marked >= MARK_EVERY) {
            writeMark();
        }
    }

    // No fsync: an older mark after a power cut is as good.
    private void writeMark() throws IOException {
        Path next = mark.resolveSibling("settled.next");
        Files.writeString(next, Long.toString(settledBefore), StandardCharsets.US_ASCII);
        Files.move(next, mark, StandardCopyOption.ATOMIC_MOVE);
        marked = settledBefore;
    }

    private static IntakeEntry parse(byte[] line) {
        try {
            return EventCodec.JSON.readValue(line, EntryLine.class).entry();
        } catch (IOException | RuntimeException e) {
            // Its checksum was right, so another version of this program wrote it. Jackson's
            // message would quote the line.
            throw new IllegalStateException("a ledger entry of an unknown form");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            synchronized (this) {
                writeMark();
            }
        } finally {
            journal.close();
        }
    }
}
