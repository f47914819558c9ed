package org.medsendx.segmenter.measure;

import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.cluster.Histogram;

/**
 * Noise of one frame from many small squares, by the mode of their local values: squares with
 * structure are noisier and lie beyond the mode.
 *
 * <ul>
 *   <li>CT: standard deviation in squares of 6 mm whose mean is soft tissue, 0 to 100 HU: the
 *       global noise level of Christianson et al. (AJR 205:W93, 2015, doi 10.2214/AJR.14.13613).
 *       The paper slides the square pixel by pixel; here squares overlap by half.
 *   <li>else: local variance after the filter of Immerkaer (CVIU 64:300, 1996), which takes away
 *       gradients, in squares of 8 pixels whose mean lies between the 5th and 95th percentile.
 * </ul>
 */
final class Noise {

    private static final double SQUARE_MM = 6;
    private static final int SQUARE = 8;
    private static final double TISSUE_LEAST_HU = 0;
    private static final double TISSUE_MOST_HU = 100;
    private static final int LEAST_SQUARES = 40;
    private static final int MOST_SQUARES = 40_000;

    private Noise() {}

    /**
     * In stored values; NaN when there is none that can be told.
     *
     * @param spacing mm, or null
     */
    static double of(Frame frame, Histogram valid, @Nullable Double spacing) {
        return frame.kind() == Frame.Kind.CT
                ? tissue(frame, spacing == null ? SQUARE : (int) Math.round(SQUARE_MM / spacing))
                : filtered(frame, valid);
    }

    private static double tissue(Frame frame, int wanted) {
        int side = Math.clamp(wanted, 5, 24);
        double one = frame.unscaled(TISSUE_LEAST_HU);
        double other = frame.unscaled(TISSUE_MOST_HU);
        double least = Math.min(one, other);
        double most = Math.max(one, other);
        int stride = stride(frame, side / 2);
        var found = new double[MOST_SQUARES];
        int count = 0;
        var squares = new BandOfSquares(frame, side);
        for (int top = 0; top + side <= frame.rows(); top += stride) {
            squares.moveTo(top);
            for (int left = 0; left + side <= frame.columns(); left += stride) {
                double deviation = squares.deviation(left, least, most);
                if (deviation > 0 && count < found.length) {
                    found[count++] = deviation;
                }
            }
        }
        return count < LEAST_SQUARES ? Double.NaN : Mode.of(found, count);
    }

    private static double filtered(Frame frame, Histogram valid) {
        long total = valid.total();
        double least = valid.valueAtRank(Math.max(1, total / 20));
        double most = valid.valueAtRank(Math.max(1, total - total / 20));
        int stride = stride(frame, SQUARE);
        var found = new double[MOST_SQUARES];
        int count = 0;
        var sums = new double[2];
        for (int top = 0; top + SQUARE + 2 <= frame.rows(); top += stride) {
            for (int left = 0; left + SQUARE + 2 <= frame.columns(); left += stride) {
                if (Squares.filtered(frame, top, left, SQUARE, sums)
                        && sums[0] > least
                        && sums[0] < most
                        && sums[1] > 0
                        && count < found.length) {
                    found[count++] = sums[1];
                }
            }
        }
        return count < LEAST_SQUARES ? Double.NaN : Mode.of(found, count);
    }

    /** So far apart that a large image has no more squares than are looked at. */
    private static int stride(Frame frame, int least) {
        double pixels = (double) frame.rows() * frame.columns();
        return Math.max(least, (int) Math.ceil(Math.sqrt(pixels / MOST_SQUARES)));
    }
}
