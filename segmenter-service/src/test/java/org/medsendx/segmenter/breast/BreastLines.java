package org.medsendx.segmenter.breast;

import java.util.Random;
import org.medsendx.segmenter.breast.BreastPhantom.Spec;

/**
 * Thin curves in a breast phantom: vessels of 1 to 2.6 mm, which are tubes of what attenuates like
 * gland, and a fold of the skin, which is two sheets of skin seen on edge, 5 to 15 mm high.
 *
 * @param vessels how many
 * @param fold whether there is one
 */
record BreastLines(int vessels, boolean fold) {

    static final BreastLines NONE = new BreastLines(0, false);

    private static final int ROWS = BreastPhantom.ROWS;
    private static final int COLUMNS = BreastPhantom.COLUMNS;
    private static final double SPACING = BreastPhantom.SPACING;

    /** Puts them into the tissue; the same for the same seed. */
    void draw(
            float[] depth, double[] dense, double[] thickness, int nipple, int foldRow, Spec spec) {
        var random = new Random(spec.seed() * 77 + 5);
        for (int i = 0; i < vessels; i++) {
            double row = nipple + (random.nextDouble() - 0.5) * 0.6 * ROWS;
            double heading = -0.4 + 0.8 * random.nextDouble();
            double bend = 0.006 * random.nextGaussian();
            double width = 1 + 1.6 * random.nextDouble();
            var tube = new double[dense.length];
            curve(tube, row, 10, heading, bend, 250, width, width, depth, 5);
            put(tube, dense, thickness);
        }
        if (fold) {
            var sheet = new double[dense.length];
            fold(sheet, depth, nipple, Math.min(foldRow, ROWS), spec.mlo(), random);
            put(sheet, dense, thickness);
        }
    }

    private static void fold(
            double[] sheet, float[] depth, int nipple, int foldRow, boolean mlo, Random random) {
        double high = 5 + 10 * random.nextDouble();
        double wide = 2 + 1.6 * random.nextDouble();
        double length = (32 + 30 * random.nextDouble()) / SPACING;
        double away = (7 + 10 * random.nextDouble()) / SPACING;
        boolean above = random.nextBoolean();
        int row =
                above
                        ? (int) (mlo ? 0.06 * ROWS : 0.65 * nipple)
                        : (int) (nipple + 0.25 * (Math.min(foldRow, ROWS) - nipple));
        int column = COLUMNS - 1;
        while (column > 0 && depth[row * COLUMNS + column] < away) {
            column--;
        }
        // along the edge: across the direction in which depth rises
        double down = depth[(row + 8) * COLUMNS + column] - depth[(row - 8) * COLUMNS + column];
        double in = depth[row * COLUMNS + column - 8] - depth[row * COLUMNS + column + 8];
        double heading = Math.atan2(in, down) + 0.3 * (random.nextDouble() - 0.5);
        curve(
                sheet,
                row,
                column,
                heading,
                0.004 * random.nextGaussian(),
                (int) length,
                wide,
                high,
                depth,
                4);
    }

    /** A curve of cells; across it the height is that of half an ellipse. */
    private static void curve(
            double[] drawn,
            double fromRow,
            double fromColumn,
            double heading,
            double bend,
            int steps,
            double wide,
            double high,
            float[] depth,
            double skin) {
        double row = fromRow;
        double column = fromColumn;
        double way = heading;
        int reach = (int) Math.ceil(wide / SPACING);
        for (int step = 0; step < steps; step++) {
            int y0 = (int) Math.round(row);
            int x0 = (int) Math.round(column);
            for (int y = Math.max(0, y0 - reach); y <= Math.min(ROWS - 1, y0 + reach); y++) {
                for (int x = Math.max(0, x0 - reach); x <= Math.min(COLUMNS - 1, x0 + reach); x++) {
                    double off = 2 * Math.hypot(y - row, x - column) * SPACING / wide;
                    int at = y * COLUMNS + x;
                    if (off < 1 && depth[at] > skin) {
                        drawn[at] = Math.max(drawn[at], high * Math.sqrt(1 - off * off));
                    }
                }
            }
            row += Math.sin(way);
            column += Math.cos(way);
            way += bend;
        }
    }

    private static void put(double[] drawn, double[] dense, double[] thickness) {
        for (int i = 0; i < drawn.length; i++) {
            if (drawn[i] > 0 && thickness[i] > 0) {
                dense[i] = Math.min(1, dense[i] + drawn[i] / thickness[i] * (1 - dense[i]));
            }
        }
    }
}
