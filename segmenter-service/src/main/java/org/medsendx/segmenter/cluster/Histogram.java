package org.medsendx.segmenter.cluster;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How often each pixel value occurs. A bin is one value as long as the range fits into {@value
 * #MAX_BINS} bins, which every image of up to 16 bits does; a wider range is counted in bins of a
 * power of two of values, named by their middle.
 */
public final class Histogram {

    /** The most bins there are. */
    public static final int MAX_BINS = 1 << 16;

    private final int minimum;
    private final int shift;
    private final long[] counts;
    private final long total;
    private final int distinct;
    private final int first;
    private final int last;

    private Histogram(int minimum, int shift, long[] counts) {
        this.minimum = minimum;
        this.shift = shift;
        this.counts = counts;
        // Images use a small part of the bins that their bits allow.
        int low = 0;
        while (low < counts.length && counts[low] == 0) {
            low++;
        }
        int high = counts.length - 1;
        while (high > low && counts[high] == 0) {
            high--;
        }
        long sum = 0;
        int occupied = 0;
        for (int bin = low; bin <= high; bin++) {
            sum += counts[bin];
            occupied += counts[bin] == 0 ? 0 : 1;
        }
        this.first = low;
        this.last = high;
        this.total = sum;
        this.distinct = occupied;
    }

    /** The histogram of some values; what the tests and small callers use. */
    public static Histogram of(int... values) {
        int low = Arrays.stream(values).min().orElse(0);
        int high = Arrays.stream(values).max().orElse(0);
        var builder = new Builder(low, high);
        builder.add(values, 0, values.length);
        return builder.build();
    }

    /** How many pixels were counted. */
    public long total() {
        return total;
    }

    /** How many bins there are; bins may be empty. */
    public int bins() {
        return counts.length;
    }

    /** The first bin with pixels; {@link #bins()} when there are none. */
    public int firstBin() {
        return first;
    }

    /** The last bin with pixels; below the first when there are none. */
    public int lastBin() {
        return last;
    }

    /** How many pixels are in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** The value of a bin: the value itself, or the middle of the bin's values. */
    public int value(int bin) {
        return minimum + (bin << shift) + (shift == 0 ? 0 : 1 << (shift - 1));
    }

    /** The greatest value that falls into a bin. */
    public int lastValue(int bin) {
        return minimum + (bin << shift) + (1 << shift) - 1;
    }

    /** How many values share a bin. */
    public int binWidth() {
        return 1 << shift;
    }

    /** How many different values (bins) occur. */
    public int distinct() {
        return distinct;
    }

    /**
     * The value that has this rank among all counted values in ascending order.
     *
     * @param rank from 1 to {@link #total()}
     */
    public int valueAtRank(long rank) {
        if (rank < 1 || rank > total) {
            throw new IllegalArgumentException("rank is 1 to the number of pixels");
        }
        long seen = 0;
        int bin = first - 1;
        while (seen < rank) {
            bin++;
            seen += counts[bin];
        }
        return value(bin);
    }

    /** The least value that occurs. */
    public int least() {
        return valueAtRank(1);
    }

    /** The greatest value that occurs. */
    public int greatest() {
        if (total == 0) {
            throw new IllegalArgumentException("rank is 1 to the number of pixels");
        }
        return value(last);
    }

    /** This histogram without some values. */
    public Histogram without(IntPredicate unwanted) {
        var kept = counts.clone();
        for (int bin = first; bin <= last; bin++) {
            if (kept[bin] != 0 && unwanted.test(value(bin))) {
                kept[bin] = 0;
            }
        }
        return new Histogram(minimum, shift, kept);
    }

    /** Counts pixel values of a range known beforehand. Not thread safe. */
    public static final class Builder {

        // Neighbouring pixels are often equal, and an increment that waits for the one before it is
        // slow; so neighbours are counted in different tables.
        private static final int LANES = 4;
        private static final int MAX_PER_TABLE = Integer.MAX_VALUE - 8;

        private final int minimum;
        private final int shift;
        private final int[][] lanes;
        private final long[] counts;
        private long pending;

        /**
         * @param minimum least value that may come
         * @param maximum greatest value that may come; values outside wrap into the range, so a
         *     caller that cannot be sure must look first
         */
        public Builder(int minimum, int maximum) {
            if (maximum < minimum) {
                throw new IllegalArgumentException("maximum is below minimum");
            }
            long span = (long) maximum - minimum;
            int bits = Math.max(8, 64 - Long.numberOfLeadingZeros(span));
            this.minimum = minimum;
            this.shift = Math.max(0, bits - 16);
            int bins = 1 << (bits - shift);
            this.lanes = new int[LANES][bins];
            this.counts = new long[bins];
        }

        /** Counts {@code values[from]} up to {@code values[to - 1]}. */
        public void add(int[] values, int from, int to) {
            if (pending + (to - from) > MAX_PER_TABLE) {
                flush();
            }
            pending += to - from;
            // The mask keeps every index inside its table, so that no bounds check is left in the
            // loop; tables have a power of two of bins.
            int[] a = lanes[0];
            int[] b = lanes[1];
            int[] c = lanes[2];
            int[] d = lanes[3];
            int mask = counts.length - 1;
            int low = minimum;
            int drop = shift;
            int i = from;
            for (int last = to - 3; i < last; i += 4) {
                a[((values[i] - low) >>> drop) & mask]++;
                b[((values[i + 1] - low) >>> drop) & mask]++;
                c[((values[i + 2] - low) >>> drop) & mask]++;
                d[((values[i + 3] - low) >>> drop) & mask]++;
            }
            for (; i < to; i++) {
                a[((values[i] - low) >>> drop) & mask]++;
            }
        }

        /** The histogram of all that was added. */
        public Histogram build() {
            flush();
            return new Histogram(minimum, shift, counts.clone());
        }

        private void flush() {
            int[] a = lanes[0];
            int[] b = lanes[1];
            int[] c = lanes[2];
            int[] d = lanes[3];
            for (int bin = 0; bin < counts.length; bin++) {
                counts[bin] += (long) a[bin] + b[bin] + c[bin] + d[bin];
            }
            for (int[] lane : lanes) {
                Arrays.fill(lane, 0);
            }
            pending = 0;
        }
    }
}
