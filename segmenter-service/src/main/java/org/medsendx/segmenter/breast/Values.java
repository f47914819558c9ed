package org.medsendx.segmenter.breast;

/** The ends of a run of stored values; a processor looks at several at a time. */
final class Values {

    private Values() {}

    /** The least of them; the greatest number when there are none. */
    static int least(int[] stored, int from, int to) {
        int least = Integer.MAX_VALUE;
        for (int i = from; i < to; i++) {
            least = Math.min(least, stored[i]);
        }
        return least;
    }

    /** The greatest of them; the least number when there are none. */
    static int greatest(int[] stored, int from, int to) {
        int greatest = Integer.MIN_VALUE;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, stored[i]);
        }
        return greatest;
    }

    /** Adds a row to sums of its columns. */
    static void add(int[] stored, int at, int from, int to, int[] sums) {
        for (int column = from; column < to; column++) {
            sums[column] += stored[at + column];
        }
    }

    /** Adds each so many neighbours to the next of some sums. */
    static void addEach(int[] values, int from, int to, int each, long[] sums, int first) {
        int cell = first;
        for (int i = from; i < to; cell++) {
            long sum = 0;
            for (int end = Math.min(to, i + each); i < end; i++) {
                sum += values[i];
            }
            sums[cell] += sum;
        }
    }
}
