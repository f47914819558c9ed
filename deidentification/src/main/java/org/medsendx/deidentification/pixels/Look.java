package org.medsendx.deidentification.pixels;

import java.util.Arrays;

/**
 * What a line looks like, seen through a window that slides along it: two letters' heights wide,
 * brought to {@value #ROWS} rows. A window is described by histograms of oriented gradients (Dalal
 * and Triggs, CVPR 2005), which say where edges run in which direction and not how strong they are,
 * and judged by a small {@link Network}.
 */
final class Look {

    static final int ROWS = 16;
    static final int COLUMNS = 32;
    static final int CELL = 4;
    static final int DIRECTIONS = 8;

    /** Numbers that describe a window. */
    static final int DESCRIPTION = ROWS / CELL * (COLUMNS / CELL) * DIRECTIONS;

    /** Windows of a line at most; of longer lines they are spread evenly. */
    static final int MOST = 8;

    /** Loaded when first asked, so that it can be trained without. */
    private static final class Judge {
        static final Network NETWORK = Network.resource("look.bin");
    }

    private final Levels level;
    private final char[] values;
    private final int sign;
    private final float[] window = new float[(ROWS + 2) * (COLUMNS + 2)];
    private final Places across;
    private final Places down;

    Look(Levels level, boolean dark) {
        this.level = level;
        this.values = dark ? level.dark() : level.bright();
        this.sign = dark ? -1 : 1;
        this.across = new Places(COLUMNS + 2, level.width());
        this.down = new Places(ROWS + 2, level.height());
    }

    /**
     * Where a window is sampled along one axis: between which pixels, and how near to the second.
     */
    private static final class Places {

        /** Samples a cell is the mean of, along one axis, at most. */
        static final int MOST = 3;

        private final int length;
        private final int cells;
        final int[] first;
        final int[] second;
        final float[] share;

        /**
         * @param cells of a window
         * @param length of the frame
         */
        Places(int cells, int length) {
            this.cells = cells;
            this.length = length;
            first = new int[cells * MOST];
            second = new int[cells * MOST];
            share = new float[cells * MOST];
        }

        /** For a window whose cells but the first begin at {@code begin}. */
        void of(double begin, double cell, int steps) {
            for (int i = 0; i < cells; i++) {
                double at = begin + (i - 1) * cell;
                for (int j = 0; j < steps; j++) {
                    double place = at + (j + 0.5) * cell / steps;
                    double within = Math.clamp(place - 0.5, 0, length - 1.0);
                    int pixel = (int) within;
                    first[i * steps + j] = pixel;
                    second[i * steps + j] = Math.min(pixel + 1, length - 1);
                    share[i * steps + j] = (float) (within - pixel);
                }
            }
        }
    }

    /** The left edges of a line's windows, in pixels. */
    double[] windows(Rectangle box) {
        double cell = cell(box);
        double reach = COLUMNS * cell;
        double first = box.x() - 2 * cell;
        double last = Math.max(first, box.right() + 2 * cell - reach);
        int count = (int) Math.min(MOST, 1 + Math.ceil((last - first) / (reach / 2)));
        double[] lefts = new double[count];
        for (int i = 0; i < count; i++) {
            lefts[i] = count == 1 ? first : first + (last - first) * i / (count - 1);
        }
        return lefts;
    }

    /** The judgement of each window of a line, before the logistic function, in rising order. */
    double[] judged(Rectangle box) {
        return judged(box, Judge.NETWORK);
    }

    /** As another network judges. */
    double[] judged(Rectangle box, Network judge) {
        double[] lefts = windows(box);
        double[] judged = new double[lefts.length];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = Math.clamp(judge.logit(description(box, lefts[i])), -12, 12);
        }
        Arrays.sort(judged);
        return judged;
    }

    /** Pixels of one row of a window. */
    private static double cell(Rectangle box) {
        return box.height() * 1.25 / ROWS;
    }

    /** The histograms of one window, of unit length. */
    float[] description(Rectangle box, double left) {
        double cell = cell(box);
        double top = box.y() - 0.125 * box.height();
        int wide = COLUMNS + 2;
        int steps = cell <= 1 ? 1 : cell <= 2 ? 2 : Places.MOST;
        across.of(left, cell, steps);
        down.of(top, cell, steps);
        for (int y = 0; y < ROWS + 2; y++) {
            for (int x = 0; x < wide; x++) {
                window[y * wide + x] = sample(x, y, steps);
            }
        }
        var description = new float[DESCRIPTION];
        int across = COLUMNS / CELL;
        for (int y = 1; y <= ROWS; y++) {
            for (int x = 1; x <= COLUMNS; x++) {
                int at = y * wide + x;
                float gx = window[at + 1] - window[at - 1];
                float gy = window[at + wide] - window[at - wide];
                float strength = (float) Math.sqrt(gx * gx + gy * gy);
                if (strength > 0) {
                    int bin = direction(gx, gy);
                    int in = (y - 1) / CELL * across + (x - 1) / CELL;
                    description[in * DIRECTIONS + bin] += strength;
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < DESCRIPTION; i++) {
            sum += description[i];
        }
        if (sum > 0) {
            float scale = (float) (DESCRIPTION / sum);
            for (int i = 0; i < DESCRIPTION; i++) {
                description[i] = (float) Math.sqrt(description[i] * scale);
            }
        }
        return description;
    }

    /** One of eight directions, by comparisons only. */
    private static int direction(float gx, float gy) {
        float ax = Math.abs(gx);
        float ay = Math.abs(gy);
        // tan(22.5 degrees)
        float near = 0.41421357f;
        if (ay < near * ax) {
            return gx > 0 ? 0 : 4;
        }
        if (ax < near * ay) {
            return gy > 0 ? 2 : 6;
        }
        return gx > 0 ? gy > 0 ? 1 : 7 : gy > 0 ? 3 : 5;
    }

    /** The mean of a cell: between pixels of small letters, over a box of large ones. */
    private float sample(int x, int y, int steps) {
        float sum = 0;
        for (int i = y * steps; i < (y + 1) * steps; i++) {
            int upper = down.first[i] * level.width();
            int lower = down.second[i] * level.width();
            float fy = down.share[i];
            for (int j = x * steps; j < (x + 1) * steps; j++) {
                int x0 = across.first[j];
                int x1 = across.second[j];
                float fx = across.share[j];
                float a = values[upper + x0] + (values[upper + x1] - values[upper + x0]) * fx;
                float b = values[lower + x0] + (values[lower + x1] - values[lower + x0]) * fx;
                sum += a + (b - a) * fy;
            }
        }
        return sum * sign / (steps * steps);
    }
}
