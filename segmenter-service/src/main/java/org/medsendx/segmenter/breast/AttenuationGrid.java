package org.medsendx.segmenter.breast;

import java.util.Arrays;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/**
 * A mammogram reduced to some hundred pixels a side, so that noise is averaged out and geometry is
 * quick, with values that rise with attenuation: the negative logarithm of exposure where values
 * are proportional to it, else the values, turned round where they fall.
 *
 * @param rows of the grid
 * @param columns of the grid
 * @param top row of the image that the first row of cells begins with
 * @param left column of the image that the first column of cells begins with
 * @param reduction pixels of the image that one cell stands for, per axis
 * @param values row by row; not a number where all pixels of a cell are masked
 * @param spacing millimetres from cell to cell, or 0 when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record AttenuationGrid(
        int rows, int columns, int top, int left, int reduction, float[] values, double spacing) {

    /** Cells of the longer side at most. */
    static final int MOST_CELLS = 768;

    static AttenuationGrid of(int[] stored, Field field, Padding padding, Mammogram mammogram) {
        var box = Box.of(field);
        int imageColumns = field.columns();
        int reduction =
                Math.ceilDiv(Math.max(box.bottom - box.top, box.right - box.left), MOST_CELLS);
        int rows = Math.ceilDiv(box.bottom - box.top, reduction);
        int columns = Math.ceilDiv(box.right - box.left, reduction);
        var sums = new double[rows * columns];
        var counts = new int[rows * columns];
        var ofColumn = new int[imageColumns];
        for (int column = box.left; column < box.right; column++) {
            ofColumn[column] = (column - box.left) / reduction;
        }
        for (int row = box.top; row < box.bottom; row++) {
            int base = (row - box.top) / reduction * columns;
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                for (int column = pieces[piece]; column < pieces[piece + 1]; column++) {
                    int value = stored[row * imageColumns + column];
                    if (!padding.contains(value)) {
                        int cell = base + ofColumn[column];
                        sums[cell] += value;
                        counts[cell]++;
                    }
                }
            }
        }
        var values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double mean = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
            values[i] =
                    (float)
                            (mammogram.linear()
                                    ? -Math.log(Math.max(1, mean))
                                    : mammogram.rising() ? mean : -mean);
        }
        return new AttenuationGrid(
                rows,
                columns,
                box.top,
                box.left,
                reduction,
                values,
                mammogram.spacing() * reduction);
    }

    /** The same seen in a mirror. */
    AttenuationGrid mirrored() {
        var mirrored = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                mirrored[row * columns + column] = values[row * columns + columns - 1 - column];
            }
        }
        return new AttenuationGrid(rows, columns, top, left, reduction, mirrored, spacing);
    }

    /** The same with its last row first. */
    AttenuationGrid upsideDown() {
        var turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, (rows - 1 - row) * columns, turned, row * columns, columns);
        }
        return new AttenuationGrid(rows, columns, top, left, reduction, turned, spacing);
    }

    /** Some of its columns. */
    AttenuationGrid columns(int from, int to) {
        if (from == 0 && to == columns) {
            return this;
        }
        var some = new float[rows * (to - from)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns + from, some, row * (to - from), to - from);
        }
        return new AttenuationGrid(
                rows, to - from, top, left + from * reduction, reduction, some, spacing);
    }

    /** Millimetres in cells; a share of the breast's depth where the spacing is unknown. */
    double cells(double millimetres, double depth) {
        // a breast in a mammogram is about 100 mm deep
        return spacing > 0 ? millimetres / spacing : millimetres / 100 * depth;
    }

    /** The values that are numbers, ascending. */
    float[] sorted() {
        var numbers = new float[values.length];
        int n = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                numbers[n++] = value;
            }
        }
        var sorted = Arrays.copyOf(numbers, n);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The least rectangle that holds a field. */
    private record Box(int top, int bottom, int left, int right) {

        static Box of(Field field) {
            int top = -1;
            int bottom = 1;
            int left = field.columns();
            int right = 1;
            for (int row = 0; row < field.rows(); row++) {
                int[] pieces = field.row(row);
                if (pieces.length > 0) {
                    top = top < 0 ? row : top;
                    bottom = row + 1;
                    left = Math.min(left, pieces[0]);
                    right = Math.max(right, pieces[pieces.length - 1]);
                }
            }
            return top < 0
                    ? new Box(0, field.rows(), 0, field.columns())
                    : new Box(top, bottom, left, right);
        }
    }
}
