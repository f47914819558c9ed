package org.medsendx.ingest.retrieve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.ledger.IntakeLedger;

/** The objects of a series, in the order in which they came; 32 bytes each. Not thread safe. */
final class HeldObjects {

    /** Longs of an object: its id, and half of the SHA-256 of its SOP Instance UID. */
    private static final int WIDTH = 4;

    private long[] cells = new long[WIDTH];
    private int count;

    /** What stands for a SOP Instance UID. */
    record Key(long high, long low) {
        static Key of(String sopInstanceUid) {
            String hex = IntakeLedger.keyOf(sopInstanceUid);
            return new Key(
                    Long.parseUnsignedLong(hex, 0, 16, 16),
                    Long.parseUnsignedLong(hex, 16, 32, 16));
        }
    }

    /** Adds one that is not there. */
    void add(UUID id, Key key) {
        if (count * WIDTH == cells.length) {
            cells = Arrays.copyOf(cells, cells.length + Math.max(WIDTH, count / 2 * WIDTH));
        }
        int at = count++ * WIDTH;
        cells[at] = id.getMostSignificantBits();
        cells[at + 1] = id.getLeastSignificantBits();
        cells[at + 2] = key.high();
        cells[at + 3] = key.low();
    }

    boolean contains(UUID id) {
        for (int i = 0; i < count; i++) {
            if (id(i).equals(id)) {
                return true;
            }
        }
        return false;
    }

    private UUID id(int index) {
        return new UUID(cells[index * WIDTH], cells[index * WIDTH + 1]);
    }

    private Key key(int index) {
        return new Key(cells[index * WIDTH + 2], cells[index * WIDTH + 3]);
    }

    /** The first that is so, or null. */
    @Nullable UUID first(Predicate<UUID> wanted) {
        for (int i = 0; i < count; i++) {
            if (wanted.test(id(i))) {
                return id(i);
            }
        }
        return null;
    }

    /**
     * Those that are so, each instance once: of several objects with one SOP Instance UID, as a
     * second try at the border makes them, the last.
     */
    List<UUID> each(Predicate<Key> key, Predicate<UUID> wanted) {
        Set<Key> seen = new HashSet<>();
        var found = new ArrayList<UUID>();
        for (int i = count - 1; i >= 0; i--) {
            UUID id = id(i);
            if (key.test(key(i)) && wanted.test(id) && seen.add(key(i))) {
                found.add(id);
            }
        }
        return found.reversed();
    }
}
