package org.medsendx.outbox.retention;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.journal.JournalIndex;
import org.medsendx.outbox.Housekeeping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The confirmations that a service has heard, on disk, and the deletion of its files a while after
 * them. What is not confirmed is never deleted.
 *
 * <p>Confirmations are gone through in their order; how far is kept in a small file, written after
 * the deletions. A cut in between goes through some of them again and finds nothing to delete.
 * Confirmations themselves are forgotten when they were gone through and no repeat can come. Thread
 * safe.
 */
public final class ConfirmedFiles implements Housekeeping.Chore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedFiles.class);
    private static final int PAGE = 500;

    private final JournalIndex<Confirmation> journal;
    private final Path cursor;
    private final Owner owner;
    private final Duration keep;
    private final Duration remember;
    private final AtomicLong deletedFiles = new AtomicLong();
    private final AtomicLong deletedBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile long next;
    private volatile boolean summed;

    /** Whose files they are. */
    public interface Owner {

        /**
         * Deletes the files that a confirmation allows to delete, if it alone or together with
         * others does. Deleting twice is harmless.
         *
         * @param keep how long after its confirmation a file stays
         * @throws IOException when the disk fails; to be called again
         */
        Deleted delete(Confirmation confirmation, Confirmed others, Duration keep, Instant now)
                throws IOException;
    }

    /** What else was confirmed. */
    @FunctionalInterface
    public interface Confirmed {
        @Nullable Confirmation find(UUID objectId, Confirmation.What what) throws IOException;
    }

    /**
     * What was deleted.
     *
     * @param refused how many files are there but are not those that were confirmed; they stay
     */
    public record Deleted(int files, long bytes, int refused) {

        /** Nothing was there to delete, or not yet. */
        public static final Deleted NOTHING = new Deleted(0, 0, 0);

        /** Both. */
        public Deleted and(Deleted other) {
            return new Deleted(files + other.files, bytes + other.bytes, refused + other.refused);
        }
    }

    private ConfirmedFiles(
            JournalIndex<Confirmation> journal,
            Path cursor,
            Owner owner,
            Duration keep,
            Duration remember) {
        this.journal = journal;
        this.cursor = cursor;
        this.owner = owner;
        this.keep = keep;
        this.remember = remember;
        this.next = readCursor(cursor, journal.size());
    }

    /**
     * Opens or creates the journal in a folder.
     *
     * @param keep how long after its confirmation a file stays
     * @param remember how long after that the confirmation itself is known
     */
    public static ConfirmedFiles open(Path folder, Owner owner, Duration keep, Duration remember)
            throws IOException {
        ForcedFolders.create(folder);
        return new ConfirmedFiles(
                JournalIndex.open(folder.resolve("journal"), Confirmation.class, Confirmation::key),
                folder.resolve("deleted-before"),
                owner,
                keep,
                remember);
    }

    // Without a place it begins at the first: deleting again is harmless.
    private static long readCursor(Path cursor, long size) {
        try {
            long at = Long.parseLong(Files.readString(cursor).strip());
            return at < 0 || at > size ? 0 : at;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Records a confirmation; when this returns it is on disk. A repeat changes nothing. */
    public synchronized void add(Confirmation confirmation) throws IOException {
        if (confirmation.repeats(journal.get(confirmation.key()))) {
            return;
        }
        journal.put(confirmation);
        waitingBytes.addAndGet(confirmation.bytes());
    }

    /** The latest confirmation of this kind, or null; also null long after it was acted on. */
    public @Nullable Confirmation find(UUID objectId, Confirmation.What what) throws IOException {
        return journal.get(Confirmation.key(objectId, what));
    }

    @Override
    public void round(Instant now) throws IOException {
        if (!summed) {
            sum();
        }
        long before = deletedFiles.get();
        try {
            while (page(now)) {
                writeCursor();
            }
        } finally {
            writeCursor();
            if (deletedFiles.get() > before) {
                LOG.info("deleted {} files that the cloud has", deletedFiles.get() - before);
            }
        }
        journal.forget(now.minus(keep).minus(remember), next, (one, at, stays) -> {});
    }

    private boolean page(Instant now) throws IOException {
        List<JournalIndex.Entry<Confirmation>> page = journal.since(next, PAGE);
        for (var entry : page) {
            var confirmation = entry.value();
            if (confirmation.at().plus(keep).isAfter(now)) {
                return false;
            }
            var deleted = owner.delete(confirmation, this::find, keep, now);
            deletedFiles.addAndGet(deleted.files());
            deletedBytes.addAndGet(deleted.bytes());
            refused.addAndGet(deleted.refused());
            waitingBytes.addAndGet(-confirmation.bytes());
            next = entry.index() + 1;
        }
        return page.size() == PAGE;
    }

    // Not at the open: some ten thousand lines are read.
    private void sum() throws IOException {
        long bytes = 0;
        long at = next;
        long until;
        synchronized (this) {
            until = journal.size();
            waitingBytes.set(0);
        }
        while (at < until) {
            var page = journal.since(at, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (var entry : page) {
                bytes += entry.index() < until ? entry.value().bytes() : 0;
                at = entry.index() + 1;
            }
        }
        waitingBytes.addAndGet(bytes);
        summed = true;
    }

    private void writeCursor() throws IOException {
        if (readCursor(cursor, Long.MAX_VALUE) != next) {
            AtomicFile.write(cursor, (next + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** How many files were deleted since the start. */
    public long deletedFiles() {
        return deletedFiles.get();
    }

    /** How many bytes were deleted since the start. */
    public long deletedBytes() {
        return deletedBytes.get();
    }

    /**
     * How many files were not deleted since the start because their bytes are not the confirmed.
     */
    public long refused() {
        return refused.get();
    }

    /** How many confirmations are to be acted on when their time has come. */
    public long waiting() {
        return journal.size() - Math.max(next, journal.first());
    }

    /** The bytes of the objects of these, as of what the cloud confirmed. */
    public long waitingBytes() {
        return waitingBytes.get();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
