package org.medsendx.segmenter.measure;

import java.util.Arrays;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;

/**
 * One frame that is measured.
 *
 * @param rows of the frame
 * @param columns of the frame
 * @param stored its stored values, row by row; not to be changed
 * @param field what rays reached
 * @param padding which values stand for none
 * @param scale how values are rescaled
 * @param kind which measures fit
 */
@SuppressWarnings("ArrayRecordComponent") // a large image; compared nowhere
public record Frame(
        int rows,
        int columns,
        int[] stored,
        Field field,
        Padding padding,
        ValueScale scale,
        Kind kind) {

    /** Stands for a pixel that is not measured. No converter has 32 bits. */
    static final int MASKED = Integer.MIN_VALUE;

    /** What kind of image it is. */
    public enum Kind {
        /** A CT slice in Hounsfield units. */
        CT,
        /** A projection radiograph. */
        PROJECTION,
        OTHER
    }

    public Frame {
        if (rows < 1 || columns < 1 || stored.length != (long) rows * columns) {
            throw new IllegalArgumentException("a frame has rows x columns values");
        }
    }

    /** One row with {@link #MASKED} where there is nothing to measure. */
    void row(int row, int[] into) {
        int base = row * columns;
        Arrays.fill(into, MASKED);
        int[] pieces = field.row(row);
        boolean all = padding.equals(Padding.NONE);
        for (int piece = 0; piece < pieces.length; piece += 2) {
            int from = pieces[piece];
            int to = pieces[piece + 1];
            System.arraycopy(stored, base + from, into, from, to - from);
            if (!all) {
                for (int c = from; c < to; c++) {
                    if (padding.contains(into[c])) {
                        into[c] = MASKED;
                    }
                }
            }
        }
    }

    /** The stored value of a rescaled one. */
    double unscaled(double value) {
        return (value - scale.intercept()) / scale.slope();
    }
}
