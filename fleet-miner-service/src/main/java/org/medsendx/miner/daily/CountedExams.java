package org.medsendx.miner.daily;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Which exams were counted on which day, as 32-bit hashes within the day, and by which pseudonym
 * key: of the latest {@value #MOST} entries; days before the oldest of these are closed.
 */
final class CountedExams {

    static final int MOST = 1024;

    /** The exams of one day. */
    static final class Day {
        int key;
        int[] hashes = new int[2];
        int size;
        int exams;

        boolean has(int hash) {
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash) {
                    return true;
                }
            }
            return false;
        }

        void add(int hash) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            hashes[size++] = hash;
        }
    }

    final TreeMap<Integer, Day> days = new TreeMap<>();
    int entries;
    int closedBefore = Integer.MIN_VALUE;

    boolean closed(int day) {
        return day < closedBefore;
    }

    boolean has(int day, int hash) {
        var known = days.get(day);
        return known != null && known.has(hash);
    }

    /** Whether another key counts that day or days on both sides of it. */
    boolean ofAnotherKey(int day, int key) {
        var own = days.get(day);
        if (own != null) {
            return own.key != key;
        }
        var before = days.lowerEntry(day);
        var after = days.higherEntry(day);
        // Inside the life of another key, with nothing of this key before.
        return before != null
                && after != null
                && before.getValue().key == after.getValue().key
                && before.getValue().key != key;
    }

    Day day(int day, int key) {
        var known = days.get(day);
        if (known == null) {
            known = new Day();
            known.key = key;
            days.put(day, known);
        }
        return known;
    }

    /** Forgets the oldest days when there are too many exams. */
    void bound() {
        while (entries > MOST && days.size() > 1) {
            var oldest = days.pollFirstEntry();
            entries -= oldest.getValue().size;
            closedBefore = oldest.getKey() + 1;
        }
    }
}
