package org.medsendx.uplink.reconcile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a ledger says, by key, in 57 bytes a place, of which at most {@value #FULL} are taken: of a
 * key 128 bits of its SHA-256 are kept. Open addressing with linear probing (Knuth, The Art of
 * Computer Programming, volume 3, 6.4, Algorithm L). One thread at a time.
 */
final class KeyTable {

    private static final int LONGS = 7;
    private static final int DIGEST = 2;
    private static final int BYTES = 6;
    private static final double FULL = 0.7;

    private long[] table;
    private byte[] marks;
    private int places;
    private int size;
    private int met;
    private final MessageDigest sha256;

    KeyTable() {
        this(1 << 12);
    }

    private KeyTable(int places) {
        this.places = places;
        this.table = new long[places * LONGS];
        this.marks = new byte[places];
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How many keys there are. */
    int size() {
        return size;
    }

    /** Puts an entry in; a later one of the same key takes its place. */
    void put(Ledger.Entry entry) {
        if (size + 1 > FULL * places) {
            grow();
        }
        var digest = ByteBuffer.wrap(HexFormat.of().parseHex(entry.sha256())).asLongBuffer();
        long[] key = key(entry.key());
        int at = find(key[0], key[1]);
        if (marks[at] == 0) {
            marks[at] = 1;
            size++;
        }
        int begin = at * LONGS;
        table[begin] = key[0];
        table[begin + 1] = key[1];
        for (int i = 0; i < 4; i++) {
            table[begin + DIGEST + i] = digest.get(i);
        }
        table[begin + BYTES] = entry.bytes();
    }

    /** The place of a key, or -1 when it is not there. */
    int place(String key) {
        long[] hash = key(key);
        int at = find(hash[0], hash[1]);
        return marks[at] == 0 ? -1 : at;
    }

    /** The size at a place, -1 where it is not known. */
    long bytes(int place) {
        return table[place * LONGS + BYTES];
    }

    /** The SHA-256 in hex at a place. */
    String sha256(int place) {
        var digest = ByteBuffer.allocate(4 * Long.BYTES);
        for (int i = 0; i < 4; i++) {
            digest.putLong(table[place * LONGS + DIGEST + i]);
        }
        return HexFormat.of().formatHex(digest.array());
    }

    /** Notes that an object was met; whether that is the first time. */
    boolean meet(int place) {
        boolean first = marks[place] == 1;
        marks[place] = 2;
        met += first ? 1 : 0;
        return first;
    }

    /** How many objects were met. */
    int met() {
        return met;
    }

    private long[] key(String key) {
        var hash = ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        return new long[] {hash.getLong(), hash.getLong()};
    }

    private int find(long first, long second) {
        int at = (int) (first & (places - 1));
        while (marks[at] != 0 && (table[at * LONGS] != first || table[at * LONGS + 1] != second)) {
            at = (at + 1) & (places - 1);
        }
        return at;
    }

    private void grow() {
        long[] before = table;
        byte[] beforeMarks = marks;
        int beforePlaces = places;
        places = Math.multiplyExact(places, 2);
        table = new long[Math.multiplyExact(places, LONGS)];
        marks = new byte[places];
        for (int i = 0; i < beforePlaces; i++) {
            if (beforeMarks[i] != 0) {
                int begin = i * LONGS;
                int at = find(before[begin], before[begin + 1]);
                marks[at] = beforeMarks[i];
                System.arraycopy(before, begin, table, at * LONGS, LONGS);
            }
        }
    }
}
