package org.medsendx.segmenter.measure;

/**
 * How even an image of something even is. Of a patient's image that cannot be told, so there is a
 * value only where five regions (the middle, and four towards the corners or edges) are as flat as
 * the noise allows.
 */
final class Uniformity {

    private static final double FLAT = 2;
    private static final double FIELD_SPREAD = 0.35;
    private static final double WATER_HU = 60;

    private Uniformity() {}

    /**
     * A flat field: (greatest - least) / (greatest + least) of the mean of the five regions; NaN
     * when it is none. After IEC 62220-1 and the EUREF protocol, with five regions of 1/16 of a
     * side.
     */
    static double flatField(Frame frame, double noise) {
        int side = Math.min(frame.rows(), frame.columns()) / 16;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] at :
                new double[][] {{0.5, 0.5}, {0.2, 0.2}, {0.2, 0.8}, {0.8, 0.2}, {0.8, 0.8}}) {
            double mean = flat(frame, at[0], at[1], side, noise);
            least = Math.min(least, mean);
            most = Math.max(most, mean);
        }
        double uneven = (most - least) / (most + least);
        return least > 0 && uneven < FIELD_SPREAD ? uneven : Double.NaN;
    }

    /**
     * Water: the greatest difference of a region near the edge from the middle, in stored values
     * times the slope; NaN when the slice is no water phantom (IEC 61223-3-5).
     *
     * @param radius of the object in pixels
     */
    static double water(Frame frame, double noise, double radius) {
        int side = (int) (radius / 5);
        double apart = 0.7 * radius;
        double middle = flat(frame, 0.5, 0.5, side, noise);
        double worst = 0;
        for (int[] to : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
            double mean =
                    flat(
                            frame,
                            0.5 + to[0] * apart / frame.rows(),
                            0.5 + to[1] * apart / frame.columns(),
                            side,
                            noise);
            worst = Math.max(worst, Math.abs(mean - middle));
            if (!(Math.abs(frame.scale().apply(mean)) < WATER_HU)) {
                return Double.NaN;
            }
        }
        return Math.abs(frame.scale().apply(middle)) < WATER_HU
                ? worst * Math.abs(frame.scale().slope())
                : Double.NaN;
    }

    /** The mean of a square that is flat; NaN of any other. */
    private static double flat(Frame frame, double row, double column, int side, double noise) {
        int top = (int) (row * frame.rows()) - side / 2;
        int left = (int) (column * frame.columns()) - side / 2;
        if (side < 4
                || top < 0
                || left < 0
                || top + side > frame.rows()
                || left + side > frame.columns()) {
            return Double.NaN;
        }
        double spread =
                Squares.deviation(
                        frame, top, left, side, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        if (spread < 0 || spread > FLAT * noise) {
            return Double.NaN;
        }
        double sum = 0;
        for (int r = top; r < top + side; r++) {
            for (int c = left; c < left + side; c++) {
                sum += frame.stored()[r * frame.columns() + c];
            }
        }
        return sum / ((double) side * side);
    }
}
