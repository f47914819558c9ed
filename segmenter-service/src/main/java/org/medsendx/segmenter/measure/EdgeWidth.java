package org.medsendx.segmenter.measure;

/**
 * Width of the edge between air and skin of a CT slice, 10 % to 90 %, in pixels: the edge spread
 * function that Sanders et al. (Med Phys 43:5330, 2016, doi 10.1118/1.4961984) measure at the skin.
 *
 * <p>Every crossing of -500 HU along a row or a column, with air before it and tissue behind it, is
 * a profile; its samples are placed by their distance from the edge, which lies between two pixels
 * and at an angle to the line that the crossings three lines to either side tell. The profiles'
 * mean in steps of 0.1 pixel is the edge spread function.
 */
final class EdgeWidth {

    private static final double BETWEEN_HU = -500;
    private static final double AIR_HU = -850;
    private static final double TISSUE_LEAST_HU = -200;
    private static final double TISSUE_MOST_HU = 250;
    private static final int REACH = 8;
    private static final int SIDEWAYS = 3;
    private static final double STEP = 0.1;
    private static final int HALF = 60;
    private static final double LEAST_COSINE = 0.8;
    private static final int LEAST_PROFILES = 60;

    private final Frame frame;
    private final int[] stored;
    private final double between;
    private final double air;
    private final double tissueLeast;
    private final double tissueMost;
    private final double sign;
    private final double[] sums = new double[2 * HALF + 1];
    private final int[] counts = new int[2 * HALF + 1];
    private int profiles;

    private EdgeWidth(Frame frame) {
        this.frame = frame;
        this.stored = frame.stored();
        this.sign = Math.signum(frame.scale().slope());
        this.between = sign * frame.unscaled(BETWEEN_HU);
        this.air = sign * frame.unscaled(AIR_HU);
        this.tissueLeast = sign * frame.unscaled(TISSUE_LEAST_HU);
        this.tissueMost = sign * frame.unscaled(TISSUE_MOST_HU);
    }

    /** The width in pixels; NaN when there are too few edges. */
    static double of(Frame frame) {
        var edge = new EdgeWidth(frame);
        int columns = frame.columns();
        int last = frame.rows() - REACH - 1;
        var here = new boolean[columns];
        var below = new boolean[columns];
        edge.above(REACH + 1, below);
        for (int r = REACH + 1; r < last; r++) {
            var free = here;
            here = below;
            below = free;
            edge.above(r + 1, below);
            for (int c = REACH + 1; c < columns - REACH - 1; c++) {
                boolean above = here[c];
                if (above != here[c + 1]) {
                    int at = r * columns + c;
                    edge.profile(at + (above ? 1 : 0), above ? -1 : 1, columns);
                }
                if (above != below[c]) {
                    int at = r * columns + c;
                    edge.profile(at + (above ? columns : 0), above ? -columns : columns, 1);
                }
            }
        }
        return edge.width();
    }

    /** Which pixels of a row are above the edge. */
    private void above(int row, boolean[] into) {
        int base = row * into.length;
        // Stored values are whole: a bound for them is as good.
        boolean rising = sign > 0;
        int bound = (int) Math.floor(rising ? between : -between);
        boolean whole = bound == (rising ? between : -between);
        for (int c = 0; c < into.length; c++) {
            int value = stored[base + c];
            into[c] = rising ? value > bound : whole ? value < bound : value <= bound;
        }
    }

    /**
     * @param at the last pixel of air
     * @param step index to the next pixel towards the tissue
     * @param across index to the next pixel along the edge
     */
    private void profile(int at, int step, int across) {
        double outside = value(at - 5 * step) + value(at - 6 * step) + value(at - 7 * step);
        double inside = value(at + 5 * step) + value(at + 6 * step) + value(at + 7 * step);
        if (outside / 3 > air
                || inside / 3 < tissueLeast
                || inside / 3 > tissueMost
                || frame.padded(stored[at - 7 * step])) {
            return;
        }
        double before = crossing(at - SIDEWAYS * across, step);
        double behind = crossing(at + SIDEWAYS * across, step);
        double slope = (behind - before) / (2 * SIDEWAYS);
        double cosine = 1 / Math.sqrt(1 + slope * slope);
        if (!(cosine >= LEAST_COSINE)) {
            return;
        }
        double lower = value(at);
        double edge = (between - lower) / (value(at + step) - lower);
        for (int i = -REACH + 1; i <= REACH; i++) {
            int bin = (int) Math.round((i - edge) * cosine / STEP) + HALF;
            if (bin >= 0 && bin < counts.length) {
                sums[bin] += value(at + i * step);
                counts[bin]++;
            }
        }
        profiles++;
    }

    /**
     * Where a neighbouring line crosses, in pixels from {@code at}; NaN when it does not nearby.
     */
    private double crossing(int at, int step) {
        for (int i = -SIDEWAYS; i <= SIDEWAYS; i++) {
            double lower = value(at + i * step);
            double upper = value(at + (i + 1) * step);
            if (lower <= between && upper > between) {
                return i + (between - lower) / (upper - lower);
            }
        }
        return Double.NaN;
    }

    private double value(int at) {
        return sign * stored[at];
    }

    private double width() {
        if (profiles < LEAST_PROFILES) {
            return Double.NaN;
        }
        double low = plateau(0, 15);
        double high = plateau(counts.length - 15, counts.length);
        return at(low + 0.9 * (high - low)) - at(low + 0.1 * (high - low));
    }

    private double plateau(int from, int to) {
        double sum = 0;
        int count = 0;
        for (int bin = from; bin < to; bin++) {
            sum += sums[bin];
            count += counts[bin];
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Where the mean profile passes a value, from the middle outwards; in pixels. */
    private double at(double level) {
        boolean up = mean(HALF) < level;
        int direction = up ? 1 : -1;
        int before = HALF;
        for (int bin = HALF; bin >= 0 && bin < counts.length; bin += direction) {
            if (counts[bin] == 0) {
                continue;
            }
            if (up ? mean(bin) >= level : mean(bin) <= level) {
                double rise = mean(bin) - mean(before);
                double share = rise == 0 ? 0 : (level - mean(before)) / rise;
                return (before - HALF + share * (bin - before)) * STEP;
            }
            before = bin;
        }
        return Double.NaN;
    }

    private double mean(int bin) {
        return counts[bin] == 0 ? Double.NaN : sums[bin] / counts[bin];
    }
}
