package org.medsendx.segmenter.measure;

/** Mean and spread of small squares of a frame, none of whose pixels is masked. */
final class Squares {

    /** Differences of sixteen values fit an int, and their squares are exact. */
    private static final int MOST_WEIGHT = 1 << 10;

    private Squares() {}

    /**
     * The standard deviation (n - 1) of a square whose mean lies in a range; -1 for any other
     * square.
     */
    static double deviation(Frame frame, int top, int left, int side, double least, double most) {
        int[] stored = frame.stored();
        int columns = frame.columns();
        long sum = 0;
        long squares = 0;
        for (int r = top; r < top + side; r++) {
            int from = r * columns + left;
            for (int i = from; i < from + side; i++) {
                long value = stored[i];
                sum += value;
                squares += value * value;
            }
        }
        return deviation(frame, top, left, side, sum, squares, least, most);
    }

    /**
     * The same of a square whose sums are known.
     *
     * @param sum of its values
     * @param squares sum of their squares; may have wrapped around
     */
    static double deviation(
            Frame frame,
            int top,
            int left,
            int side,
            long sum,
            long squares,
            double least,
            double most) {
        // Seen from one of the values, so that large values close to each other lose no digit.
        long origin = frame.stored()[top * frame.columns() + left];
        long pixels = (long) side * side;
        long moved = sum - pixels * origin;
        double n = pixels;
        double mean = origin + moved / n;
        if (mean < least || mean > most || masked(frame, top, left, side)) {
            return -1;
        }
        long around = squares - 2 * origin * sum + pixels * origin * origin;
        return Math.sqrt(Math.max(0, around - (double) moved * moved / n) / (n - 1));
    }

    /**
     * Mean and noise of a square with a border of one pixel, by the mask {@code 1 -2 1} in both
     * directions, whose coefficients have a sum of squares of 36.
     *
     * @param into takes mean and noise
     * @return whether no pixel of it is masked
     */
    static boolean filtered(Frame frame, int top, int left, int side, double[] into) {
        if (!frame.fitsInt(MOST_WEIGHT)) {
            return filteredWide(frame, top, left, side, into);
        }
        int[] stored = frame.stored();
        int columns = frame.columns();
        long sum = 0;
        long squares = 0;
        for (int r = top + 1; r <= top + side; r++) {
            int from = r * columns + left + 1;
            // What a column has in three rows counts for three pixels beside each other.
            int before = column(stored, from - 1, columns);
            int here = column(stored, from, columns);
            for (int i = from; i < from + side; i++) {
                int behind = column(stored, i + 1, columns);
                long d = before - 2 * here + behind;
                squares += d * d;
                sum += stored[i];
                before = here;
                here = behind;
            }
        }
        double n = (double) side * side;
        into[0] = sum / n;
        into[1] = Math.sqrt((double) squares / (36 * n));
        return !masked(frame, top, left, side + 2);
    }

    private static int column(int[] stored, int at, int columns) {
        return stored[at - columns] - 2 * stored[at] + stored[at + columns];
    }

    private static boolean filteredWide(Frame frame, int top, int left, int side, double[] into) {
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
