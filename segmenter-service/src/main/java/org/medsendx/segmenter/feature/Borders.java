package org.medsendx.segmenter.feature;

import java.util.Arrays;

/**
 * Finds what of a frame rays did not reach, or was never measured, where no tag says so:
 *
 * <ul>
 *   <li>a frame of one value around the image: rows and columns at an edge that all hold the same
 *       value ({@link #frame});
 *   <li>collimator blades in projection radiographs: rows and columns at an edge that are nearly
 *       flat and end in a step ({@link #blades}), or blades at an angle ({@link RotatedBlades});
 *   <li>the round field of a reconstruction or an image intensifier: everything outside the circle
 *       that touches the edges holds one value ({@link #circle}).
 * </ul>
 *
 * At most {@value #MOST_PER_SIDE_PERCENT} % is taken from a side: a frame that is darker than that
 * is the scan itself.
 */
public final class Borders {

    static final int MOST_PER_SIDE_PERCENT = 40;

    /** Thinner edges are left: they cost nothing and a line at the edge may be anatomy. */
    private static final int LEAST_RUN = 2;

    /** A blade is this much flatter than the image: scatter behind lead is smooth. */
    private static final double FLAT = 0.10;

    /** Least step from behind a blade into the field, as a share of the image's spread. */
    private static final double STEP = 0.15;

    /** Share of the pixels outside the circle that must hold its value. */
    private static final double OUTSIDE = 0.995;

    private final int[] values;
    private final int rows;
    private final int columns;
    private int top;
    private int bottom;
    private int left;
    private int right;

    private Borders(int[] values, int rows, int columns) {
        this.values = values;
        this.rows = rows;
        this.columns = columns;
        this.bottom = rows;
        this.right = columns;
    }

    /** The part of a field that is not a frame of one value around the image. */
    public static Field frame(Field field, int[] values) {
        var borders = new Borders(values, field.rows(), field.columns());
        borders.trim(Borders::oneValue);
        return field.within(borders.top, borders.bottom, borders.left, borders.right);
    }

    /**
     * The part of a field of a projection radiograph that is not behind collimator blades. Rotated
     * ones are looked for first, in an image of which tags cut nothing: beside them there are flat
     * strips along rows and columns too.
     *
     * @param brightAttenuates whether greater values are less exposed
     */
    public static Field blades(Field field, int[] values, boolean brightAttenuates) {
        if (field.isWhole()) {
            var rotated = RotatedBlades.narrow(field, values, brightAttenuates);
            if (!rotated.isWhole()) {
                return rotated;
            }
        }
        var borders = new Borders(values, field.rows(), field.columns());
        borders.trim(Borders::oneValue);
        double spread = borders.spread();
        if (spread > 0) {
            // Twice: a row is flat between two blades only when these are cut off.
            for (int pass = 0; pass < 2; pass++) {
                borders.trim((line, rest) -> blade(line, rest, spread));
            }
        }
        return field.within(borders.top, borders.bottom, borders.left, borders.right);
    }

    /** The part of a field inside the greatest circle, when nothing was measured outside of it. */
    public static Field circle(Field field, int[] values) {
        int rows = field.rows();
        int columns = field.columns();
        double radius = Math.min(rows, columns) / 2.0;
        if (rows < 16 || Math.abs(rows - columns) > 1) {
            return field;
        }
        int corner = values[0];
        long outside = 0;
        long same = 0;
        var firsts = new int[rows];
        for (int row = 0; row < rows; row++) {
            double dy = row + 0.5 - rows / 2.0;
            int column = 0;
            for (; column < columns; column++) {
                double dx = column + 0.5 - columns / 2.0;
                if (dx * dx + dy * dy <= (radius + 1) * (radius + 1)) {
                    break;
                }
                // the other end of the row is as far away
                int at = row * columns;
                same += values[at + column] == corner ? 1 : 0;
                same += values[at + columns - 1 - column] == corner ? 1 : 0;
                outside += 2;
            }
            firsts[row] = column;
        }
        if (outside == 0 || same < OUTSIDE * outside) {
            return field;
        }
        for (int row = 0; row < rows; row++) {
            int end = row * columns + columns - firsts[row];
            for (int at = row * columns + firsts[row]; at < end; at++) {
                if (values[at] != corner) {
                    return field.disc((rows - 1) / 2.0, (columns - 1) / 2.0, radius);
                }
            }
        }
        return field;
    }

