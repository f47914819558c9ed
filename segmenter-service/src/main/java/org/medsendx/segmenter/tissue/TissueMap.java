package org.medsendx.segmenter.tissue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** The class of every pixel of one frame, or that it was masked. */
public final class TissueMap {

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    /** Brings the lowest bit of each byte into the top byte, the first byte's lowest. */
    private static final long GATHER = 0x0102040810204080L;

    /** The class of a pixel outside the field or of padding. */
    public static final int MASKED = -1;

    private final int rows;
    private final int columns;
    private final byte[] classes;

    private TissueMap(int rows, int columns, byte[] classes) {
        this.rows = rows;
        this.columns = columns;
        this.classes = classes;
    }

    /**
     * Classifies a frame.
     *
     * @param stored its stored values, row by row
     */
    public static TissueMap of(int[] stored, Field field, Padding padding, Clusters clusters) {
        return of(stored, field, padding::contains, clusters);
    }

    /**
     * Classifies a frame.
     *
     * @param stored its stored values, row by row
     * @param masked values that have no class
     */
    public static TissueMap of(int[] stored, Field field, IntPredicate masked, Clusters clusters) {
        if (stored.length != (long) field.rows() * field.columns()) {
            throw new IllegalArgumentException("a frame has rows x columns values");
        }
        var classes = new byte[stored.length];
        var table = Table.of(stored, masked, clusters);
        if (table != null && field.isWhole()) {
            table.classes(stored, classes, 0, stored.length);
            return new TissueMap(field.rows(), field.columns(), classes);
        }
        Arrays.fill(classes, (byte) MASKED);
        for (int row = 0; row < field.rows(); row++) {
            int base = row * field.columns();
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                int from = base + pieces[piece];
                int to = base + pieces[piece + 1];
                if (table != null) {
                    table.classes(stored, classes, from, to);
                    continue;
                }
                for (int i = from; i < to; i++) {
                    classes[i] = classOf(stored[i], masked, clusters);
                }
            }
        }
        return new TissueMap(field.rows(), field.columns(), classes);
    }

    private static byte classOf(int value, IntPredicate masked, Clusters clusters) {
        return (byte) (masked.test(value) ? MASKED : clusters.classOf(value));
    }

    /** The class of each value that may occur, so that a pixel costs one look. */
    private static final class Table {

        private static final int MOST_VALUES = 1 << 16;

        private final int least;
        private final byte[] byValue;

        private Table(int least, byte[] byValue) {
            this.least = least;
            this.byValue = byValue;
        }

        /** Null where there are more values than a table is worth. */
        static @Nullable Table of(int[] stored, IntPredicate masked, Clusters clusters) {
            int least = Integer.MAX_VALUE;
            int most = Integer.MIN_VALUE;
            for (int value : stored) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            long values = (long) most - least + 1;
            if (values < 1 || values > MOST_VALUES) {
                return null;
            }
            var byValue = new byte[(int) values];
            for (int i = 0; i < byValue.length; i++) {
                byValue[i] = classOf(least + i, masked, clusters);
            }
            return new Table(least, byValue);
        }

        void classes(int[] stored, byte[] into, int from, int to) {
            for (int i = from; i < to; i++) {
                into[i] = byValue[stored[i] - least];
            }
        }
    }

    /**
     * A map whose classes are known.
     *
     * @param classes row by row, {@link #MASKED} or from 0; not to be changed
     */
    public static TissueMap of(int rows, int columns, byte[] classes) {
        if (classes.length != (long) rows * columns) {
            throw new IllegalArgumentException("a frame has rows x columns values");
        }
        return new TissueMap(rows, columns, classes);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The classes row by row, {@link #MASKED} or from 0; not to be changed. */
    public byte[] classes() {
        return classes;
    }

    /** The class of a pixel in ascending order of stored values, or {@link #MASKED}. */
    public int at(int row, int column) {
        return classes[row * columns + column];
    }

    /**
     * Sets the bit of each pixel of a class, row by row, the least significant bit of a byte first.
     *
     * @param from the bit of the first pixel; the bits of all pixels are 0 before
     */
    public void pack(int tissue, byte[] into, long from) {
        int i = 0;
        for (; i < classes.length && (from + i & 7) != 0; i++) {
            set(tissue, i, into, from);
        }
        // Eight pixels at a time.
        long wanted = (tissue & 0xFFL) * EACH;
        for (int at = (int) ((from + i) >>> 3); i + 8 <= classes.length; i += 8, at++) {
            // A byte is 0 where the class is the one; its top bit says so without a carry.
            long other = (long) EIGHT.get(classes, i) ^ wanted;
            long same = ~(((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS);
            into[at] = (byte) ((same >>> 7) * GATHER >>> 56);
        }
        for (; i < classes.length; i++) {
            set(tissue, i, into, from);
        }
    }

    private void set(int tissue, int pixel, byte[] into, long from) {
        if (classes[pixel] == tissue) {
            long at = from + pixel;
            into[(int) (at >>> 3)] |= (byte) (1 << (at & 7));
        }
    }
}
