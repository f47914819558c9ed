package org.medsendx.segmenter.breast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much of a breast is fibroglandular.
 *
 * <p>Values are first freed of what the breast's thickness does to them near its edge: in rings of
 * equal distance from the skin the lowest twentieth is fat, and by how much it falls towards the
 * skin is added back. In detector values the slope of air along the chest-wall to nipple axis (the
 * heel of the anode) is taken off before. The area is what is nearer to dense tissue than to fat
 * ({@link TwoTissues}). The volume follows Highnam and Brady (Mammographic Image Analysis, 1999):
 * relative to the fattest place, every further attenuation is fibroglandular tissue of {@code
 * difference / (mu dense - mu fat)} millimetres.
 *
 * @param area dense share of the breast's area, 0 to 1
 * @param areaLow the same with a strict threshold, 0.65 of the way from fat
 * @param areaHigh the same with a lenient one, 0.35 of the way
 * @param volume fibroglandular share of the breast's volume, 0 to 1, or null when values are no
 *     attenuation or the thickness is unknown
 * @param dense which cells of the grid are dense
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record Density(
        double area, double areaLow, double areaHigh, @Nullable Double volume, boolean[] dense) {

    private static final int LEAST_CELLS = 500;

    /** Seven parts of fat and one of fibroglandular tissue: less are strands in fat. */
    private static final double LEAST_CONTRAST = 0.10;

    /** The same where a vendor's curve has pressed values together. */
    private static final double LEAST_SHOWN_CONTRAST = 0.04;

    /** Where thickness is even, when its own value is unknown. */
    private static final double ROLL_OFF_MM = 25;

    /** Noise is averaged out over so much to each side before a place is called the fattest. */
    private static final double QUIET_MM = 0.8;

    private static final int MOST_CELLS = 8;

    /** The fattest place: low enough to be fat alone, high enough to be no noise. */
    private static final double FATTEST = 0.05;

    /**
     * The density of the cells of a breast.
     *
     * @param tissue the cells that count: no skin, no muscle
     * @param depth distance of each cell from the edge of the breast, in cells
     * @return null when the cells are of one kind of tissue, or too few
     */
    static @Nullable Density of(
            BreastEdge edge, boolean[] tissue, float[] depth, Mammogram mammogram) {
        var grid = edge.grid();
        float[] values = mammogram.linear() ? withoutHeel(edge) : grid.values();
        double reach =
                grid.cells(
                        mammogram.thickness() > 0 ? mammogram.thickness() / 2 : ROLL_OFF_MM,
                        edge.depth());
        var rings = Rings.of(values, tissue, depth, reach);
        if (rings == null) {
            return null;
        }
        var flat = new float[values.length];
        var inside = new float[values.length];
        int n = 0;
        for (int i = 0; i < flat.length; i++) {
            if (tissue[i] && !Float.isNaN(values[i])) {
                flat[i] = (float) (values[i] + rings.lost(depth[i]));
                inside[n++] = flat[i];
            }
        }
        if (n < LEAST_CELLS) {
            return null;
        }
        var tissues = TwoTissues.of(inside, n);
        if (tissues == null || contrast(tissues, edge) < least(mammogram)) {
            return null;
        }
        double threshold = tissues.between(0.5);
        var dense = new boolean[flat.length];
        for (int i = 0; i < flat.length; i++) {
            dense[i] = tissue[i] && !Float.isNaN(values[i]) && flat[i] >= threshold;
        }
        return new Density(
                share(inside, n, threshold),
                share(inside, n, tissues.between(0.65)),
                share(inside, n, tissues.between(0.35)),
                volume(flat, values, tissue, depth, rings, edge, mammogram, reach),
                dense);
    }

    /** How much more the dense kind attenuates, as a share of what fat attenuates more than air. */
    private static double contrast(TwoTissues tissues, BreastEdge edge) {
        double fat = tissues.fat() - edge.air();
        return fat <= 0 ? 0 : (tissues.dense() - tissues.fat()) / fat;
    }

    private static double least(Mammogram mammogram) {
        return mammogram.linear() ? LEAST_CONTRAST : LEAST_SHOWN_CONTRAST;
    }

    private static double share(float[] values, int n, double threshold) {
        int above = 0;
        for (int i = 0; i < n; i++) {
            above += values[i] >= threshold ? 1 : 0;
        }
        return (double) above / n;
    }

    private static @Nullable Double volume(
            float[] flat,
            float[] values,
            boolean[] tissue,
            float[] depth,
            Rings rings,
            BreastEdge edge,
            Mammogram mammogram,
            double reach) {
        if (!mammogram.linear() || !mammogram.forProcessing() || mammogram.thickness() == 0) {
            return null;
        }
        double difference = Attenuation.difference(Attenuation.energy(mammogram));
        var grid = edge.grid();
        // A spacing that lies must not cost minutes.
        int around =
                (int) Math.clamp(Math.round(grid.cells(QUIET_MM, edge.depth())), 1, MOST_CELLS);
        float[] quiet = quiet(flat, values, tissue, grid.rows(), grid.columns(), around);
        var inner = new float[flat.length];
        int n = 0;
        for (int i = 0; i < flat.length; i++) {
            if (tissue[i] && depth[i] >= reach / 2 && !Float.isNaN(values[i])) {
                inner[n++] = quiet[i];
            }
        }
        if (n < LEAST_CELLS / 2) {
            return null;
        }
        double fattest = new Ranks(inner, 0, n).at((int) (FATTEST * (n - 1)));
        double fibroglandular = 0;
        double whole = 0;
        double air = edge.air();
        for (int i = 0; i < flat.length; i++) {
            if (tissue[i] && !Float.isNaN(values[i])) {
                double share = rings.thickness(depth[i], fattest - air);
                double thickness = share * mammogram.thickness();
                whole += thickness;
                fibroglandular += Math.clamp((quiet[i] - fattest) / difference, 0, thickness);
            }
        }
        return whole > 0 ? Math.clamp(fibroglandular / whole, 0, 1) : null;
    }

    /**
     * Means over neighbours of the same tissue. Quanta make the lowest of single cells lower than
     * fat is, and each cell that lies below it counts as nothing instead of as less.
     */
    private static float[] quiet(
            float[] flat, float[] values, boolean[] tissue, int rows, int columns, int around) {
        var means = new float[flat.length];
        // With a margin of nothing to either side, so that a whole row is added at once.
        int wide = columns + 2 * around;
        var padded = new double[rows * wide];
        var there = new int[rows * wide];
        for (int i = 0; i < flat.length; i++) {
            if (tissue[i] && !Float.isNaN(values[i])) {
                int at = i / columns * wide + around + i % columns;
                padded[at] = flat[i];
                there[at] = 1;
            }
        }
        var sums = new double[columns];
        var counts = new int[columns];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
            for (int y = Math.max(0, row - around); y <= Math.min(rows - 1, row + around); y++) {
                for (int from = y * wide; from <= y * wide + 2 * around; from++) {
                    for (int column = 0; column < columns; column++) {
                        sums[column] += padded[from + column];
                        counts[column] += there[from + column];
                    }
                }
            }
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                if (tissue[at] && counts[column] > 0) {
                    means[at] = (float) (sums[column] / counts[column]);
                }
            }
        }
        return means;
    }

    /** Values without the slope that air has from the chest wall to the nipple. */
    private static float[] withoutHeel(BreastEdge edge) {
        var grid = edge.grid();
        int rows = grid.rows();
        int columns = grid.columns();
        var line = new float[rows];
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        int depth = edge.depth();
        for (int column = 0; column < Math.min(columns, depth); column++) {
            int found = 0;
            for (int row = 0; row < rows; row++) {
                float value = grid.values()[row * columns + column];
                // away from the breast: scatter and half-filled cells are near its edge
                if (column > edge.width(row) + rows / 40 || edge.width(row) == 0) {
                    if (!Float.isNaN(value)) {
                        line[found++] = value;
                    }
                }
            }
            if (found >= Math.max(8, rows / 50)) {
                Arrays.sort(line, 0, found);
                double value = line[found / 2];
                n++;
                sx += column;
                sy += value;
                sxx += (double) column * column;
                sxy += column * value;
            }
        }
        double spread = n * sxx - sx * sx;
        if (n < columns / 10.0 || spread <= 0) {
            return grid.values();
        }
        double slope = (n * sxy - sx * sy) / spread;
        var values = grid.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= (float) (slope * (i % columns));
        }
        return values;
    }
}
