package org.medsendx.segmenter.breast;

import java.util.Arrays;

/**
 * The value that has a rank among many, without sorting them: values are counted by the upper half
 * of their bits, and then those of one count by the lower half. What is found is what sorting finds
 * (the order is that of {@link Float#compare}).
 */
final class Ranks {

    /** So few are sorted: counting has a price that does not depend on how many there are. */
    private static final int FEW = 1 << 11;

    private static final int HALVES = 1 << 16;

    private final float[] values;
    private final int from;
    private final int to;
    private final int[] counts;

    /** All of some values. */
    Ranks(float[] values) {
        this(values, 0, values.length);
    }

    /**
     * Some of the values, which may be put into another order by this.
     *
     * @param from the first of them
     * @param to the one after the last
     */
    Ranks(float[] values, int from, int to) {
        this.values = values;
        this.from = from;
        this.to = to;
        if (to - from <= FEW) {
            Arrays.sort(values, from, to);
            counts = new int[0];
            return;
        }
        counts = new int[HALVES];
        for (int i = from; i < to; i++) {
            counts[key(values[i]) >>> 16]++;
        }
    }

    /** The value of a rank in ascending order, from 0. */
    float at(int rank) {
        if (rank < 0 || rank >= to - from) {
            throw new IllegalArgumentException("a rank is below the number of values");
        }
        if (counts.length == 0) {
            return values[from + rank];
        }
        int upper = 0;
        int left = rank;
        while (left >= counts[upper]) {
            left -= counts[upper++];
        }
        var lower = new int[HALVES];
        for (int i = from; i < to; i++) {
            int key = key(values[i]);
            if (key >>> 16 == upper) {
                lower[key & 0xFFFF]++;
            }
        }
        int at = 0;
        while (left >= lower[at]) {
            left -= lower[at++];
        }
        int key = upper << 16 | at;
        return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
    }

    /**
     * Where {@link Arrays#binarySearch(float[], float)} would find a value, or where it would be,
     * were they sorted.
     */
    int search(float value) {
        int wanted = key(value);
        int less = 0;
        int same = 0;
        for (int i = from; i < to; i++) {
            int order = Integer.compareUnsigned(key(values[i]), wanted);
            less += order < 0 ? 1 : 0;
            same += order == 0 ? 1 : 0;
        }
        // Of equal values it finds the one that it comes across first.
        int low = 0;
        int high = to - from - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (middle < less) {
                low = middle + 1;
            } else if (middle >= less + same) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return low;
    }

    /** Unsigned numbers in the order of the values. */
    private static int key(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }
}
