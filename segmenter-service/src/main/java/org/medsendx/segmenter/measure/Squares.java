package org.medsendx.segmenter.measure;

/** Mean and spread of small squares of a frame, none of whose pixels is masked. */
final class Squares {

    private Squares() {}

    /**
     * The standard deviation (n - 1) of a square whose mean lies in a range; -1 for any other
     * square.
     */
    static double deviation(Frame frame, int top, int left, int side, double least, double most) {
        int[] stored = frame.stored();
        long sum = 0;
        long squares = 0;
        int origin = stored[top * frame.columns() + left];
        for (int r = top; r < top + side; r++) {
            int base = r * frame.columns();
            for (int c = base + left; c < base + left + side; c++) {
                long d = (long) stored[c] - origin;
                sum += d;
                squares += d * d;
            }
        }
        double n = (double) side * side;
        double mean = origin + sum / n;
        if (mean < least || mean > most || masked(frame, top, left, side)) {
            return -1;
        }
        return Math.sqrt(Math.max(0, squares - (double) sum * sum / n) / (n - 1));
    }

    /**
     * Mean and noise of a square with a border of one pixel, by the mask {@code 1 -2 1} in both
     * directions, whose coefficients have a sum of squares of 36.
     *
     * @param into takes mean and noise
     * @return whether no pixel of it is masked
     */
    static boolean filtered(Frame frame, int top, int left, int side, double[] into) {
        int[] stored = frame.stored();
        int columns = frame.columns();
        long sum = 0;
        double squares = 0;
        for (int r = top + 1; r <= top + side; r++) {
            int base = r * columns + left + 1;
            for (int i = base; i < base + side; i++) {
                int up = i - columns;
                int down = i + columns;
                long d =
                        4L * stored[i]
                                - 2L
                                        * ((long) stored[i - 1]
                                                + stored[i + 1]
                                                + stored[up]
                                                + stored[down])
                                + stored[up - 1]
                                + stored[up + 1]
                                + stored[down - 1]
                                + stored[down + 1];
                squares += (double) d * d;
                sum += stored[i];
            }
        }
        double n = (double) side * side;
        into[0] = sum / n;
        into[1] = Math.sqrt(squares / (36 * n));
        return !masked(frame, top, left, side + 2);
    }

    static boolean masked(Frame frame, int top, int left, int side) {
        if (frame.allMeasured()) {
            return false;
        }
        for (int r = top; r < top + side; r++) {
            if (!frame.inside(r, left, left + side)) {
                return true;
            }
            int base = r * frame.columns();
            for (int i = base + left; i < base + left + side; i++) {
                if (frame.padded(frame.stored()[i])) {
                    return true;
                }
            }
        }
        return false;
    }
}
