package org.medsendx.segmenter.measure;

import java.util.Arrays;

/**
 * Deviations of squares that overlap: sums of the columns of a band of rows, which moves down the
 * frame, are shared by all squares in it. Sums are whole numbers, so they are the same as those of
 * each square by itself.
 */
final class BandOfSquares {

    private final Frame frame;
    private final int side;
    private final long[] sums;
    private final long[] squares;
    // Sums of all columns before one.
    private final long[] sumsBefore;
    private final long[] squaresBefore;
    private int top;
    private int end;

    /**
     * @param side of a square, in pixels
     */
    BandOfSquares(Frame frame, int side) {
        this.frame = frame;
        this.side = side;
        sums = new long[frame.columns()];
        squares = new long[frame.columns()];
        sumsBefore = new long[frame.columns() + 1];
        squaresBefore = new long[frame.columns() + 1];
    }

    /** Moves down to a first row; the last row of the band is in the frame. */
    void moveTo(int row) {
        if (row >= end) {
            Arrays.fill(sums, 0);
            Arrays.fill(squares, 0);
            top = row;
            end = row;
        }
        for (; top < row; top++) {
            add(top, -1);
        }
        for (; end < row + side; end++) {
            add(end, 1);
        }
        long sum = 0;
        long square = 0;
        for (int c = 0; c < sums.length; c++) {
            sum += sums[c];
            square += squares[c];
            sumsBefore[c + 1] = sum;
            squaresBefore[c + 1] = square;
        }
    }

    private void add(int row, int sign) {
        int[] stored = frame.stored();
        int base = row * sums.length;
        for (int c = 0; c < sums.length; c++) {
            long value = stored[base + c];
            sums[c] += sign * value;
            squares[c] += sign * (value * value);
        }
    }

    /** The deviation of one square, as {@link Squares#deviation}. */
    double deviation(int left, double least, double most) {
        return Squares.deviation(
                frame,
                top,
                left,
                side,
                sumsBefore[left + side] - sumsBefore[left],
                squaresBefore[left + side] - squaresBefore[left],
                least,
                most);
    }
}
