package org.medsendx.segmenter.measure;

import java.util.Arrays;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;

/** One frame that is measured, with which of its pixels count. */
public final class Frame {

    /** Stands for a pixel that is not measured. No converter has 32 bits. */
    static final int MASKED = Integer.MIN_VALUE;

    private final int rows;
    private final int columns;
    private final int[] stored;
    private final Field field;
    private final Padding padding;
    private final ValueScale scale;
    private final Kind kind;
    private final boolean whole;
    private final boolean unpadded;
    private final int least;
    private final int greatest;

    /** What kind of image it is. */
    public enum Kind {
        /** A CT slice in Hounsfield units. */
        CT,
        /** A projection radiograph. */
        PROJECTION,
        OTHER
    }

    /**
     * @param stored its stored values, row by row; kept, and not to be changed
     * @param field what rays reached
     * @param padding which values stand for none
     * @param scale how values are rescaled
     * @param kind which measures fit
     */
    public Frame(int[] stored, Field field, Padding padding, ValueScale scale, Kind kind) {
        this.rows = field.rows();
        this.columns = field.columns();
        if (rows < 1 || columns < 1 || stored.length != (long) rows * columns) {
            throw new IllegalArgumentException("a frame has rows x columns values");
        }
        this.stored = stored;
        this.field = field;
        this.padding = padding;
        this.scale = scale;
        this.kind = kind;
        this.whole = field.isWhole();
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int value : stored) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        this.least = low;
        this.greatest = high;
        // Most images have none of what would be padding; to look once is to ask no pixel again.
        this.unpadded = !padding.reaches(low, high) || !anyPadded(stored, padding);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Not to be changed. */
    int[] stored() {
        return stored;
    }

    Field field() {
        return field;
    }

    ValueScale scale() {
        return scale;
    }

    Kind kind() {
        return kind;
    }

    /** The least stored value, measured or not. */
    int least() {
        return least;
    }

    /** The greatest stored value, measured or not. */
    int greatest() {
        return greatest;
    }

    /**
     * Whether sums of so many differences between values, of which each counts {@code weight}
     * times, fit into an {@code int}: arithmetic of which a processor does several at once.
     */
    boolean fitsInt(long weight) {
        return ((long) greatest - least + 1) * weight <= Integer.MAX_VALUE;
    }

    /** Whether no pixel can be masked. */
    boolean allMeasured() {
        return whole && unpadded;
    }

    /** Whether the pixel at an index of the frame is not measured. */
    boolean masked(int at) {
        return padded(stored[at])
                || (!whole && !inside(at / columns, at % columns, at % columns + 1));
    }

    /** Whether columns of a row are all in the field. */
    boolean inside(int row, int from, int to) {
        if (whole) {
            return true;
        }
        return field.holds(row, from, to);
    }

    private static boolean anyPadded(int[] stored, Padding padding) {
        for (int value : stored) {
            if (padding.contains(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a stored value is padding. */
    boolean padded(int value) {
        return !unpadded && padding.contains(value);
    }

    /** One row with {@link #MASKED} where there is nothing to measure. */
    void row(int row, int[] into) {
        int base = row * columns;
        if (whole) {
            System.arraycopy(stored, base, into, 0, columns);
        } else {
            Arrays.fill(into, MASKED);
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                int from = pieces[piece];
                System.arraycopy(stored, base + from, into, from, pieces[piece + 1] - from);
            }
        }
        if (!unpadded) {
            for (int c = 0; c < columns; c++) {
                if (into[c] != MASKED && padding.contains(into[c])) {
                    into[c] = MASKED;
                }
            }
        }
    }

    /**
     * The pieces of a line, as {@link #row} gives it, that are measured.
     *
     * @param into takes first column and end column of each, ascending; columns + 1 numbers
     * @return how many numbers it took
     */
    static int pieces(int[] line, int columns, int[] into) {
        int n = 0;
        int c = 0;
        while (c < columns) {
            while (c < columns && line[c] == MASKED) {
                c++;
            }
            if (c < columns) {
                into[n++] = c;
                while (c < columns && line[c] != MASKED) {
                    c++;
                }
                into[n++] = c;
            }
        }
        return n;
    }

    /** The stored value of a rescaled one. */
    double unscaled(double value) {
        return (value - scale.intercept()) / scale.slope();
    }
}
