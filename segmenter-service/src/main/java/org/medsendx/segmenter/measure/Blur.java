package org.medsendx.segmenter.measure;

/**
 * How little an image loses when it is blurred once more: the measure of Crete et al. ("The blur
 * effect", SPIE 6492, 2007), 0 (sharp) to 1, along rows and along columns. Large images are reduced
 * by averaging to at most {@value #MOST_SIDE} pixels a side first, which takes noise away. Motion
 * blurs one direction more than the other.
 *
 * @param rows along rows
 * @param columns along columns
 */
record Blur(double rows, double columns) {

    static final int MOST_SIDE = 1024;

    private static final int BOX = 9;

    /** The blur; NaN when nothing varies. */
    static Blur of(Frame frame) {
        int factor =
                Math.max(1, (Math.max(frame.rows(), frame.columns()) + MOST_SIDE - 1) / MOST_SIDE);
        int rows = frame.rows() / factor;
        int columns = frame.columns() / factor;
        var reduced = reduced(frame, factor, rows, columns);
        return new Blur(
                along(reduced, rows, columns, columns, 1),
                along(reduced, columns, rows, 1, columns));
    }

    private static float[] reduced(Frame frame, int factor, int rows, int columns) {
        var reduced = new float[rows * columns];
        var line = new int[frame.columns()];
        var sums = new long[columns];
        var counts = new int[columns];
        for (int r = 0; r < rows; r++) {
            java.util.Arrays.fill(sums, 0);
            java.util.Arrays.fill(counts, 0);
            for (int y = r * factor; y < (r + 1) * factor; y++) {
                frame.row(y, line);
                for (int c = 0, i = 0; c < columns; c++) {
                    for (int end = i + factor; i < end; i++) {
                        if (line[i] != Frame.MASKED) {
                            sums[c] += line[i];
                            counts[c]++;
                        }
                    }
                }
            }
            for (int c = 0; c < columns; c++) {
                reduced[r * columns + c] =
                        counts[c] == 0 ? Float.NaN : (float) ((double) sums[c] / counts[c]);
            }
        }
        return reduced;
    }

    /** Lines of {@code length} samples, {@code next} apart, which begin {@code step} apart. */
    private static double along(float[] image, int lines, int length, int step, int next) {
        double all = 0;
        double kept = 0;
        for (int line = 0; line < lines; line++) {
            int base = line * step;
            double sum = 0;
            int count = 0;
            float before = Float.NaN;
            double boxBefore = Double.NaN;
            // The box is counted along the line; a masked sample begins it anew.
            for (int i = 0; i < length; i++) {
                float value = image[base + i * next];
                if (Float.isNaN(value)) {
                    sum = 0;
                    count = 0;
                    before = Float.NaN;
                    boxBefore = Double.NaN;
                    continue;
                }
                sum += value;
                count++;
                if (count > BOX) {
                    sum -= image[base + (i - BOX) * next];
                }
                if (count >= BOX) {
                    int middle = base + (i - BOX / 2) * next;
                    float centre = image[middle];
                    double box = sum / BOX;
                    if (!Float.isNaN(before)) {
                        double change = Math.abs(centre - before);
                        double blurred = Math.abs(box - boxBefore);
                        all += change;
                        kept += Math.max(0, change - blurred);
                    }
                    before = centre;
                    boxBefore = box;
                }
            }
        }
        return all > 0 ? (all - kept) / all : Double.NaN;
    }
}
