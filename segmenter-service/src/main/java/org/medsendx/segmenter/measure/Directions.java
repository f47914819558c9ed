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

    private Directions() {}

    /**
     * The logarithm; NaN when noise leaves nothing to compare.
     *
     * @param noise in stored values
     */
    static double ratio(Frame frame, double noise) {
        double rows = fine(frame, noise, true);
        double columns = fine(frame, noise, false);
        return Math.log(rows / columns);
    }

    private static double fine(Frame frame, double noise, boolean alongRows) {
        var sums = new double[2];
        var counts = new long[2];
        double clip = CLIP * noise;
        double pixels = (double) frame.rows() * frame.columns();
        int every = Math.max(1, (int) Math.round(pixels / MOST_PAIRS));
        int[] stored = frame.stored();
        int columns = frame.columns();
        boolean all = frame.allMeasured();
        int lines = alongRows ? frame.rows() : columns;
        int length = alongRows ? columns : frame.rows();
        int step = alongRows ? 1 : columns;
        for (int line = every / 2; line < lines; line += every) {
            int base = alongRows ? line * columns : line;
            for (int i = 0; i + FAR < length; i++) {
                int at = base + i * step;
                if (!all
                        && (frame.masked(at)
                                || frame.masked(at + NEAR * step)
                                || frame.masked(at + FAR * step))) {
                    continue;
                }
                double near =
                        Math.min(clip, Math.abs(stored[at + NEAR * step] - (double) stored[at]));
                double far =
                        Math.min(clip, Math.abs(stored[at + FAR * step] - (double) stored[at]));
                sums[0] += near * near;
                sums[1] += far * far;
                counts[0]++;
                counts[1]++;
            }
        }
        double added = 2 * noise * noise;
        double near = sums[0] / counts[0] - added;
        double far = sums[1] / counts[1] - added;
        return near > LEAST * added && far > LEAST * added ? near / far : Double.NaN;
    }
}
