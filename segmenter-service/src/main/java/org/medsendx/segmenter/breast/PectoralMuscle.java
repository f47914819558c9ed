package org.medsendx.segmenter.breast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The edge of the pectoral muscle in an oblique view: a straight line that cuts off the upper
 * corner at the chest wall, with more attenuation on the corner's side along its whole length. Of
 * all such lines the one with the steadiest step wins (as the straight-line stage of Karssemeijer,
 * Phys. Med. Biol. 43, 1998, 365-378, which takes the Hough transform of the gradient).
 *
 * @param top where the line meets the first row, in cells from the chest wall
 * @param bottom where it meets the chest wall, in cells from the first row
 * @param sure how many standard errors its step is away from none, times the share of its length on
 *     which the step has the right direction
 */
record PectoralMuscle(double top, double bottom, double sure) {

    /** Cells of the longer side while lines are tried. */
    private static final int COARSE = 192;

    /** Share of the line's length with the step in the right direction. */
    private static final double LEAST_POSITIVE = 0.75;

    /** Mean step, as a share of the spread of the breast's values. */
    private static final double LEAST_STEP = 0.08;

    /** How many standard errors the mean step is away from none. */
    private static final double LEAST_SURE = 4;

    /** The muscle, or null when no line is one. */
    static @Nullable PectoralMuscle find(BreastEdge edge, int nippleRow) {
        var grid = edge.grid();
        int factor = Math.max(1, Math.max(grid.rows(), grid.columns()) / COARSE);
        int rows = grid.rows() / factor;
        int columns = grid.columns() / factor;
        var values = new float[rows * columns];
        var breast = new boolean[rows * columns];
        var inside = new float[rows * columns];
        int n = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                double sum = 0;
                boolean all = true;
                for (int y = 0; y < factor; y++) {
                    for (int x = 0; x < factor; x++) {
                        int from = (row * factor + y) * grid.columns() + column * factor + x;
                        sum += grid.values()[from];
                        all &= edge.breast()[from] && !Float.isNaN(grid.values()[from]);
                    }
                }
                values[at] = (float) (sum / (factor * factor));
                breast[at] = all;
                if (all) {
                    inside[n++] = values[at];
                }
            }
        }
        if (n < 200) {
            return null;
        }
        var sorted = Arrays.copyOf(inside, n);
        Arrays.sort(sorted);
        double spread = sorted[(int) (0.95 * (n - 1))] - sorted[(int) (0.05 * (n - 1))];
        var lines = new Lines(values, breast, rows, columns, spread);
        double most = 0;
        PectoralMuscle best = null;
        int widest = edge.depth() / factor;
        int lowest = (int) (1.2 * nippleRow / factor);
        for (int bottom = rows / 8; bottom < Math.min(rows, lowest); bottom++) {
            // the muscle is steeper than 45 degrees, and not a mere strip along the chest wall
            for (int top = Math.max(4, bottom / 8); top <= Math.min(bottom, widest); top++) {
                double score = lines.score(top, bottom);
                if (score > most) {
                    most = score;
                    best =
                            new PectoralMuscle(
                                    (double) top * factor, (double) bottom * factor, score);
                }
            }
        }
        return best;
    }

    /** Whether a cell lies on the muscle's side of the line. */
    boolean covers(int row, int column) {
        return column < top * (1 - row / bottom);
    }

    /** The line's distance from a point, in cells. */
    double distance(double row, double column) {
        return Math.abs(column / top + row / bottom - 1) / Math.hypot(1 / top, 1 / bottom);
    }

    /** The row of the point of the line that is nearest to a point. */
    double footRow(double row, double column) {
        double length = Math.hypot(1 / top, 1 / bottom);
        double signed = (column / top + row / bottom - 1) / length;
        return row - signed * (1 / bottom) / length;
    }

    /** Tries lines. */
    private record Lines(float[] values, boolean[] breast, int rows, int columns, double spread) {

        private static final double NEAR = 1.5;
        private static final double FAR = 4.5;

        /** 0 when the line is no edge of a muscle. */
        double score(int top, int bottom) {
            double length = Math.hypot(top, bottom);
            double acrossRow = top / length;
            double acrossColumn = bottom / length;
            int steps = (int) length;
            int used = 0;
            int positive = 0;
            double sum = 0;
            double squares = 0;
            for (int step = 1; step < steps; step++) {
                double share = (double) step / steps;
                double row = bottom * share;
                double column = top * (1 - share);
                double inner = side(row, column, -acrossRow, -acrossColumn);
                double outer = side(row, column, acrossRow, acrossColumn);
                if (Double.isNaN(inner) || Double.isNaN(outer)) {
                    continue;
                }
                double difference = inner - outer;
                used++;
                positive += difference > 0 ? 1 : 0;
                if (used - positive > (1 - LEAST_POSITIVE) * steps) {
                    // whatever comes: no more than all steps are used
                    return 0;
                }
                sum += difference;
                squares += difference * difference;
            }
            if (used < 0.6 * steps || used < 12 || positive < LEAST_POSITIVE * used) {
                return 0;
            }
            double mean = sum / used;
            double deviation = Math.sqrt(Math.max(0, squares / used - mean * mean));
            if (mean < LEAST_STEP * spread) {
                return 0;
            }
            // neighbours along a line are alike: about four make one independent step
            double sure = mean / (deviation + 0.05 * spread) * Math.sqrt(used / 4.0);
            return sure < LEAST_SURE ? 0 : sure * (double) positive / used;
        }

        private double side(double row, double column, double rowStep, double columnStep) {
            double sum = 0;
            int n = 0;
            for (double away = NEAR; away <= FAR; away += 1) {
                int y = (int) Math.round(row + rowStep * away);
                int x = (int) Math.round(column + columnStep * away);
                if (y >= 0 && x >= 0 && y < rows && x < columns && breast[y * columns + x]) {
                    sum += values[y * columns + x];
                    n++;
                }
            }
            return n < 2 ? Double.NaN : sum / n;
        }
    }
}
