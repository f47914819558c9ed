package org.medsendx.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/**
 * A journal of JSON records that can be found by key: the ledger of a service. Each {@link #put} is
 * on disk when it returns; the latest record of a key counts, earlier ones stay in the journal
 * until they are forgotten. In memory are the keys of the last segment, not the records. Thread
 * safe.
 *
 * @param <V> the record type, JSON by {@link EventCodec#JSON}
 */
public final class JournalIndex<V> implements AutoCloseable {

    /** Some thousand records: what is forgotten goes in such pieces. */
    private static final long SEGMENT_BYTES = 4L << 20;

    private final Journal journal;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Function<V, String> key;
    private final Further<V> further;
    private final JournalIds index;

    /** What else a record can be found by. */
    @FunctionalInterface
    public interface Further<V> {

        /** Puts the further ids and numbers of a record, in the order of records. */
        void put(V value, long at, JournalIds into);
    }

    private JournalIndex(
            Journal journal, Class<V> type, Function<V, String> key, Further<V> further)
            throws IOException {
        this.journal = journal;
        this.reader = EventCodec.JSON.readerFor(type);
        this.writer = EventCodec.JSON.writerFor(type);
        this.key = key;
        this.further = further;
        this.index = JournalIds.open(journal, this::load);
    }

    /** Opens or creates the journal in a folder. */
    public static <V> JournalIndex<V> open(Path folder, Class<V> type, Function<V, String> key)
            throws IOException {
        return open(folder, type, key, (_, _, _) -> {});
    }

    /** Opens or creates a journal whose records are found by more than their key. */
    public static <V> JournalIndex<V> open(
            Path folder, Class<V> type, Function<V, String> key, Further<V> further)
            throws IOException {
        return open(folder, type, key, further, SEGMENT_BYTES);
    }

    static <V> JournalIndex<V> open(
            Path folder,
            Class<V> type,
            Function<V, String> key,
            Further<V> further,
            long segmentBytes)
            throws IOException {
        var journal = Journal.open(folder, segmentBytes);
        try {
            return new JournalIndex<>(journal, type, key, further);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private void load(byte[] record, long at, JournalIds into) throws IOException {
        V value = parse(record);
        into.put(key.apply(value), at);
        further.put(value, at, into);
    }

    /** Adds a record. @return its index in the journal, from 0 */
    public long put(V value) throws IOException {
        long at = journal.append(writer.writeValueAsBytes(value));
        index.put(key.apply(value), at);
        further.put(value, at, index);
        return at;
    }

    /** What the records can be found by. */
    public JournalIds ids() {
        return index;
    }

    /** The latest record of a key, or null; also null when it was forgotten. */
    public @Nullable V get(String wanted) throws IOException {
        long at = index.get(wanted);
        if (at < 0) {
            return null;
        }
        var found = journal.entries(at, 1, Long.MAX_VALUE);
        // Forgotten since: the index told before.
        return found.isEmpty() || found.getFirst().index() != at
                ? null
                : parse(found.getFirst().data());
    }

    /** Whether there is a record of a key, or was one that is forgotten. */
    public boolean contains(String wanted) {
        return index.get(wanted) >= 0 || forgot(wanted);
    }

    /** Whether the record of a key was forgotten and there is no later one. */
    public boolean forgot(String wanted) {
        return index.get(wanted) < 0 && index.forgotten(wanted) != null;
    }

    /** Says which ids of a record stay known when it is forgotten. */
    @FunctionalInterface
    public interface Keeping<V> {

        /** Called before the record goes; may put the whole of it elsewhere. */
        void keep(V value, long index, Consumer<String> stays) throws IOException;
    }

    /**
     * Forgets records that were put before a time, as far as they fill whole segments.
     *
     * @return index of the first record that is left
     */
    public long forget(Instant putBefore, Keeping<V> keeping) throws IOException {
        return forget(putBefore, Long.MAX_VALUE, keeping);
    }

    /**
     * As {@link #forget(Instant, Keeping)}.
     *
     * @param before index of the first record that is still needed
     */
    public long forget(Instant putBefore, long before, Keeping<V> keeping) throws IOException {
        byte[] nothing = {};
        return index.forget(
                Math.min(before, journal.writtenBefore(putBefore)),
                (record, at, stays) ->
                        keeping.keep(parse(record), at, id -> stays.accept(id, nothing)));
    }

    /** How many ids of forgotten records are known. */
    public long forgotten() {
        return index.forgotten();
    }

    /** Index of the first record that is left. */
    public long first() {
        return journal.first();
    }

    /**
     * A record and where it is in the journal.
     *
     * @param index from 0
     */
    public record Entry<V>(long index, V value) {}

    /**
     * Records in the order they were put, from an index on, at most so many; forgotten ones not.
     */
    public List<Entry<V>> since(long from, int limit) throws IOException {
        var entries = new ArrayList<Entry<V>>();
        for (var found : journal.entries(Math.max(0, from), limit, Long.MAX_VALUE)) {
            entries.add(new Entry<>(found.index(), parse(found.data())));
        }
        return entries;
    }

    /** How many records were put. */
    public long size() {
        return journal.size();
    }

    // Jackson's messages quote the source; a ledger may be identified data.
    private V parse(byte[] record) throws IOException {
        try {
            return reader.readValue(record);
        } catch (IOException e) {
            throw new IOException("a record of the ledger cannot be read as its type");
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
