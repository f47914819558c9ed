package org.medsendx.segmenter.measure;

/**
 * Rings around the middle of a CT slice, as a detector channel that is off leaves them. Each pixel
 * of soft tissue is compared with the mean of the two that lie 3 pixels nearer to and farther from
 * the middle; anatomy is not round about the middle and averages out, a ring does not (after the
 * polar profile of Sijbers and Postnov, Phys Med Biol 49:N247, 2004).
 *
 * @param amplitude the greatest mean difference of any radius, in stored values
 * @param score the greatest mean difference in its own standard errors
 */
record Rings(double amplitude, double score) {

    private static final int APART = 3;
    private static final int FIRST_RADIUS = 10;
    private static final double LEAST_SHARE = 0.4;
    private static final double CLIP = 4;
    private static final double LEAST_HU = -200;
    private static final double MOST_HU = 300;

    /** The rings; NaN when no radius has enough soft tissue. */
    static Rings of(Frame frame, double noise) {
        int columns = frame.columns();
        double middleRow = (frame.rows() - 1) / 2.0;
        double middleColumn = (columns - 1) / 2.0;
        int most = (int) Math.min(middleRow, middleColumn) - APART - 1;
        double one = frame.unscaled(LEAST_HU);
        double other = frame.unscaled(MOST_HU);
        double least = Math.min(one, other);
        double highest = Math.max(one, other);
        int size = Math.max(0, most + 1);
        var sums = new double[size];
        var squares = new double[size];
        var counts = new int[size];
        int[] stored = frame.stored();
        for (int r = APART; r < frame.rows() - APART; r++) {
            double dy = r - middleRow;
            for (int c = APART; c < columns - APART; c++) {
                int here = stored[r * columns + c];
                if (here < least || here > highest) {
                    continue;
                }
                double dx = c - middleColumn;
                double distance = Math.sqrt(dx * dx + dy * dy);
                int radius = (int) (distance + 0.5);
                if (radius < FIRST_RADIUS || radius > most) {
                    continue;
                }
                int stepRow = (int) Math.rint(APART * dy / distance) * columns;
                int stepColumn = (int) Math.rint(APART * dx / distance);
                int at = r * columns + c;
                int inner = stored[at - stepRow - stepColumn];
                int outer = stored[at + stepRow + stepColumn];
                if (inner < least || inner > highest || outer < least || outer > highest) {
                    continue;
                }
                double d = here - 0.5 * ((double) inner + outer);
                d = Math.clamp(d, -CLIP * noise, CLIP * noise);
                sums[radius] += d;
                squares[radius] += d * d;
                counts[radius]++;
            }
        }
        return strongest(sums, squares, counts);
    }

    private static Rings strongest(double[] sums, double[] squares, int[] counts) {
        double amplitude = Double.NaN;
        double score = Double.NaN;
        for (int radius = FIRST_RADIUS; radius < sums.length; radius++) {
            int n = counts[radius];
            if (n < LEAST_SHARE * 2 * Math.PI * radius) {
                continue;
            }
            double mean = sums[radius] / n;
            double error = Math.sqrt(Math.max(0, squares[radius] / n - mean * mean) / n);
            amplitude =
                    Double.isNaN(amplitude) ? Math.abs(mean) : Math.max(amplitude, Math.abs(mean));
            if (error > 0) {
                double z = Math.abs(mean) / error;
                score = Double.isNaN(score) ? z : Math.max(score, z);
            }
        }
        return new Rings(amplitude, score);
    }
}
