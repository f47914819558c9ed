package org.medsendx.segmenter.measure;

import java.util.Arrays;

/**
 * How little an image loses when it is blurred once more: the measure of Crete et al. ("The blur
 * effect", SPIE 6492, 2007), 0 (sharp) to 1, along rows and along columns. Large images are reduced
 * by averaging to at most {@value #MOST_SIDE} pixels a side first, which takes noise away. Motion
 * blurs one direction more than the other.
 *
 * <p>The mean of {@value #BOX} neighbours changes from one pixel to the next by the difference of
 * the two at its ends, so the blurred image is never made: what counts is the change between two
 * neighbours beside the difference of those at the ends. Of whole numbers both are whole, and the
 * image is read as it lies in memory, in either direction.
 *
 * @param rows along rows
 * @param columns along columns
 */
record Blur(double rows, double columns) {

    static final int MOST_SIDE = 1024;

    private static final int BOX = 9;

    /** From the end of a box back to the two neighbours in its middle. */
    private static final int MIDDLE = BOX / 2;

    /** Whole numbers up to here are exact in reduced images too. */
    private static final int EXACT = 1 << 24;

    /** The blur; NaN when nothing varies. */
    static Blur of(Frame frame) {
        int factor =
                Math.max(1, (Math.max(frame.rows(), frame.columns()) + MOST_SIDE - 1) / MOST_SIDE);
        int rows = frame.rows() / factor;
        int columns = frame.columns() / factor;
        boolean whole =
                factor == 1
                        && frame.allMeasured()
                        && frame.least() >= -EXACT
                        && frame.greatest() <= EXACT
                        && frame.fitsInt((long) BOX * columns);
        if (whole) {
            return new Blur(
                    whole(frame.stored(), rows, columns, 1),
                    whole(frame.stored(), rows, columns, columns));
        }
        var reduced = reduced(frame, factor, rows, columns);
        return new Blur(alongRows(reduced, rows, columns), alongColumns(reduced, rows, columns));
    }

    private static float[] reduced(Frame frame, int factor, int rows, int columns) {
        var reduced = new float[rows * columns];
        if (frame.allMeasured()
                && frame.least() >= 0
                && frame.greatest() < Integer.MAX_VALUE / factor / factor) {
            unmasked(frame, factor, rows, columns, reduced);
            return reduced;
        }
        var line = new int[frame.columns()];
        var sums = new long[columns];
        var counts = new int[columns];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
            for (int y = r * factor; y < (r + 1) * factor; y++) {
                frame.row(y, line);
                for (int c = 0, i = 0; c < columns; c++) {
                    long sum = 0;
                    int count = 0;
                    for (int end = i + factor; i < end; i++) {
                        if (line[i] != Frame.MASKED) {
                            sum += line[i];
                            count++;
                        }
                    }
                    sums[c] += sum;
                    counts[c] += count;
                }
            }
            for (int c = 0; c < columns; c++) {
                reduced[r * columns + c] =
                        counts[c] == 0 ? Float.NaN : (float) ((double) sums[c] / counts[c]);
            }
        }
        return reduced;
    }

    /** Rows of a box first, as they lie in memory, then its columns. */
    private static void unmasked(Frame frame, int factor, int rows, int columns, float[] reduced) {
        int[] stored = frame.stored();
        int width = frame.columns();
        double pixels = (double) factor * factor;
        var sums = new int[width];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(stored, r * factor * width, sums, 0, width);
            for (int y = r * factor + 1; y < (r + 1) * factor; y++) {
                int base = y * width;
                for (int c = 0; c < width; c++) {
                    sums[c] += stored[base + c];
                }
            }
            for (int c = 0, i = 0; c < columns; c++) {
                int sum = 0;
                for (int end = i + factor; i < end; i++) {
                    sum += sums[i];
                }
                reduced[r * columns + c] = (float) (sum / pixels);
            }
        }
    }

    /**
     * Whole numbers, neighbours {@code next} apart: 1 along rows, the width along columns. Of each
     * row the sums fit an {@code int}, which the caller has seen to.
     */
    private static double whole(int[] stored, int rows, int columns, int next) {
        boolean along = next == 1;
        int firstRow = along ? 0 : BOX;
        int firstColumn = along ? BOX : 0;
        long all = 0;
        long kept = 0;
        for (int row = firstRow; row < rows; row++) {
            int from = row * columns + firstColumn;
            int to = (row + 1) * columns;
            int changes = 0;
            int most = 0;
            for (int i = from; i < to; i++) {
                int change = Math.abs(stored[i - MIDDLE * next] - stored[i - (MIDDLE + 1) * next]);
                int ends = Math.abs(stored[i] - stored[i - BOX * next]);
                changes += change;
                most += Math.max(0, BOX * change - ends);
            }
            all += changes;
            kept += most;
        }
        return share(all, (double) kept / BOX);
    }

    private static double alongRows(float[] image, int rows, int columns) {
        double all = 0;
        double kept = 0;
        for (int row = 0; row < rows; row++) {
            int base = row * columns;
            int measured = 0;
            for (int i = 0; i < columns; i++) {
                float value = image[base + i];
                // The box is counted along the line; a masked sample begins it anew.
                measured = Float.isNaN(value) ? 0 : measured + 1;
                if (measured > BOX) {
                    int middle = base + i - MIDDLE;
                    double change = Math.abs(image[middle] - image[middle - 1]);
                    double ends = Math.abs((double) value - image[base + i - BOX]);
                    all += change;
                    kept += Math.max(0, change - ends / BOX);
                }
            }
        }
        return share(all, kept);
    }

    /** The same for all columns at once, row by row. */
    private static double alongColumns(float[] image, int rows, int columns) {
        double all = 0;
        double kept = 0;
        var measured = new int[columns];
        for (int row = 0; row < rows; row++) {
            int base = row * columns;
            int middle = base - MIDDLE * columns;
            for (int i = 0; i < columns; i++) {
                float value = image[base + i];
                measured[i] = Float.isNaN(value) ? 0 : measured[i] + 1;
                if (measured[i] > BOX) {
                    double change = Math.abs(image[middle + i] - image[middle - columns + i]);
                    double ends = Math.abs((double) value - image[base - BOX * columns + i]);
                    all += change;
                    kept += Math.max(0, change - ends / BOX);
                }
            }
        }
        return share(all, kept);
    }

    private static double share(double all, double kept) {
        return all > 0 ? (all - kept) / all : Double.NaN;
    }
}
