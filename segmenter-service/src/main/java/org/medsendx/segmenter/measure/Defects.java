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
        var rows = new RowsInTurn(frame, 3);
        int clip = (int) Math.ceil(2 * CLIP * noise);
        int far = (int) Math.max(PIXEL_LEAST, Math.ceil(PIXEL_NOISE * noise));
        var byColumn = new Columns(width, clip);
        var byRow = new Lines(frame.rows());
        long pixels = 0;
        long outliers = 0;
        for (int r = 1; r < frame.rows() - 1; r++) {
            rows.upTo(r + 1);
            for (int piece = 0; piece < rows.pieces(r); piece++) {
                int from = Math.max(1, rows.from(r, piece));
                int to = Math.min(width - 1, rows.to(r, piece));
                pixels += Math.max(0, to - from);
                int first = Math.max(1, rows.from(r, piece) + 1);
                int end = Math.min(width - 1, rows.to(r, piece) - 1);
                if (first < end) {
                    byColumn.add(rows.line(r), rows.base(r), first, end);
                    outliers += outliers(frame, rows, r, first, end, far);
                }
                if (from < to) {
                    byRow.add(r, rows, from, to, clip);
                }
            }
        }
        return new Defects(
                byColumn.lines().defect(frame.rows(), noise),
                byRow.defect(width, noise),
                pixels == 0 ? Double.NaN : outliers * 1e6 / pixels);
    }

    /** Pixels of a piece of a row that lie beyond all around them; both neighbours are measured. */
    private static int outliers(Frame frame, RowsInTurn rows, int r, int from, int to, int far) {
        // Most rows have none, which is seen several pixels at a time. Greater values would wrap
        // around; what is not measured only makes a row be looked at.
        if (frame.fitsInt(2) && farthest(rows, r, from, to) <= far) {
            return 0;
        }
        int[] line = rows.line(r);
        int base = rows.base(r);
        int outliers = 0;
        for (int c = from; c < to; c++) {
            int value = line[base + c];
            int left = line[base + c - 1];
            int right = line[base + c + 1];
            if (((value > left + far && value > right + far)
                            || (value < left - far && value < right - far))
                    && alone(rows, r, c, far)) {
                outliers++;
            }
        }
        return outliers;
    }

    /** By how much any pixel of a piece lies beyond all eight around it. */
    private static int farthest(RowsInTurn rows, int r, int from, int to) {
        return farthest(
                rows.line(r - 1),
                rows.base(r - 1),
                rows.line(r),
                rows.base(r),
                rows.line(r + 1),
                rows.base(r + 1),
                from,
                to);
    }

    private static int farthest(
            int[] above, int up, int[] here, int at, int[] below, int down, int from, int to) {
        int farthest = 0;
        for (int c = from; c < to; c++) {
            int value = here[at + c];
            int most = Math.max(here[at + c - 1], here[at + c + 1]);
            int least = Math.min(here[at + c - 1], here[at + c + 1]);
            most = Math.max(most, Math.max(above[up + c - 1], above[up + c + 1]));
            least = Math.min(least, Math.min(above[up + c - 1], above[up + c + 1]));
            most = Math.max(most, Math.max(below[down + c - 1], below[down + c + 1]));
            least = Math.min(least, Math.min(below[down + c - 1], below[down + c + 1]));
            most = Math.max(most, Math.max(above[up + c], below[down + c]));
            least = Math.min(least, Math.min(above[up + c], below[down + c]));
            farthest = Math.max(farthest, Math.max(value - most, least - value));
        }
        return farthest;
    }

    private static boolean alone(RowsInTurn rows, int r, int c, int far) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int row = r - 1; row <= r + 1; row++) {
            for (int column = c - 1; column <= c + 1; column++) {
                if (row == r && column == c) {
                    continue;
                }
                int value = rows.line(row)[rows.base(row) + column];
                if (value == Frame.MASKED) {
                    return false;
                }
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        int here = rows.line(r)[rows.base(r) + c];
        return most - least < far && (here > most + far || here < least - far);
    }

    /** -1, 0 or 1, without a branch. */
    private static int sign(int difference) {
        return difference >> 31 | -difference >>> 31;
    }

    private static int clipped(int difference, int clip) {
        return Math.max(-clip, Math.min(clip, difference));
    }

    /** Sums of columns, which grow row by row. */
    private static final class Columns {

        private final int clip;
        // Sums of so many rows fit an int.
        private final int mostRows;
        private final int[] sums;
        private final int[] begun;
        private final Lines lines;
        private int rows;

        Columns(int width, int clip) {
            this.clip = clip;
            this.mostRows = Integer.MAX_VALUE / Math.max(1, clip);
            this.sums = new int[width];
            this.begun = new int[width + 1];
            this.lines = new Lines(width);
        }

        void add(int[] line, int base, int from, int to) {
            // Pieces of one row do not overlap, but each counts.
            if (++rows > mostRows) {
                flush();
                rows = 1;
            }
            begun[from]++;
            begun[to]--;
            add(line, base, from, to, clip, sums, lines.sides);
        }

        private static void add(
                int[] line, int base, int from, int to, int clip, int[] sums, int[] sides) {
            for (int c = from; c < to; c++) {
                int difference = 2 * line[base + c] - line[base + c - 1] - line[base + c + 1];
                sums[c] += clipped(difference, clip);
            }
            for (int c = from; c < to; c++) {
                sides[c] += sign(2 * line[base + c] - line[base + c - 1] - line[base + c + 1]);
            }
        }

        private void flush() {
            for (int c = 0; c < sums.length; c++) {
                lines.sums[c] += sums[c];
                sums[c] = 0;
            }
        }

        Lines lines() {
            flush();
            int count = 0;
            for (int c = 0; c < sums.length; c++) {
                count += begun[c];
                lines.counts[c] = count;
            }
            return lines;
        }
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

        /** Columns of a row; of those above and below some may not be measured. */
        void add(int row, RowsInTurn rows, int from, int to, int clip) {
            if (rows.whole(row - 1) && rows.whole(row + 1)) {
                measured(row, rows, from, to, clip);
                return;
            }
            int[] above = rows.line(row - 1);
            int[] below = rows.line(row + 1);
            int up = rows.base(row - 1);
            int down = rows.base(row + 1);
            int c = from;
            while (c < to) {
                int first = c;
                while (c < to && above[up + c] != Frame.MASKED && below[down + c] != Frame.MASKED) {
                    c++;
                }
                if (first < c) {
                    measured(row, rows, first, c, clip);
                } else {
                    c++;
                }
            }
        }

        private void measured(int row, RowsInTurn rows, int from, int to, int clip) {
            int[] above = rows.line(row - 1);
            int[] here = rows.line(row);
            int[] below = rows.line(row + 1);
            int up = rows.base(row - 1);
            int middle = rows.base(row);
            int down = rows.base(row + 1);
            int side = 0;
            if ((long) clip * (to - from) <= Integer.MAX_VALUE) {
                sums[row] += sum(above, up, here, middle, below, down, from, to, clip);
                side = sides(above, up, here, middle, below, down, from, to);
            } else {
                for (int c = from; c < to; c++) {
                    int difference = 2 * here[middle + c] - above[up + c] - below[down + c];
                    sums[row] += clipped(difference, clip);
                    side += sign(difference);
                }
            }
            counts[row] += to - from;
            sides[row] += side;
        }

        private static int sum(
                int[] above,
                int up,
                int[] here,
                int middle,
                int[] below,
                int down,
                int from,
                int to,
                int clip) {
            int sum = 0;
            for (int c = from; c < to; c++) {
                int difference = 2 * here[middle + c] - above[up + c] - below[down + c];
                sum += clipped(difference, clip);
            }
            return sum;
        }

        private static int sides(
                int[] above,
                int up,
                int[] here,
                int middle,
                int[] below,
                int down,
                int from,
                int to) {
            int side = 0;
            for (int c = from; c < to; c++) {
                side += sign(2 * here[middle + c] - above[up + c] - below[down + c]);
            }
            return side;
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
