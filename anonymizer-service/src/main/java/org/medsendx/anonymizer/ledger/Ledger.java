package org.medsendx.anonymizer.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.IdIndex;
import org.medsendx.journal.JournalIndex;

/**
 * Every decision of the anonymizer, on disk in the identified zone. A decision is made once: what
 * is in here is not decided again. Thread safe.
 */
public final class Ledger implements ReleasedInstances, AutoCloseable {

    private static final int PAGE = 1000;
    private static final int DIGEST_DIGITS = 32;

    private final JournalIndex<LedgerEntry> journal;
    private final IdIndex digests = new IdIndex();
    private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();
    // Journal index of the n-th released instance.
    private long[] released = new long[1024];
    private int releasedCount;

    private Ledger(JournalIndex<LedgerEntry> journal) {
        this.journal = journal;
    }

    /** Opens or creates the ledger in a folder; one process at a time. */
    public static Ledger open(Path folder) throws IOException {
        JournalIndex<LedgerEntry> journal =
                JournalIndex.open(folder, LedgerEntry.class, entry -> entry.objectId().toString());
        var ledger = new Ledger(journal);
        for (long from = 0; from < journal.size(); from += PAGE) {
            for (var entry : journal.since(from, PAGE)) {
                ReleasedInstance released = entry.value().released();
                if (released != null) {
                    ledger.addReleased(entry.index(), released);
                }
            }
        }
        return ledger;
    }

    /**
     * A decision with its place.
     *
     * @param index from 0, in the order of decisions
     */
    public record Numbered(long index, LedgerEntry entry) {}

    /** The decision about an instance, or null when there is none yet. */
    public @Nullable LedgerEntry entry(UUID objectId) throws IOException {
        return journal.get(objectId.toString());
    }

    /** Adds a decision; when this returns it is on disk. */
    public void add(LedgerEntry entry) throws IOException {
        synchronized (this) {
            long index = journal.put(entry);
            if (entry.released() == null) {
                return;
            }
            addReleased(index, entry.released());
        }
        wakes.forEach(Runnable::run);
    }

    /**
     * Whether a file is one that was released here. Only its digest counts: what a file says of
     * itself proves nothing.
     *
     * @param sha256 of the whole file
     */
    public boolean released(String sha256) {
        return digests.get(sha256.substring(0, DIGEST_DIGITS)) >= 0;
    }

    /** Decisions in their order, from an index on, at most so many. */
    public List<Numbered> entries(long from, int limit) throws IOException {
        return journal.since(from, limit).stream()
                .map(one -> new Numbered(one.index(), one.value()))
                .toList();
    }

    @Override
    public @Nullable ReleasedInstance find(UUID objectId) throws IOException {
        LedgerEntry entry = entry(objectId);
        return entry == null ? null : entry.released();
    }

    @Override
    public List<ReleasedInstance> since(long index, int limit) throws IOException {
        List<ReleasedInstance> found = new ArrayList<>();
        while (found.size() < limit) {
            long at = releasedAt(index + found.size());
            if (at < 0) {
                break;
            }
            // Withheld instances lie between; what was read with them is not thrown away.
            for (var one : journal.since(at, Math.min(PAGE, limit - found.size()))) {
                ReleasedInstance released = one.value().released();
                if (released != null && one.index() == releasedAt(index + found.size())) {
                    found.add(released);
                }
            }
        }
        return found;
    }

    @Override
    public synchronized long size() {
        return releasedCount;
    }

    @Override
    public AutoCloseable onReleased(Runnable wake) {
        wakes.add(wake);
        return () -> wakes.remove(wake);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private synchronized long releasedAt(long ordinal) {
        return ordinal < releasedCount ? released[(int) ordinal] : -1;
    }

    private void addReleased(long index, ReleasedInstance instance) {
        digests.put(instance.sha256().substring(0, DIGEST_DIGITS), index);
        if (releasedCount == released.length) {
            released = Arrays.copyOf(released, releasedCount * 2);
        }
        released[releasedCount++] = index;
    }
}
