package org.medsendx.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.medsendx.contracts.Sha256;

/**
 * Which journal record holds which id: a hash table of 128-bit keys, 24 bytes a slot, so that a
 * truck can remember millions of ids. Ids of 32 lower-case hex digits are their own key, others are
 * hashed (SHA-256, first half). Thread safe.
 */
public final class IdIndex {

    private static final int INITIAL = 1 << 10;

    /** The bits of a slot's number; a segment of a journal has far fewer ids. */
    private static final long SLOT = (1 << 24) - 1;

    // Open addressing with linear probing; a slot is free when its record is 0 (index + 1 is kept).
    private long[] high = new long[INITIAL];
    private long[] low = new long[INITIAL];
    private long[] records = new long[INITIAL];
    private int size;

    /** The record of an id, or -1. */
    public long get(String id) {
        return get(Key.of(id));
    }

    synchronized long get(Key key) {
        return records[slot(key.high(), key.low())] - 1;
    }

    /** Remembers the record of an id; the later record of an id wins. */
    public synchronized void put(String id, long record) {
        var key = Key.of(id);
        int slot = slot(key.high(), key.low());
        if (records[slot] == 0) {
            size++;
        }
        high[slot] = key.high();
        low[slot] = key.low();
        records[slot] = Math.max(records[slot], record + 1);
        if (size * 4L > records.length * 3L) {
            grow();
        }
    }

    /** How many different ids there are. */
    public synchronized int size() {
        return size;
    }

    /** Takes ids in their order. */
    interface Sorted {
        void take(long high, long low, long record);
    }

    /** All ids in the order of their unsigned bits. */
    synchronized void sorted(Sorted sorted) {
        // 40 bits of the id and 24 of its slot in one number: no object for each id, and ids that
        // agree in 40 bits are put in order afterwards.
        long[] order = new long[size];
        int n = 0;
        for (int slot = 0; slot < records.length; slot++) {
            if (records[slot] != 0) {
                order[n++] = (high[slot] & ~SLOT | slot) ^ Long.MIN_VALUE;
            }
        }
        Arrays.sort(order);
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && (order[to] & ~SLOT) == (order[from] & ~SLOT)) {
                to++;
            }
            List<Integer> alike = new ArrayList<>(to - from);
            for (; from < to; from++) {
                alike.add((int) (order[from] & SLOT));
            }
            alike.sort((a, b) -> new Key(high[a], low[a]).compareTo(new Key(high[b], low[b])));
            alike.forEach(slot -> sorted.take(high[slot], low[slot], records[slot] - 1));
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        high = new long[INITIAL];
        low = new long[INITIAL];
        records = new long[INITIAL];
        size = 0;
    }

    private int slot(long h, long l) {
        int mask = records.length - 1;
        int slot = (int) (l ^ (l >>> 32)) & mask;
        while (records[slot] != 0 && (high[slot] != h || low[slot] != l)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldRecords = records;
        high = new long[oldHigh.length * 2];
        low = new long[oldLow.length * 2];
        records = new long[oldRecords.length * 2];
        for (int i = 0; i < oldRecords.length; i++) {
            if (oldRecords[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                records[slot] = oldRecords[i];
            }
        }
    }

    /** An id as 128 bits. */
    record Key(long high, long low) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int side = Long.compareUnsigned(high, other.high);
            return side != 0 ? side : Long.compareUnsigned(low, other.low);
        }

        static Key of(String id) {
            if (id.length() == 32 && id.chars().allMatch(IdIndex::lowerHex)) {
                return new Key(
                        HexFormat.fromHexDigitsToLong(id, 0, 16),
                        HexFormat.fromHexDigitsToLong(id, 16, 32));
            }
            var hash = ByteBuffer.wrap(Sha256.digest().digest(id.getBytes(StandardCharsets.UTF_8)));
            return new Key(hash.getLong(), hash.getLong());
        }
    }

    private static boolean lowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
