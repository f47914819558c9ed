package org.medsendx.segmenter.tissue;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** The class of every pixel of one frame, or that it was masked. */
public final class TissueMap {

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
        Arrays.fill(classes, (byte) MASKED);
        for (int row = 0; row < field.rows(); row++) {
            int base = row * field.columns();
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                for (int i = base + pieces[piece]; i < base + pieces[piece + 1]; i++) {
                    if (!masked.test(stored[i])) {
                        classes[i] = (byte) clusters.classOf(stored[i]);
                    }
                }
            }
        }
        return new TissueMap(field.rows(), field.columns(), classes);
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

    /** The class of a pixel in ascending order of stored values, or {@link #MASKED}. */
    public int at(int row, int column) {
        return classes[row * columns + column];
    }
}
