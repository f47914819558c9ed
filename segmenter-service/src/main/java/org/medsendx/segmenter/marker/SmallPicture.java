package org.medsendx.segmenter.marker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An image reduced by a whole factor, each pixel the mean of its box. */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record SmallPicture(int factor, int rows, int columns, float[] values) {

    /** Share of the ground's pixels that may be something else, such as the next letter. */
    private static final double OTHER = 0.2;

    static SmallPicture of(int[] stored, int rows, int columns, int most) {
        int factor = Math.ceilDiv(Math.max(rows, columns), most);
        int height = rows / factor;
        int width = columns / factor;
        var values = new float[height * width];
        var sums = new long[columns];
        double pixels = (double) factor * factor;
        for (int row = 0; row < height; row++) {
            Arrays.fill(sums, 0);
            for (int y = row * factor; y < (row + 1) * factor; y++) {
                int base = y * columns;
                for (int x = 0; x < columns; x++) {
                    sums[x] += stored[base + x];
                }
            }
            for (int column = 0, x = 0; column < width; column++) {
                long sum = 0;
                for (int end = x + factor; x < end; x++) {
                    sum += sums[x];
                }
                values[row * width + column] = (float) (sum / pixels);
            }
        }
        return new SmallPicture(factor, height, width, values);
    }

    /**
     * What is around a shape.
     *
     * @param level of the ground
     * @param spread of it: half of what the middle four fifths of its pixels span
     * @param contrast of the shape against it, positive
     * @param sign 1 for a shape that is brighter
     */
    record Ground(double level, double spread, double contrast, int sign) {}

    /** The ground of a shape; null when that reaches the edge of the picture. */
    @Nullable Ground ground(Shapes.Shape shape, boolean bright) {
        int margin = Math.max(2, Math.max(shape.height(), shape.width()) / 4);
        int top = shape.top() - margin;
        int left = shape.left() - margin;
        int bottom = shape.bottom() + margin;
        int right = shape.right() + margin;
        if (top < 0 || left < 0 || bottom > rows || right > columns) {
            return null;
        }
        var around = new float[(bottom - top) * (right - left)];
        int n = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                boolean within =
                        row >= shape.top() - 1
                                && row < shape.bottom() + 1
                                && column >= shape.left() - 1
                                && column < shape.right() + 1;
                if (!within) {
                    around[n++] = values[row * columns + column];
                }
            }
        }
        Arrays.sort(around, 0, n);
        double level = around[n / 2];
        int sign = bright ? 1 : -1;
        double inside = 0;
        for (int cell : shape.cells()) {
            inside += values[cell];
        }
        double contrast = sign * (inside / shape.cells().length - level);
        // Another letter beside it is on the side of the shape; the rest has to be flat.
        double low = around[bright ? 0 : (int) (OTHER * (n - 1))];
        double high = around[bright ? (int) ((1 - OTHER) * (n - 1)) : n - 1];
        return contrast <= 0 ? null : new Ground(level, (high - low) / 2, contrast, sign);
    }
}
