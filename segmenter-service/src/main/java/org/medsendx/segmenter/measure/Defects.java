package org.medsendx.segmenter.measure;

import java.util.Arrays;

/**
 * Dead or noisy columns, rows and single pixels: each is compared with what lies beside it.
 *
 * <p>A line is defect when the mean of its differences from the two lines beside it is far from
 * that of all other lines (8 robust standard deviations), when most of its pixels differ to the
 * same side, and when the lines beside it differ to the other side, as they do beside one bad line
 * but not at the edge of a shape. A pixel is defect when it lies beyond all eight around it by 10
 * times the noise while they agree. Lines of one pixel width are found, not wider ones.
 *
 * @param columns how many columns
 * @param rows how many rows
 * @param pixels how many single pixels per million
 */
record Defects(int columns, int rows, double pixels) {

    private static final double FAR = 8;
    private static final double SAME_SIDE = 0.5;
    private static final double LEAST_LENGTH = 0.25;
    private static final double CLIP = 6;
    private static final double BESIDE_LEAST = 0.2;
    private static final double BESIDE_MOST = 1.2;
    private static final double PIXEL_NOISE = 10;
    private static final int PIXEL_LEAST = 4;

    /**
     * Counts defects.
     *
     * @param noise in stored values
     */
    static Defects of(Frame frame, double noise) {
        int width = frame.columns();
        var byColumn = new Lines(width);
        var byRow = new Lines(frame.rows());
        var above = new int[width];
        var here = new int[width];
        var below = new int[width];
        int clip = (int) Math.ceil(2 * CLIP * noise);
        int far = (int) Math.max(PIXEL_LEAST, Math.ceil(PIXEL_NOISE * noise));
        long pixels = 0;
        long outliers = 0;
        frame.row(0, here);
        if (frame.rows() > 1) {
            frame.row(1, below);
        }
        for (int r = 1; r < frame.rows() - 1; r++) {
            var free = above;
            above = here;
            here = below;
            below = free;
            frame.row(r + 1, below);
            for (int c = 1; c < width - 1; c++) {
                int value = here[c];
                if (value == Frame.MASKED) {
                    continue;
                }
                int left = here[c - 1];
                int right = here[c + 1];
                int up = above[c];
                int down = below[c];
                pixels++;
                if (left != Frame.MASKED && right != Frame.MASKED) {
                    byColumn.add(c, 2 * value - left - right, clip);
                    if (((value > left + far && value > right + far)
                                    || (value < left - far && value < right - far))
                            && alone(above, here, below, c, far)) {
                        outliers++;
                    }
                }
                if (up != Frame.MASKED && down != Frame.MASKED) {
                    byRow.add(r, 2 * value - up - down, clip);
                }
            }
        }
        return new Defects(
                byColumn.defect(frame.rows(), noise),
                byRow.defect(width, noise),
                pixels == 0 ? Double.NaN : outliers * 1e6 / pixels);
    }

    private static boolean alone(int[] above, int[] here, int[] below, int c, int far) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int d = -1; d <= 1; d++) {
            for (int value : new int[] {above[c + d], below[c + d], here[c + (d == 0 ? 1 : d)]}) {
                if (value == Frame.MASKED) {
                    return false;
                }
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return most - least < far && (here[c] > most + far || here[c] < least - far);
    }

    /** Sums of one direction, of twice the differences. */
    private static final class Lines {

        private final long[] sums;
        private final int[] counts;
        private final int[] sides;

        Lines(int lines) {
            sums = new long[lines];
            counts = new int[lines];
            sides = new int[lines];
        }

        void add(int line, int difference, int clip) {
            sums[line] += Math.max(-clip, Math.min(clip, difference));
            counts[line]++;
            sides[line] += Integer.signum(difference);
        }

        int defect(int length, double noise) {
            int lines = sums.length;
            var means = new double[lines];
            var known = new double[lines];
            int n = 0;
            for (int i = 0; i < lines; i++) {
                if (counts[i] >= LEAST_LENGTH * length) {
                    means[i] = 0.5 * sums[i] / counts[i];
                    known[n++] = Math.abs(means[i]);
                } else {
                    means[i] = Double.NaN;
                }
            }
            if (n < 3) {
                return 0;
            }
            Arrays.sort(known, 0, n);
            double scale = Math.max(1.4826 * known[n / 2], 0.02 * noise);
            int found = 0;
            for (int i = 1; i < lines - 1; i++) {
                double mean = means[i];
                if (Math.abs(mean) > FAR * scale
                        && Math.abs(sides[i]) > SAME_SIDE * counts[i]
                        && Math.signum(sides[i]) == Math.signum(mean)
                        && opposite(mean, means[i - 1])
                        && opposite(mean, means[i + 1])) {
                    found++;
                }
            }
            return found;
        }

        private static boolean opposite(double mean, double beside) {
            double share = -beside / mean;
            return share > BESIDE_LEAST && share < BESIDE_MOST;
        }
    }
}
