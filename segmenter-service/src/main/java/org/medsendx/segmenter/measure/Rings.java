package org.medsendx.segmenter.measure;

/**
 * Rings around the middle of a CT slice, as a detector channel that is off leaves them. Each pixel
 * of soft tissue is compared with the mean of the two that lie 3 pixels nearer to and farther from
 * the middle; anatomy is not round about the middle and averages out, a ring does not (after the
 * polar profile of Sijbers and Postnov, Phys Med Biol 49:N247, 2004). The circle is cut into 16
 * sectors and the median of their means counts, so that an organ on one side is no ring.
 *
 * @param amplitude the median of the clearest radius, in stored values
 * @param score that median in its own standard errors, the greatest of any radius
 */
record Rings(double amplitude, double score) {

    private static final int APART = 3;
    private static final int FIRST_RADIUS = 14;
    private static final int SECTORS = 16;
    private static final int LEAST_SECTORS = 12;
    private static final int LEAST_PIXELS = 4;
    private static final double TAN_OF_HALF = Math.tan(Math.PI / 8);
    private static final double CLIP = 4;
    private static final double LEAST_HU = -200;
    private static final double MOST_HU = 300;

    /** The rings; NaN when no radius has enough soft tissue. */
    static Rings of(Frame frame, double noise) {
        int columns = frame.columns();
        double middleRow = (frame.rows() - 1) / 2.0;
        double middleColumn = (columns - 1) / 2.0;
        int most = (int) Math.min(middleRow, middleColumn) - 2 * APART - 1;
        double one = frame.unscaled(LEAST_HU);
        double other = frame.unscaled(MOST_HU);
        double least = Math.min(one, other);
        double highest = Math.max(one, other);
        int size = Math.max(0, most + 1);
        var sums = new double[size * SECTORS];
        var counts = new int[size * SECTORS];
        int[] stored = frame.stored();
        var places = Places.of(frame.rows(), columns, most);
        double clip = CLIP * noise;
        for (int r = 2 * APART; r < frame.rows() - 2 * APART; r++) {
            boolean upper = r < middleRow;
            int quadrant = Math.min(r, frame.rows() - 1 - r) * places.columns;
            for (int c = 2 * APART; c < columns - 2 * APART; c++) {
                int at = r * columns + c;
                int here = stored[at];
                if (here < least || here > highest) {
                    continue;
                }
                int place = places.packed[quadrant + Math.min(c, columns - 1 - c)];
                if (place < 0) {
                    continue;
                }
                boolean left = c < middleColumn;
                int stepRow = Places.stepRow(place) * columns;
                int stepColumn = Places.stepColumn(place);
                int step = (upper ? -stepRow : stepRow) + (left ? -stepColumn : stepColumn);
                int inner = stored[at - step];
                int outer = stored[at + step];
                // Farther out as well: the skin of something round is round about the middle too.
                int beyond = stored[at + 2 * step];
                if (outside(inner, least, highest)
                        || outside(outer, least, highest)
                        || outside(beyond, least, highest)) {
                    continue;
                }
                double d = here - 0.5 * ((double) inner + outer);
                int cell = Places.cell(place) + (left ? 2 : 0) + (upper ? 4 : 0);
                sums[cell] += Math.clamp(d, -clip, clip);
                counts[cell]++;
            }
        }
        return strongest(sums, counts, size, noise);
    }

    /**
     * Where the pixels of a quarter of the frame lie about its middle; the other quarters are its
     * mirror images.
     *
     * @param packed radius, steps towards the outside and which of 16 equal parts of the circle;
     *     below 0 where no ring is looked for
     */
    @SuppressWarnings("ArrayRecordComponent") // used by its own class alone
    private record Places(int columns, int[] packed) {

        static Places of(int rows, int columns, int most) {
            int wide = (columns + 1) / 2;
            var packed = new int[(rows + 1) / 2 * wide];
            for (int r = 0; r < (rows + 1) / 2; r++) {
                double dy = (rows - 1) / 2.0 - r;
                for (int c = 0; c < wide; c++) {
                    double dx = (columns - 1) / 2.0 - c;
                    double distance = Math.sqrt(dx * dx + dy * dy);
                    int radius = (int) (distance + 0.5);
                    if (radius < FIRST_RADIUS || radius > most) {
                        packed[r * wide + c] = -1;
                        continue;
                    }
                    int stepRow = (int) Math.rint(APART * dy / distance);
                    int stepColumn = (int) Math.rint(APART * dx / distance);
                    packed[r * wide + c] =
                            (radius * SECTORS + sector(dx, dy)) << 4 | stepRow << 2 | stepColumn;
                }
            }
            return new Places(wide, packed);
        }

        static int cell(int place) {
            return place >> 4;
        }

        static int stepRow(int place) {
            return place >> 2 & 3;
        }

        static int stepColumn(int place) {
            return place & 3;
        }
    }

    private static boolean outside(int value, double least, double most) {
        return value < least || value > most;
    }

    /**
     * One of 4 equal parts of a quarter of the circle, by octant and by which half of it; the other
     * quarters have 2 and 4 more.
     */
    private static int sector(double x, double y) {
        return (x < y ? 8 : 0) + (Math.min(x, y) > TAN_OF_HALF * Math.max(x, y) ? 1 : 0);
    }

    private static Rings strongest(double[] sums, int[] counts, int radii, double noise) {
        double amplitude = Double.NaN;
        double score = Double.NaN;
        var means = new double[SECTORS];
        for (int radius = FIRST_RADIUS; radius < radii; radius++) {
            int sectors = 0;
            int pixels = 0;
            for (int cell = radius * SECTORS; cell < (radius + 1) * SECTORS; cell++) {
                if (counts[cell] >= LEAST_PIXELS) {
                    means[sectors++] = sums[cell] / counts[cell];
                    pixels += counts[cell];
                }
            }
            if (sectors < LEAST_SECTORS) {
                continue;
            }
            double median = Math.abs(Mode.median(means, sectors));
            double middle = Mode.median(means, sectors);
            for (int i = 0; i < sectors; i++) {
                means[i] = Math.abs(means[i] - middle);
            }
            // No less than noise alone gives: half as much again for the two neighbours.
            double spread =
                    Math.max(
                            1.4826 * Mode.median(means, sectors),
                            1.22 * noise / Math.sqrt((double) pixels / sectors));
            double z = median / (1.2533 * spread / Math.sqrt(sectors));
            if (!(z <= score)) {
                amplitude = median;
                score = z;
            }
        }
        return new Rings(amplitude, score);
    }
}
