package org.medsendx.anonymizer.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.JournalIds;
import org.medsendx.journal.JournalIndex;

/**
 * Every decision of the anonymizer, on disk in the identified zone. A decision is made once: what
 * is in here is not decided again. Thread safe.
 */
public final class Ledger implements ReleasedInstances, AutoCloseable {

    private static final int PAGE = 1000;
    private static final int DIGEST_DIGITS = 32;

    /** Name of the highest ordinal of a released instance. */
    private static final String LATEST = "released";

    private final JournalIndex<LedgerLine> journal;
    private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();

    private Ledger(JournalIndex<LedgerLine> journal) {
        this.journal = journal;
    }

    /** Opens or creates the ledger in a folder; one process at a time. */
    public static Ledger open(Path folder) throws IOException {
        return new Ledger(
                JournalIndex.open(
                        folder,
                        LedgerLine.class,
                        entry -> entry.objectId().toString(),
                        Ledger::putReleased));
    }

    // A released instance is found by its digest, and by the order of release.
    private static void putReleased(LedgerLine entry, long at, JournalIds ids) {
        ReleasedInstance released = entry.released();
        if (released != null) {
            ids.put(released.sha256().substring(0, DIGEST_DIGITS), at);
            long ordinal = count(ids);
            ids.put(ordinal(ordinal), at);
            ids.putNumber(LATEST, ordinal, at);
        }
    }

    private static long count(JournalIds ids) {
        Long latest = ids.number(LATEST);
        return latest == null ? 0 : latest + 1;
    }

    private static String ordinal(long ordinal) {
        return "#" + ordinal;
    }

    /**
     * A decision with its place.
     *
     * @param index from 0, in the order of decisions
     */
    public record Numbered(long index, LedgerEntry entry) {}

    /** The decision about an instance, or null when there is none yet. */
    public @Nullable LedgerEntry entry(UUID objectId) throws IOException {
        LedgerLine line = journal.get(objectId.toString());
        return line == null ? null : line.entry();
    }

    /** Adds a decision; when this returns it is on disk. */
    public void add(LedgerEntry entry) throws IOException {
        synchronized (this) {
            journal.put(LedgerLine.of(entry));
        }
        if (entry.decision() instanceof LedgerEntry.Decision.Released) {
            wakes.forEach(Runnable::run);
        }
    }

    /**
     * Whether a file is one that was released here. Only its digest counts: what a file says of
     * itself proves nothing.
     *
     * @param sha256 of the whole file
     */
    public boolean released(String sha256) {
        return journal.ids().get(sha256.substring(0, DIGEST_DIGITS)) >= 0;
    }

    /** Decisions in their order, from an index on, at most so many. */
    public List<Numbered> entries(long from, int limit) throws IOException {
        return journal.since(from, limit).stream()
                .map(one -> new Numbered(one.index(), one.value().entry()))
                .toList();
    }

    @Override
    public @Nullable ReleasedInstance find(UUID objectId) throws IOException {
        LedgerLine line = journal.get(objectId.toString());
        return line == null ? null : line.released();
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
    public long size() {
        return count(journal.ids());
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

    private long releasedAt(long ordinal) {
        return journal.ids().get(ordinal(ordinal));
    }
}
