package org.medsendx.segmenter.breast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds of the skin: thin bright curves in the outer part of the breast or in the armpit.
 *
 * <p>A ridge is a cell whose attenuation, smoothed over {@value #SMOOTH_MM} mm, is the greatest
 * across the direction in which it bends most (the eigenvector of the Hessian; Lindeberg, Int. J.
 * Comput. Vision 30, 1998). Its height is that over the mean of what lies {@value #BESIDE_MM} mm to
 * either side, after the roll-off of the breast's thickness was taken away. A fold is a chain of
 * ridges that is at least {@value #LEAST_MM} mm long, high beside the spread of the breast's
 * values, nearly straight and even along its length. Vessels and strands are lower, outlines of
 * gland bend more, and what texture makes by chance is short and uneven.
 */
final class SkinFolds {

    static final double SMOOTH_MM = 0.9;
    static final double BESIDE_MM = 3.2;
    static final double LEAST_MM = 24;

    /** Skin itself and the blur of its edge. */
    private static final double SKIN_MM = 4;

    /** Folds are looked for so near to the skin, and anywhere in the armpit. */
    private static final double OUTER_MM = 30;

    /** The armpit: the upper part of an oblique view, as a share of its rows. */
    private static final double ARMPIT = 0.35;

    /** From here on a ridge belongs to a chain, as a share of the spread of the breast's values. */
    static final double CHAIN = 0.04;

    /** The same for the mean of a chain. */
    static final double FOLD = 0.08;

    /** Its ends' distance as a share of its length: a fold bends a little, an outline much. */
    static final double STRAIGHT = 0.9;

    /** Deviation of its heights as a share of their mean: a fold is even, chance is not. */
    static final double EVEN = 0.4;

    /**
     * A chain.
     *
     * @param points in cells of the grid, from one end to the other
     * @param height mean, as a share of the spread
     */
    record Fold(
            List<double[]> points,
            double height,
            double unevenness,
            double straightness,
            double millimetres) {

        Fold {
            points = List.copyOf(points);
        }

        static Fold of(Chains chain, float[] heights, double spread, double mm, int columns) {
            double sum = 0;
            double squares = 0;
            for (int cell : chain.cells()) {
                sum += heights[cell];
                squares += (double) heights[cell] * heights[cell];
            }
            double mean = sum / chain.cells().length;
            double variance = squares / chain.cells().length - mean * mean;
            var points = chain.points(columns);
            double across =
                    Math.hypot(
                            points.getFirst()[0] - points.getLast()[0],
                            points.getFirst()[1] - points.getLast()[1]);
            return new Fold(
                    points,
                    mean / spread,
                    Math.sqrt(Math.max(0, variance)) / mean,
                    across / chain.length(),
                    chain.length() / mm);
        }

        boolean isOne() {
            return height >= FOLD && unevenness <= EVEN && straightness >= STRAIGHT;
        }
    }

    private SkinFolds() {}

    /**
     * The folds of a breast.
     *
     * @param depth distance of each cell from the edge of the breast, in cells
     * @param oblique whether the view shows the armpit
     * @param fold row of the inframammary fold, or -1
     * @param metal cells that are left out
     */
    static List<Fold> find(
            BreastEdge edge, float[] depth, boolean oblique, int fold, boolean[] metal) {
        var inside = edge.breast().clone();
        for (int i = 0; i < inside.length; i++) {
            inside[i] &= !metal[i];
        }
        var where = where(edge, inside, depth, oblique, fold);
        var grid = edge.grid();
        double mm = grid.cells(1, edge.depth());
        var flat = flat(grid.values(), inside, depth, OUTER_MM * mm);
        if (flat == null) {
            return List.of();
        }
        double spread = spread(flat, inside);
        if (!(spread > 0)) {
            return List.of();
        }
        var smooth = smooth(flat, inside, grid.rows(), grid.columns(), SMOOTH_MM * mm);
        var heights = new float[smooth.length];
        var chained = new boolean[smooth.length];
        for (int row = 1; row < grid.rows() - 1; row++) {
            for (int column = 1; column < grid.columns() - 1; column++) {
                int at = row * grid.columns() + column;
                if (where[at]) {
                    heights[at] = (float) ridge(smooth, grid, row, column, BESIDE_MM * mm);
                    chained[at] = heights[at] > CHAIN * spread;
                }
            }
        }
        var folds = new ArrayList<Fold>();
        for (var chain : Chains.of(chained, grid.rows(), grid.columns(), LEAST_MM * mm)) {
            var one = Fold.of(chain, heights, spread, mm, grid.columns());
            if (one.isOne()) {
                folds.add(one);
            }
        }
        return folds;
    }

    /** Values without the roll-off of the breast's thickness; null when it cannot be read. */
    private static float @Nullable [] flat(
            float[] values, boolean[] inside, float[] depth, double reach) {
        var rings = Rings.of(values, inside, depth, reach);
        if (rings == null) {
            return null;
        }
        var flat = values.clone();
        for (int i = 0; i < flat.length; i++) {
            if (inside[i]) {
                flat[i] += (float) rings.lost(depth[i]);
            }
        }
        return flat;
    }

    /** From the 5th to the 95th percentile. */
    private static double spread(float[] values, boolean[] inside) {
        var some = new float[values.length];
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (inside[i] && !Float.isNaN(values[i])) {
                some[n++] = values[i];
            }
        }
        if (n == 0) {
            return 0;
        }
        var ranks = new Ranks(some, 0, n);
        return ranks.at((int) (0.95 * (n - 1))) - ranks.at((int) (0.05 * (n - 1)));
    }

    /** The height of a ridge that runs through a cell; 0 when none does. */
    private static double ridge(
            float[] v, AttenuationGrid grid, int row, int column, double beside) {
        int w = grid.columns();
        int at = row * w + column;
        double here = v[at];
        double yy = v[at + w] - 2 * here + v[at - w];
        double xx = v[at + 1] - 2 * here + v[at - 1];
        double xy = (v[at + w + 1] - v[at + w - 1] - v[at - w + 1] + v[at - w - 1]) / 4.0;
        double half = (xx - yy) / 2;
        // Most cells fail by far, which the plain root tells sooner than the exact one.
        double middle = (xx + yy) / 2;
        double about = Math.sqrt(half * half + xy * xy);
        double slack = 1e-9 * (Math.abs(middle) + about);
        if (!(middle - about < slack)
                || Math.abs(middle + about) > -0.6 * (middle - about) + slack) {
            return 0;
        }
        double root = Math.hypot(half, xy);
        double across = (xx + yy) / 2 - root;
        double along = (xx + yy) / 2 + root;
        // not a number beside the breast; a blob bends both ways
        if (!(across < 0) || Math.abs(along) > -0.6 * across) {
            return 0;
        }
        double angle = 0.5 * Math.atan2(-2 * xy, -(xx - yy));
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        double before = at(v, grid, row - dy, column - dx);
        double after = at(v, grid, row + dy, column + dx);
        if (!(here >= before && here > after)) {
            return 0;
        }
        double left = here - at(v, grid, row - dy * beside, column - dx * beside);
        double right = here - at(v, grid, row + dy * beside, column + dx * beside);
        double mean = (left + right) / 2;
        return mean > 0 && Math.min(left, right) > 0.35 * mean ? mean : 0;
    }

    private static double at(float[] v, AttenuationGrid grid, double row, double column) {
        int y = (int) Math.floor(row);
        int x = (int) Math.floor(column);
        if (y < 0 || x < 0 || y >= grid.rows() - 1 || x >= grid.columns() - 1) {
            return Double.NaN;
        }
        int i = y * grid.columns() + x;
        double b = row - y;
        double a = column - x;
        return (1 - b) * ((1 - a) * v[i] + a * v[i + 1])
                + b * ((1 - a) * v[i + grid.columns()] + a * v[i + grid.columns() + 1]);
    }

    /** Gaussian smoothing of what is inside; not a number outside. */
    private static float[] smooth(
            float[] values, boolean[] inside, int rows, int columns, double sigma) {
        int reach = (int) Math.ceil(2.5 * sigma);
        var kernel = new double[2 * reach + 1];
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
        }
        // What does not count is 0 with no weight, so a whole row is smoothed at once.
        var sums = new float[values.length];
        var weights = new float[values.length];
        var line = new double[columns + 2 * reach];
        var there = new double[columns + 2 * reach];
        var sum = new double[columns];
        var weight = new double[columns];
        for (int row = 0; row < rows; row++) {
            int base = row * columns;
            for (int column = 0; column < columns; column++) {
                boolean counts = inside[base + column] && !Float.isNaN(values[base + column]);
                line[reach + column] = counts ? values[base + column] : 0;
                there[reach + column] = counts ? 1 : 0;
            }
            Arrays.fill(sum, 0);
            Arrays.fill(weight, 0);
            for (int k = 0; k < kernel.length; k++) {
                double share = kernel[k];
                for (int column = 0; column < columns; column++) {
                    sum[column] += share * line[column + k];
                    weight[column] += share * there[column + k];
                }
            }
            for (int column = 0; column < columns; column++) {
                sums[base + column] = (float) sum[column];
                weights[base + column] = (float) weight[column];
            }
        }
        var smooth = new float[values.length];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(sum, 0);
            Arrays.fill(weight, 0);
            for (int k = Math.max(-reach, -row); k <= Math.min(reach, rows - 1 - row); k++) {
                double share = kernel[k + reach];
                int from = (row + k) * columns;
                for (int column = 0; column < columns; column++) {
                    sum[column] += share * sums[from + column];
                    weight[column] += share * weights[from + column];
                }
            }
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                smooth[at] =
                        inside[at] && weight[column] > 0
                                ? (float) (sum[column] / weight[column])
                                : Float.NaN;
            }
        }
        return smooth;
    }

    /** The outer part of the breast and the armpit, without skin and what is below the fold. */
    private static boolean[] where(
            BreastEdge edge, boolean[] inside, float[] depth, boolean oblique, int fold) {
        var grid = edge.grid();
        double mm = grid.cells(1, edge.depth());
        double armpit = oblique ? ARMPIT * grid.rows() : 0;
        var where = new boolean[inside.length];
        for (int i = 0; i < where.length; i++) {
            int row = i / grid.columns();
            where[i] =
                    inside[i]
                            && depth[i] > SKIN_MM * mm
                            && (depth[i] < OUTER_MM * mm || row < armpit)
                            && (fold < 0 || row < fold - SKIN_MM * mm);
        }
        return where;
    }
}
