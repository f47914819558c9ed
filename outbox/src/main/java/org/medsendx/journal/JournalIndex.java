package org.medsendx.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/**
 * A journal of JSON records that can be found by key: the ledger of a service. Each {@link #put} is
 * on disk when it returns; the latest record of a key counts, earlier ones stay in the journal. In
 * memory are 24 bytes for each key, not the records. Thread safe.
 *
 * @param <V> the record type, JSON by {@link EventCodec#JSON}
 */
public final class JournalIndex<V> implements AutoCloseable {

    private final Journal journal;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Function<V, String> key;
    private final IdIndex index = new IdIndex();

    private JournalIndex(Journal journal, Class<V> type, Function<V, String> key) {
        this.journal = journal;
        this.reader = EventCodec.JSON.readerFor(type);
        this.writer = EventCodec.JSON.writerFor(type);
        this.key = key;
    }

    /** Opens or creates the journal in a folder and reads all its records once. */
    public static <V> JournalIndex<V> open(Path folder, Class<V> type, Function<V, String> key)
            throws IOException {
        var journal = Journal.open(folder);
        try {
            var ledger = new JournalIndex<>(journal, type, key);
            journal.replay(0, ledger::load);
            return ledger;
        } catch (UncheckedIOException e) {
            journal.close();
            throw e.getCause();
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private void load(byte[] record, long at) {
        try {
            index.put(key.apply(parse(record)), at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a record. @return its index in the journal, from 0 */
    public long put(V value) throws IOException {
        long at = journal.append(writer.writeValueAsBytes(value));
        index.put(key.apply(value), at);
        return at;
    }

    /** The latest record of a key, or null. */
    public @Nullable V get(String wanted) throws IOException {
        long at = index.get(wanted);
        return at < 0 ? null : parse(journal.read(at));
    }

    /** Whether there is a record of a key. */
    public boolean contains(String wanted) {
        return index.get(wanted) >= 0;
    }

    /**
     * A record and where it is in the journal.
     *
     * @param index from 0
     */
    public record Entry<V>(long index, V value) {}

    /** Records in the order they were put, from an index on, at most so many. */
    public List<Entry<V>> since(long from, int limit) throws IOException {
        var entries = new ArrayList<Entry<V>>();
        long at = Math.max(0, from);
        for (byte[] record : journal.read(at, limit, Long.MAX_VALUE)) {
            entries.add(new Entry<>(at++, parse(record)));
        }
        return entries;
    }

    /** How many records were put. */
    public long size() {
        return journal.size();
    }

    /** How many different keys there are. */
    public int keys() {
        return index.size();
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
