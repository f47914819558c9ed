package org.medsendx.anonymizer.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.JournalIds;
import org.medsendx.journal.JournalIndex;

/**
 * Every decision of the anonymizer, on disk in the identified zone. A decision is made once: what
 * is in here is not decided again.
 *
 * <p>Old decisions are forgotten but for their ids ({@link #forget}); those that are not at their
 * end, and withheld ones, are kept whole in a second journal. Thread safe.
 */
public final class Ledger implements ReleasedInstances, AutoCloseable {

    private static final int PAGE = 1000;
    private static final int DIGEST_DIGITS = 32;

    /** Name of the highest ordinal of a released instance. */
    private static final String LATEST = "released";

    private final JournalIndex<LedgerLine> journal;
    private final JournalIndex<KeptLine> kept;
    private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();

    private Ledger(JournalIndex<LedgerLine> journal, JournalIndex<KeptLine> kept) {
        this.journal = journal;
        this.kept = kept;
    }

    /**
     * Opens or creates the ledger in a folder; one process at a time. What is kept longer lies in a
     * folder beside it, {@code <name>-kept}.
     */
    public static Ledger open(Path folder) throws IOException {
        var journal =
                JournalIndex.open(
                        folder,
                        LedgerLine.class,
                        entry -> entry.objectId().toString(),
                        Ledger::putReleased);
        try {
            return new Ledger(
                    journal,
                    JournalIndex.open(
                            folder.resolveSibling(folder.getFileName() + "-kept"),
                            KeptLine.class,
                            one -> one.line().objectId().toString()));
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    // A released instance is found by its digest, and by the order of release.
    private static void putReleased(LedgerLine entry, long at, JournalIds ids) {
        ReleasedInstance released = entry.released();
        if (released != null) {
            ids.put(released.copy().content().sha256().substring(0, DIGEST_DIGITS), at);
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

    /** A line that is kept longer than its place in the journal. */
    public record KeptLine(long index, LedgerLine line) {}

    /** The decision about an instance, or null when there is none yet or it was forgotten. */
    public @Nullable LedgerEntry entry(UUID objectId) throws IOException {
        LedgerLine line = line(objectId);
        return line == null ? null : line.entry();
    }

    private @Nullable LedgerLine line(UUID objectId) throws IOException {
        LedgerLine line = journal.get(objectId.toString());
        if (line != null) {
            return line;
        }
        KeptLine longer = kept.get(objectId.toString());
        return longer == null ? null : longer.line();
    }

    /** Whether an instance was decided about, came to its end, and was forgotten but for its id. */
    public boolean forgot(UUID objectId) throws IOException {
        return journal.forgot(objectId.toString()) && line(objectId) == null;
    }

    /** Whether an instance has come to its end. */
    @FunctionalInterface
    public interface AtItsEnd {
        boolean test(ReleasedInstance released) throws IOException;
    }

    /**
     * Forgets decisions from before a time, as far as they fill whole segments. Of each stays its
     * id, and of a released instance its digest. Those that are not at their end are kept whole.
     */
    public void forget(Instant decidedBefore, AtItsEnd atItsEnd) throws IOException {
        journal.forget(
                decidedBefore,
                (line, at, stays) -> {
                    keep(new KeptLine(at, line), atItsEnd);
                    stays.accept(line.objectId().toString());
                    ReleasedInstance released = line.released();
                    if (released != null) {
                        stays.accept(
                                released.copy().content().sha256().substring(0, DIGEST_DIGITS));
                    }
                });
        // What has come to its end since goes; the others move to the end of the journal.
        kept.forget(decidedBefore, (line, at, stays) -> keep(line, atItsEnd));
    }

    private void keep(KeptLine line, AtItsEnd atItsEnd) throws IOException {
        ReleasedInstance released = line.line().released();
        if (released == null || !atItsEnd.test(released)) {
            kept.put(line);
        }
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
        return journal.contains(sha256.substring(0, DIGEST_DIGITS));
    }

    /** Decisions in their order, from an index on, at most so many; forgotten ones not. */
    public List<Numbered> entries(long from, int limit) throws IOException {
        var found = new ArrayList<Numbered>();
        if (from < journal.first()) {
            found.addAll(keptEntries(from, limit));
        }
        if (found.size() < limit) {
            for (var one : journal.since(from, limit - found.size())) {
                found.add(new Numbered(one.index(), one.value().entry()));
            }
        }
        return found;
    }

    private List<Numbered> keptEntries(long from, int limit) throws IOException {
        // One that was moved within the journal is there twice for a while: the later one counts.
        var byIndex = new TreeMap<Long, Numbered>();
        long first = journal.first();
        for (long at = 0; ; ) {
            var page = kept.since(at, PAGE);
            for (var one : page) {
                at = one.index() + 1;
                if (one.value().index() >= from && one.value().index() < first) {
                    byIndex.put(
                            one.value().index(),
                            new Numbered(one.value().index(), one.value().line().entry()));
                }
            }
            while (byIndex.size() > limit) {
                byIndex.pollLastEntry();
            }
            if (page.isEmpty()) {
                return List.copyOf(byIndex.values());
            }
        }
    }

    @Override
    public @Nullable ReleasedInstance find(UUID objectId) throws IOException {
        LedgerLine line = line(objectId);
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
        try {
            journal.close();
        } finally {
            kept.close();
        }
    }

    private long releasedAt(long ordinal) {
        return journal.ids().get(ordinal(ordinal));
    }
}
