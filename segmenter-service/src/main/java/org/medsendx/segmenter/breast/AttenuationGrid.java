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
 * @param sums of the values as stored of the pixels of each cell that are not masked
 * @param counts how many these are
 * @param spacing millimetres from cell to cell, or 0 when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record AttenuationGrid(
        int rows,
        int columns,
        int top,
        int left,
        int reduction,
        float[] values,
        long[] sums,
        int[] counts,
        double spacing) {

    /** Cells of the longer side at most. */
    static final int MOST_CELLS = 768;

    /** Sums of a cell's rows of such values fit an int: a cell has 86 rows at most. */
    private static final int SMALL = 1 << 24;

    static AttenuationGrid of(int[] stored, Field field, Padding padding, Mammogram mammogram) {
        var box = Box.of(field);
        int imageColumns = field.columns();
        int reduction =
                Math.ceilDiv(Math.max(box.bottom - box.top, box.right - box.left), MOST_CELLS);
        int rows = Math.ceilDiv(box.bottom - box.top, reduction);
        int columns = Math.ceilDiv(box.right - box.left, reduction);
        var sums = new long[rows * columns];
        var counts = new int[rows * columns];
        var ofColumn = new int[imageColumns];
        for (int column = box.left; column < box.right; column++) {
            ofColumn[column] = (column - box.left) / reduction;
        }
        // Sums of columns in a row of cells, several at a time; then of the columns of each cell.
        var ofColumns = new int[imageColumns];
        for (int first = box.top; first < box.bottom; first += reduction) {
            int base = (first - box.top) / reduction * columns;
            int end = Math.min(box.bottom, first + reduction);
            Arrays.fill(ofColumns, 0);
            for (int row = first; row < end; row++) {
                int at = row * imageColumns;
                int[] pieces = field.row(row);
                for (int piece = 0; piece < pieces.length; piece += 2) {
                    int from = pieces[piece];
                    int to = pieces[piece + 1];
                    int low = Values.least(stored, at + from, at + to);
                    int high = Values.greatest(stored, at + from, at + to);
                    if (padding.reaches(low, high) || low < -SMALL || high > SMALL) {
                        for (int column = from; column < to; column++) {
                            int value = stored[at + column];
                            if (!padding.contains(value)) {
                                int cell = base + ofColumn[column];
                                sums[cell] += value;
                                counts[cell]++;
                            }
                        }
                        continue;
                    }
                    Values.add(stored, at, from, to, ofColumns);
                    for (int column = from; column < to; ) {
                        int cell = ofColumn[column];
                        int next = Math.min(to, box.left + (cell + 1) * reduction);
                        counts[base + cell] += next - column;
                        column = next;
                    }
                }
            }
            Values.addEach(ofColumns, box.left, box.right, reduction, sums, base);
        }
        var values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double mean = counts[i] == 0 ? Double.NaN : (double) sums[i] / counts[i];
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
                sums,
                counts,
                mammogram.spacing() * reduction);
    }

    /** The same seen in a mirror. */
    AttenuationGrid mirrored() {
        return of(left, columns, (row, column) -> row * columns + columns - 1 - column);
    }

    /** The same with its last row first. */
    AttenuationGrid upsideDown() {
        return of(left, columns, (row, column) -> (rows - 1 - row) * columns + column);
    }

    /** Some of its columns. */
    AttenuationGrid columns(int from, int to) {
        if (from == 0 && to == columns) {
            return this;
        }
        return of(
                left + from * reduction, to - from, (row, column) -> row * columns + from + column);
    }

    /** Says which cell comes to a place. */
    private interface Source {
        int cell(int row, int column);
    }

    private AttenuationGrid of(int newLeft, int newColumns, Source source) {
        var newValues = new float[rows * newColumns];
        var newSums = new long[newValues.length];
        var newCounts = new int[newValues.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < newColumns; column++) {
                int from = source.cell(row, column);
                int to = row * newColumns + column;
                newValues[to] = values[from];
                newSums[to] = sums[from];
                newCounts[to] = counts[from];
            }
        }
        return new AttenuationGrid(
                rows, newColumns, top, newLeft, reduction, newValues, newSums, newCounts, spacing);
    }

    /** Millimetres in cells; a share of the breast's depth where the spacing is unknown. */
    double cells(double millimetres, double depth) {
        // a breast in a mammogram is about 100 mm deep
        return spacing > 0 ? millimetres / spacing : millimetres / 100 * depth;
    }

    /** The values that are numbers, in no order. */
    float[] numbers() {
        var numbers = new float[values.length];
        int n = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                numbers[n++] = value;
            }
        }
        return Arrays.copyOf(numbers, n);
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
