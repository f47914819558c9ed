package org.medsendx.segmenter.measure;

/**
 * Whether fine structure is missing in one direction, as motion smears it: for rows and for columns
 * the mean square of differences between pixels 1 apart over that of pixels 4 apart, both without
 * what noise adds (twice its variance); and the natural logarithm of the ratio of the two
 * directions. 0 where both are alike; where noise differs over the image the sign can turn.
 * Differences count for 30 times the noise at most, so that markers and edges of the field do not
 * speak for the whole image.
 */
final class Directions {

    private static final int NEAR = 1;
    private static final int FAR = 4;
    private static final double CLIP = 30;
    private static final double MOST_PAIRS = 1.5e6;
    // What is left of the differences has to stand out from what noise adds.
    private static final double LEAST = 0.2;
    // A loop over fewer is not worth it.
    private static final int LEAST_BLOCK = 64;

    private Directions() {}

    /**
     * The logarithm; NaN when noise leaves nothing to compare.
     *
     * @param noise in stored values
     */
    static double ratio(Frame frame, double noise) {
        double pixels = (double) frame.rows() * frame.columns();
        int every = Math.max(1, (int) Math.round(pixels / MOST_PAIRS));
        var rows = new Differences(frame, CLIP * noise);
        var columns = new Differences(frame, CLIP * noise);
        var turn = new RowsInTurn(frame, FAR + 1);
        for (int row = 0; row < frame.rows(); row++) {
            turn.upTo(Math.min(row + FAR, frame.rows() - 1));
            if (row % every == every / 2) {
                rows.add(turn, row, row, row, 0, NEAR, FAR, frame.columns() - FAR, 1);
            }
            if (row + FAR < frame.rows()) {
                int first = every / 2;
                columns.add(turn, row, row + NEAR, row + FAR, first, 0, 0, frame.columns(), every);
            }
        }
        double added = 2 * noise * noise;
        return Math.log(rows.fine(added) / columns.fine(added));
    }

    /** Clipped differences of one direction, squared and added up. */
    private static final class Differences {

        private final boolean all;
        private final double clip;
        // Whole differences above this are clipped.
        private final int most;
        private final boolean whole;
        private final Sum near = new Sum();
        private final Sum far = new Sum();
        private long pairs;

        private static final class Sum {
            private long squares;
            private double wide;
            private long clipped;
        }

        Differences(Frame frame, double clip) {
            this.all = frame.allMeasured();
            this.clip = clip;
            this.most = (int) Math.min(Integer.MAX_VALUE - 1.0, clip);
            // Squares and their sums fit a long.
            this.whole = frame.fitsInt(1 << 11);
        }

        /**
         * Adds the pixels of a row, {@code step} apart.
         *
         * @param nearRow row of the pixel beside each, and by how many columns it is off
         * @param farRow the same of that farther away
         */
        void add(
                RowsInTurn rows,
                int row,
                int nearRow,
                int farRow,
                int first,
                int nearOff,
                int farOff,
                int end,
                int step) {
            int[] here = rows.line(row);
            int[] beside = rows.line(nearRow);
            int[] away = rows.line(farRow);
            int at = rows.base(row);
            int by = rows.base(nearRow) + nearOff;
            int to = rows.base(farRow) + farOff;
            if (all && whole) {
                add(here, at, beside, by, first, end, step, near);
                add(here, at, away, to, first, end, step, far);
                pairs += Math.max(0, Math.ceilDiv(end - first, step));
                return;
            }
            for (int c = first; c < end; c += step) {
                int value = here[at + c];
                int one = beside[by + c];
                int other = away[to + c];
                if (value != Frame.MASKED && one != Frame.MASKED && other != Frame.MASKED) {
                    add(Math.abs((long) one - value), near);
                    add(Math.abs((long) other - value), far);
                    pairs++;
                }
            }
        }

        private void add(long difference, Sum into) {
            if (difference > most) {
                into.clipped++;
            } else if (whole) {
                into.squares += difference * difference;
            } else {
                into.wide += (double) difference * difference;
            }
        }

        private void add(
                int[] here, int at, int[] other, int by, int first, int end, int step, Sum into) {
            int over = most + 1;
            // Squares of so many fit an int: then several are added at once.
            long block = Integer.MAX_VALUE / Math.max(1, (long) over * over);
            if (block < LEAST_BLOCK) {
                long sum = 0;
                int clipped = 0;
                for (int c = first; c < end; c += step) {
                    int difference = Math.abs(other[by + c] - here[at + c]);
                    boolean counts = difference <= most;
                    sum += counts ? (long) difference * difference : 0;
                    clipped += counts ? 0 : 1;
                }
                into.squares += sum;
                into.clipped += clipped;
                return;
            }
            int ahead = (int) Math.min(block, end) * step;
            for (int from = first; from < end; from += ahead) {
                int to = Math.min(end, from + ahead);
                int squares = squares(here, at, other, by, from, to, step, over);
                int clipped = clipped(here, at, other, by, from, to, step, most);
                into.squares += squares - (long) clipped * over * over;
                into.clipped += clipped;
            }
        }

        private static int squares(
                int[] here, int at, int[] other, int by, int from, int to, int step, int over) {
            int sum = 0;
            if (step == 1) {
                for (int c = from; c < to; c++) {
                    int difference = Math.min(over, Math.abs(other[by + c] - here[at + c]));
                    sum += difference * difference;
                }
                return sum;
            }
            for (int c = from; c < to; c += step) {
                int difference = Math.min(over, Math.abs(other[by + c] - here[at + c]));
                sum += difference * difference;
            }
            return sum;
        }

        private static int clipped(
                int[] here, int at, int[] other, int by, int from, int to, int step, int most) {
            int clipped = 0;
            if (step == 1) {
                for (int c = from; c < to; c++) {
                    clipped += (most - Math.abs(other[by + c] - here[at + c])) >>> 31;
                }
                return clipped;
            }
            for (int c = from; c < to; c += step) {
                clipped += (most - Math.abs(other[by + c] - here[at + c])) >>> 31;
            }
            return clipped;
        }

        /** How fine the structure is, without what noise adds; NaN when nothing is left. */
        double fine(double added) {
            double near = mean(this.near) - added;
            double far = mean(this.far) - added;
            return near > LEAST * added && far > LEAST * added ? near / far : Double.NaN;
        }

        private double mean(Sum sum) {
            return (sum.squares + sum.wide + sum.clipped * (clip * clip)) / pairs;
        }
    }
}
