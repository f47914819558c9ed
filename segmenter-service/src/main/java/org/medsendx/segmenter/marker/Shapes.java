package org.medsendx.segmenter.marker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connected shapes of the size of letters that stand out from what is around them. */
final class Shapes {

    /** Side of the square around a pixel whose mean is its ground. */
    private static final int AROUND = 91;

    /** Share of the picture's range by which a shape stands out at least. */
    private static final double LEAST = 0.06;

    /** The same, in deviations of its noise. */
    private static final double NOISES = 5;

    /** A shape of the size of a letter is no filled box and no thread. */
    private static final double LEAST_INK = 0.12;

    private static final double MOST_INK = 0.8;

    private final SmallPicture picture;
    private final float[] ground;
    private final double apart;

    Shapes(SmallPicture picture) {
        this.picture = picture;
        this.ground = means(picture);
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : picture.values()) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        this.apart = Math.max(LEAST * (greatest - least), NOISES * noise(picture));
    }

    /**
     * A shape.
     *
     * @param bottom the row after its last
     * @param right the column after its last
     * @param wide whether it may be an R or an L; a stroke, as an I is one, and a full area are not
     * @param cells its pixels
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
    record Shape(int top, int left, int bottom, int right, boolean wide, int[] cells) {

        int height() {
            return bottom - top;
        }

        int width() {
            return right - left;
        }

        double middleRow() {
            return (top + bottom) / 2.0;
        }

        double middleColumn() {
            return (left + right) / 2.0;
        }
    }

    /** All of them, brighter or darker than their ground. */
    List<Shape> of(boolean bright, int leastSide, int mostSide) {
        int rows = picture.rows();
        int columns = picture.columns();
        float[] values = picture.values();
        var out = new boolean[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = bright ? values[i] - ground[i] > apart : ground[i] - values[i] > apart;
        }
        var shapes = new ArrayList<Shape>();
        var queue = new int[out.length];
        for (int start = 0; start < out.length; start++) {
            if (!out[start]) {
                continue;
            }
            int head = 0;
            int tail = 0;
            queue[tail++] = start;
            out[start] = false;
            int top = rows;
            int bottom = 0;
            int left = columns;
            int right = 0;
            while (head < tail) {
                int at = queue[head++];
                int row = at / columns;
                int column = at % columns;
                top = Math.min(top, row);
                bottom = Math.max(bottom, row + 1);
                left = Math.min(left, column);
                right = Math.max(right, column + 1);
                for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                    for (int x = Math.max(0, column - 1);
                            x <= Math.min(columns - 1, column + 1);
                            x++) {
                        if (out[y * columns + x]) {
                            out[y * columns + x] = false;
                            queue[tail++] = y * columns + x;
                        }
                    }
                }
            }
            int longer = Math.max(bottom - top, right - left);
            double share = (double) tail / ((bottom - top) * (right - left));
            if (longer >= leastSide && longer <= mostSide) {
                boolean wide =
                        3 * Math.min(bottom - top, right - left) >= longer
                                && share > LEAST_INK
                                && share < MOST_INK;
                shapes.add(new Shape(top, left, bottom, right, wide, Arrays.copyOf(queue, tail)));
            }
        }
        return shapes;
    }

    /** The mean of the square around each pixel, cut off at the edges. */
    private static float[] means(SmallPicture picture) {
        int rows = picture.rows();
        int columns = picture.columns();
        var before = new double[(rows + 1) * (columns + 1)];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int column = 0; column < columns; column++) {
                sum += picture.values()[row * columns + column];
                before[(row + 1) * (columns + 1) + column + 1] =
                        before[row * (columns + 1) + column + 1] + sum;
            }
        }
        var means = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            int top = Math.max(0, row - AROUND / 2);
            int bottom = Math.min(rows, row + AROUND / 2 + 1);
            for (int column = 0; column < columns; column++) {
                int left = Math.max(0, column - AROUND / 2);
                int right = Math.min(columns, column + AROUND / 2 + 1);
                double sum =
                        before[bottom * (columns + 1) + right]
                                - before[top * (columns + 1) + right]
                                - before[bottom * (columns + 1) + left]
                                + before[top * (columns + 1) + left];
                means[row * columns + column] =
                        (float) (sum / ((double) (bottom - top) * (right - left)));
            }
        }
        return means;
    }

    /** The deviation of the noise, from the median difference of neighbours. */
    private static double noise(SmallPicture picture) {
        int step = Math.max(1, picture.values().length / 20_000) | 1;
        var differences = new float[picture.values().length / step];
        int n = 0;
        for (int i = 1; i < picture.values().length && n < differences.length; i += step) {
            differences[n++] = Math.abs(picture.values()[i] - picture.values()[i - 1]);
        }
        Arrays.sort(differences, 0, n);
        return n == 0 ? 0 : differences[n / 2] / 0.6745 / Math.sqrt(2);
    }
}
