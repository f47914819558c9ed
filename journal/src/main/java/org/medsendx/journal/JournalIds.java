package org.medsendx.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which record of a journal holds which id, for journals that grow for years: in memory are the ids
 * of the last segment, those of earlier ones lie sorted in a file beside each segment and are
 * looked up there. So heap and start-up time do not grow with the years.
 *
 * <p>The files can be made again from the journal at any time: one that is absent or not whole is.
 * Ids are those of {@link IdIndex}. Beside ids, the highest number of a name may be kept.
 *
 * <p>Old records may be forgotten ({@link #forget}): then a file of sorted ids, each with a short
 * note, says that they were there. Thread safe.
 */
public final class JournalIds {

    /**
     * Concurrent appenders put their ids a little after their records: a segment's ids stay in
     * memory until so many records follow it.
     */
    private static final int LATE = 1000;

    private final Journal journal;
    private final Reader reader;
    // Oldest first; the last is in memory, and the one before it for a while.
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Long> maxima = new HashMap<>();
    private final int noteBytes;
    private ForgottenIds forgotten;

    /** Says what a record of the journal holds. */
    @FunctionalInterface
    public interface Reader {

        /** Puts the ids of a record, and its numbers, into the index. */
        void read(byte[] record, long index, JournalIds into) throws IOException;
    }

    /** The ids of one segment. */
    sealed interface Part permits Open, SealedIds {

        /** Index of the segment's first record. */
        long first();

        /** The latest record of an id in here, or -1. */
        long get(IdIndex.Key key);

        /** The highest number of each name in here. */
        Map<String, Long> maxima();
    }

    /** The ids of a segment, in memory. */
    record Open(long first, IdIndex ids, Map<String, Long> maxima) implements Part {

        Open(long first) {
            this(first, new IdIndex(), new HashMap<>());
        }

        @Override
        public long get(IdIndex.Key key) {
            return ids.get(key);
        }
    }

    private JournalIds(Journal journal, Reader reader, int noteBytes, ForgottenIds forgotten) {
        this.journal = journal;
        this.reader = reader;
        this.noteBytes = noteBytes;
        this.forgotten = forgotten;
    }

    /** Of a journal that notes nothing with the ids of what it forgets. */
    public static JournalIds open(Journal journal, Reader reader) throws IOException {
        return open(journal, reader, 0);
    }

    /**
     * Reads the last segment of a journal, and those whose file is not there.
     *
     * @param noteBytes how many bytes are noted with each id of a record that is forgotten
     */
    public static JournalIds open(Journal journal, Reader reader, int noteBytes)
            throws IOException {
        var forgotten = ForgottenIds.open(journal.file(ForgottenIds.FILE), noteBytes);
        var ids = new JournalIds(journal, reader, noteBytes, forgotten);
        ids.load();
        return ids;
    }

    /**
     * Begins anew from what is on disk; after a journal had to go back to that.
     *
     * @throws IOException when it cannot be read; then all is as it was, and what the journal gave
     *     up is still in here, so nothing may be built on it before a call succeeds
     */
    public synchronized void reload() throws IOException {
        var anew = new JournalIds(journal, reader, noteBytes, forgotten);
        anew.load();
        parts.clear();
        parts.addAll(anew.parts);
        maxima.clear();
        maxima.putAll(anew.maxima);
    }

    private synchronized void load() throws IOException {
        maxima.putAll(forgotten.numbers());
        long[] firsts = journal.segments();
        for (int i = 0; i < firsts.length; i++) {
            long first = firsts[i];
            boolean last = i == firsts.length - 1;
            long next = last ? journal.size() : firsts[i + 1];
            var sealed = last ? null : SealedIds.open(file(first), first, next);
            if (sealed == null) {
                var read = read(first, next);
                parts.add(last ? read : seal(read, next));
            } else {
                parts.add(sealed);
                sealed.maxima().forEach((name, value) -> maxima.merge(name, value, Math::max));
            }
        }
    }

    // While it is read, it is the last part: that is where ids are put.
    private Open read(long first, long next) throws IOException {
        var part = new Open(first);
        parts.add(part);
        try {
            journal.replay(
                    first,
                    next,
                    (record, index) -> {
                        try {
                            reader.read(record, index, this);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            parts.removeLast();
        }
        return part;
    }

    private Part seal(Open part, long next) {
        try {
            return SealedIds.write(file(part.first()), part, next);
        } catch (IOException e) {
            // The file is a shortcut only: in memory it is as good, until the next start.
            return part;
        }
    }

    private Path file(long first) {
        return journal.beside(first, SealedIds.SUFFIX);
    }

    /** The latest record of an id, or -1. */
    public synchronized long get(String id) {
        var key = IdIndex.Key.of(id);
        for (var part : parts.reversed()) {
            long record = part.get(key);
            if (record >= 0) {
                return record;
            }
        }
        return -1;
    }

    /** Remembers the record of an id. */
    public synchronized void put(String id, long record) {
        of(record).ids().put(id, record);
    }

    /** Remembers the number of a name with a record; the highest counts. */
    public synchronized void putNumber(String name, long value, long record) {
        of(record).maxima().merge(name, value, Math::max);
        maxima.merge(name, value, Math::max);
    }

    /** The highest number of a name, or null. */
    public synchronized @Nullable Long number(String name) {
        return maxima.get(name);
    }

    /** What was noted with an id whose record was forgotten; null when there is none. */
    public synchronized byte @Nullable [] forgotten(String id) {
        return forgotten.get(IdIndex.Key.of(id));
    }

    /** How many ids of forgotten records are kept. */
    public synchronized long forgotten() {
        return forgotten.size();
    }

    /** Says what stays of records that are forgotten. */
    public interface Keeper {

        /** Names the ids of a record that stay known, each with its note. */
        void keep(byte[] record, long index, BiConsumer<String, byte[]> stays) throws IOException;

        /** Whether an id that was kept before is still worth its bytes. */
        default boolean stays(byte[] note) {
            return true;
        }
    }

    /**
     * Deletes the records before an index, as far as they fill whole segments, and keeps of them
     * what the keeper names. A power cut at any point leaves each record or what stays of it.
     *
     * @return index of the first record that is left
     */
    public long forget(long before, Keeper keeper) throws IOException {
        while (journal.wholeSegments(before) > journal.first()) {
            // One segment after the other: what stays of it is in memory meanwhile.
            forgetSegment(keeper);
        }
        return journal.first();
    }

    private void forgetSegment(Keeper keeper) throws IOException {
        long first = journal.first();
        long next = journal.segments()[1];
        var staying = new TreeMap<IdIndex.Key, byte[]>();
        try {
            journal.replay(
                    first,
                    next,
                    (record, index) -> {
                        try {
                            keeper.keep(
                                    record,
                                    index,
                                    (id, note) -> staying.put(IdIndex.Key.of(id), note));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        synchronized (this) {
            // Of those only that go: what is still there is read again at the next start.
            var numbers = new HashMap<String, Long>();
            for (var part : parts) {
                if (part.first() < next) {
                    part.maxima().forEach((name, value) -> numbers.merge(name, value, Math::max));
                }
            }
            forgotten = forgotten.with(staying, numbers, keeper::stays);
            parts.removeIf(part -> part.first() < next);
        }
        journal.forget(next);
    }

    private Open of(long record) {
        var newest = newest();
        int before = parts.size() - 2;
        Open earlier = before >= 0 && parts.get(before) instanceof Open open ? open : null;
        if (earlier != null && record - newest.first() > LATE) {
            parts.set(before, seal(earlier, newest.first()));
            earlier = null;
        }
        if (record < newest.first()) {
            return earlier == null ? newest : earlier;
        }
        long first = journal.segmentOf(record);
        if (first == newest.first()) {
            return newest;
        }
        if (earlier != null) {
            parts.set(before, seal(earlier, newest.first()));
        }
        var next = new Open(first);
        parts.add(next);
        return next;
    }

    private Open newest() {
        if (parts.getLast() instanceof Open open) {
            return open;
        }
        throw new IllegalStateException("the last segment is in memory");
    }
}