    /** Says of a line at the edge whether it is part of the border. */
    private interface Test {
        boolean border(Line line, Line next);
    }

    /** A row or a column between the other two borders, thinned to some hundred values, sorted. */
    private record Line(int[] sorted) {

        int quantile(double q) {
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
        }
    }

    private static boolean oneValue(Line line, Line next) {
        return line.quantile(0) == line.quantile(1)
                && next.quantile(0) == line.quantile(0)
                && next.quantile(1) == line.quantile(0);
    }

    private static boolean blade(Line line, Line next, double spread) {
        return line.quantile(0.95) - line.quantile(0.05) <= FLAT * spread
                && next.quantile(0.95) - next.quantile(0.05) <= FLAT * spread
                && Math.abs(next.quantile(0.5) - line.quantile(0.5)) <= FLAT * spread;
    }

    private void trim(Test test) {
        int mostRows = rows * MOST_PER_SIDE_PERCENT / 100;
        int mostColumns = columns * MOST_PER_SIDE_PERCENT / 100;
        int up = run(top, 1, mostRows - top, true, test);
        int down = run(bottom - 1, -1, mostRows - (rows - bottom), true, test);
        int west = run(left, 1, mostColumns - left, false, test);
        int east = run(right - 1, -1, mostColumns - (columns - right), false, test);
        top += up;
        bottom -= down;
        left += west;
        right -= east;
    }

    /** How many lines from an edge on are border: none when the run does not end in a step. */
    private int run(int from, int step, int most, boolean row, Test test) {
        int n = 0;
        var line = line(from, row);
        var first = line;
        while (n < most) {
            var next = line(from + step * (n + 1), row);
            if (!test.border(line, next)) {
                break;
            }
            line = next;
            n++;
        }
        // n steps from one line of the border to the next
        int length = n == 0 ? 0 : n + 1;
        if (length < LEAST_RUN || n >= most) {
            return 0;
        }
        // behind the half shadow of the edge
        var beyond = line(clamped(from + step * (length + 2), row), row);
        double jump = Math.abs(beyond.quantile(0.5) - first.quantile(0.5));
        double inner = beyond.quantile(0.95) - beyond.quantile(0.05);
        return jump >= STEP * spread() || inner >= STEP * spread() ? length : 0;
    }

    private int clamped(int at, boolean row) {
        return Math.clamp(at, 0, (row ? rows : columns) - 1);
    }

    private Line line(int at, boolean row) {
        int from = row ? left : top;
        int to = row ? right : bottom;
        int stride = Math.max(1, (to - from) / 512);
        var line = new int[Math.max(1, Math.ceilDiv(to - from, stride))];
        int index = clamped(at, row);
        for (int i = 0; i < line.length; i++) {
            int other = Math.min(to - 1, from + i * stride);
            line[i] = values[row ? index * columns + other : other * columns + index];
        }
        Arrays.sort(line);
        return new Line(line);
    }

    private double spread = -1;

    /** From the 1st to the 99th percentile of the whole frame. */
    private double spread() {
        if (spread < 0) {
            int stride = Math.max(1, values.length / 20_000);
            // odd, so that it does not walk down one column
            stride |= 1;
            var sample = new int[Math.ceilDiv(values.length, stride)];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = values[i * stride];
            }
            Arrays.sort(sample);
            var line = new Line(sample);
            spread = (double) line.quantile(0.99) - line.quantile(0.01);
        }
        return spread;
    }
}
