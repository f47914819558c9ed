package org.medsendx.segmenter.breast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the breast is: the largest connected region that attenuates more than air and touches the
 * side of the chest wall. In its coordinates the chest wall is column 0.
 *
 * <p>Air is the most frequent value of the lower class of Otsu's threshold (IEEE Trans. Syst. Man
 * Cybern. 9/1, 1979, 62-66); the edge lies where values leave it by {@value #EDGE} of the way to
 * the median of the breast, or by six times the spread of air.
 */
final class BreastEdge {

    private static final double EDGE = 0.05;
    private static final double LEAST_AREA = 0.03;
    private static final double MOST_AREA = 0.97;

    /** Share of the rows that the breast touches at the chest wall, at least. */
    private static final double LEAST_TOUCH = 0.15;

    /** The same of the rows of the breast for a chest wall that is not at the image's border. */
    private static final double LEAST_STRAIGHT = 0.6;

    private static final int BINS = 1024;

    private final AttenuationGrid grid;
    private final boolean mirrored;
    private final boolean upsideDown;
    private final boolean framed;
    private final boolean[] breast;
    private final int[] width;
    private final double air;

    private BreastEdge(
            AttenuationGrid grid,
            boolean mirrored,
            boolean upsideDown,
            boolean framed,
            boolean[] breast,
            int[] width,
            double air) {
        this.grid = grid;
        this.mirrored = mirrored;
        this.upsideDown = upsideDown;
        this.framed = framed;
        this.breast = breast;
        this.width = width;
        this.air = air;
    }

    /** The breast, or null when there is none that can be told from its surroundings. */
    static @Nullable BreastEdge find(AttenuationGrid image) {
        float[] values = image.numbers();
        if (values.length < 1000) {
            return null;
        }
        var ranks = new Ranks(values);
        double low = ranks.at(values.length / 500);
        double high = ranks.at(values.length - 1 - values.length / 500);
        if (!(high > low)) {
            return null;
        }
        int[] counts = new int[BINS];
        double scale = (BINS - 1) / (high - low);
        for (float value : values) {
            counts[(int) Math.clamp((value - low) * scale, 0, BINS - 1)]++;
        }
        int cut = otsu(counts);
        int mode = 0;
        for (int bin = 0; bin <= cut; bin++) {
            mode = counts[bin] > counts[mode] ? bin : mode;
        }
        double air = low + mode / scale;
        double threshold =
                threshold(
                        ranks,
                        values.length,
                        air,
                        low + (cut + 1) / scale,
                        halfWidth(counts, mode) / scale);
        boolean[] above = new boolean[image.values().length];
        for (int i = 0; i < above.length; i++) {
            above[i] = image.values()[i] > threshold;
        }
        boolean[] region =
                Regions.filled(
                        Regions.largest(above, image.rows(), image.columns()),
                        image.rows(),
                        image.columns());
        return of(image, region, air);
    }

    private static double threshold(Ranks values, int n, double air, double cut, double spread) {
        int from = Math.min(n - 1, values.search((float) cut));
        double tissue = values.at(from + (n - from) / 2);
        return air + Math.max(EDGE * (tissue - air), Math.min(6 * spread, 0.5 * (tissue - air)));
    }

    /**
     * The standard deviation of air from how far its peak is above half its height: what else lies
     * in the lower class, such as fat in an image with little air, does not widen it.
     */
    private static double halfWidth(int[] counts, int mode) {
        int bin = mode;
        while (bin + 1 < counts.length && counts[bin + 1] > counts[mode] / 2) {
            bin++;
        }
        return (bin - mode + 0.5) / 1.177;
    }

    private static @Nullable BreastEdge of(AttenuationGrid image, boolean[] region, double air) {
        int rows = image.rows();
        int columns = image.columns();
        var sides = Sides.of(region, rows, columns);
        int strip = Math.max(1, columns / 50);
        double left = sides.flatness(true, strip, columns);
        double right = sides.flatness(false, strip, columns);
        if (Math.max(left, right) <= 0
                || sides.area < LEAST_AREA * rows * columns
                || sides.area > MOST_AREA * rows * columns) {
            return null;
        }
        boolean mirrored = right > left;
        // Scans of film, and images that were set into a frame, end before the image does.
        int from = mirrored || sides.left < strip ? 0 : sides.left;
        int to = !mirrored || sides.right >= columns - strip ? columns : sides.right + 1;
        var inner = image.columns(from, to);
        var grid = mirrored ? inner.mirrored() : inner;
        var breast = new boolean[rows * grid.columns()];
        var width = new int[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int at = mirrored ? to - 1 - column : from + column;
                boolean inside = region[row * columns + at];
                breast[row * grid.columns() + column] = inside;
                if (inside) {
                    width[row] = column + 1;
                }
            }
        }
        return new BreastEdge(grid, mirrored, false, from > 0 || to < columns, breast, width, air);
    }

    /**
     * Where a region ends to the left and the right.
     *
     * @param left its first column
     * @param right its last
     * @param firsts first column of each row, or -1
     * @param lasts last column of each row
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Sides(long area, int left, int right, int[] firsts, int[] lasts) {

        static Sides of(boolean[] region, int rows, int columns) {
            long area = 0;
            int left = columns;
            int right = -1;
            var firsts = new int[rows];
            var lasts = new int[rows];
            for (int row = 0; row < rows; row++) {
                firsts[row] = -1;
                for (int column = 0; column < columns; column++) {
                    if (region[row * columns + column]) {
                        area++;
                        firsts[row] = firsts[row] < 0 ? column : firsts[row];
                        lasts[row] = column;
                    }
                }
                if (firsts[row] >= 0) {
                    left = Math.min(left, firsts[row]);
                    right = Math.max(right, lasts[row]);
                }
            }
            return new Sides(area, left, right, firsts, lasts);
        }

        /**
         * Share of the image's rows in which the region ends at its side; 0 when that is no chest
         * wall: too few, or a side within the image that is not straight.
         */
        double flatness(boolean atLeft, int strip, int columns) {
            int used = 0;
            int flat = 0;
            for (int row = 0; row < firsts.length; row++) {
                if (firsts[row] >= 0) {
                    used++;
                    boolean ends = atLeft ? firsts[row] < left + strip : lasts[row] > right - strip;
                    flat += ends ? 1 : 0;
                }
            }
            boolean border = atLeft ? left < strip : right >= columns - strip;
            double least = border ? LEAST_TOUCH * firsts.length : LEAST_STRAIGHT * used;
            return used > 0 && flat >= least ? (double) flat / firsts.length : 0;
        }
    }

    /** Otsu's threshold: the last bin of the lower class. */
    static int otsu(int[] counts) {
        double total = 0;
        double moment = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            total += counts[bin];
            moment += (double) counts[bin] * bin;
        }
        double below = 0;
        double sum = 0;
        double most = -1;
        int at = 0;
        for (int bin = 0; bin < counts.length - 1; bin++) {
            below += counts[bin];
            sum += (double) counts[bin] * bin;
            if (below == 0 || below == total) {
                continue;
            }
            double difference = sum / below - (moment - sum) / (total - below);
            double between = below * (total - below) * difference * difference;
            if (between > most) {
                most = between;
                at = bin;
            }
        }
        return at;
    }

    /** The same breast with its last row first, as one sees it in an image stored feet first. */
    BreastEdge turned() {
        int rows = grid.rows();
        int columns = grid.columns();
        var other = new boolean[breast.length];
        var reach = new int[rows];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(breast, (rows - 1 - row) * columns, other, row * columns, columns);
            reach[row] = width[rows - 1 - row];
        }
        return new BreastEdge(grid.upsideDown(), mirrored, !upsideDown, framed, other, reach, air);
    }

    /** The grid, with the chest wall at column 0. */
    AttenuationGrid grid() {
        return grid;
    }

    /** Whether the chest wall is at the right of the image as stored. */
    boolean mirrored() {
        return mirrored;
    }

    /** Whether the first row is the last one of the image as stored. */
    boolean upsideDown() {
        return upsideDown;
    }

    /** Whether the image goes on beyond the chest wall: a scan of film, or one set into a frame. */
    boolean framed() {
        return framed;
    }

    /** Whether a cell is breast. */
    boolean[] breast() {
        return breast;
    }

    /** How far the breast reaches from the chest wall in a row, in cells. */
    int width(int row) {
        return width[row];
    }

    /** The attenuation of air. */
    double air() {
        return air;
    }

    /** The greatest width of any row. */
    int depth() {
        return Arrays.stream(width).max().orElse(0);
    }

    /** How far the breast reaches in the first twentieth of the rows, on average. */
    double upperWidth() {
        int rows = Math.max(1, width.length / 20);
        return Arrays.stream(width, 0, rows).average().orElse(0);
    }

    /** The row of the nipple: where the breast reaches farthest, over a short stretch of rows. */
    int nippleRow() {
        int reach = Math.max(1, grid.rows() / 60);
        int at = 0;
        double most = -1;
        for (int row = 0; row < width.length; row++) {
            double sum = 0;
            int n = 0;
            for (int other = Math.max(0, row - reach);
                    other <= Math.min(width.length - 1, row + reach);
                    other++) {
                sum += width[other];
                n++;
            }
            if (sum / n > most) {
                most = sum / n;
                at = row;
            }
        }
        return at;
    }

    /**
     * The row of the inframammary fold: below the nipple, where the edge has come back to the chest
     * wall, or begins to go away from it again; -1 when it does neither within the image.
     */
    int foldRow() {
        int nipple = nippleRow();
        int depth = depth();
        int least = nipple;
        for (int row = nipple; row < width.length; row++) {
            if (width[row] < width[least]) {
                least = row;
            }
            if (width[row] <= 0.12 * depth) {
                return row;
            }
            if (width[least] < 0.5 * depth && width[row] > width[least] + 0.06 * depth) {
                return least;
            }
        }
        return -1;
    }
}
