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
}
