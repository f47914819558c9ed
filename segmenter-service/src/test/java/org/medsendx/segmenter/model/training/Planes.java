package org.medsendx.segmenter.model.training;

import java.util.Arrays;

/** Some planes of one size with a border of zeros, so that a shifted plane is a shifted index. */
final class Planes {

    /** Widest reach of a convolution. */
    static final int BORDER = 4;

    final int rows;
    final int columns;
    final int stride;
    final float[][] values;

    Planes(int channels, int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.stride = columns + 2 * BORDER;
        this.values = new float[channels][(rows + 2 * BORDER) * stride];
    }

    static Planes of(float[] plane, int rows, int columns) {
        var planes = new Planes(1, rows, columns);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(plane, row * columns, planes.values[0], planes.at(row, 0), columns);
        }
        return planes;
    }

    int at(int row, int column) {
        return (row + BORDER) * stride + BORDER + column;
    }

    int first() {
        return at(0, 0);
    }

    int end() {
        return at(rows - 1, columns);
    }

    /** Puts zeros back where no pixel is. */
    void clearBorder() {
        for (var plane : values) {
            Arrays.fill(plane, 0, first(), 0);
            for (int row = 0; row < rows - 1; row++) {
                int from = at(row, columns);
                Arrays.fill(plane, from, from + 2 * BORDER, 0);
            }
            Arrays.fill(plane, end(), plane.length, 0);
        }
    }
}
