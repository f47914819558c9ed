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

    Look(Levels level, boolean dark) {
        this.level = level;
        this.values = dark ? level.dark() : level.bright();
        this.sign = dark ? -1 : 1;
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
        for (int y = 0; y < ROWS + 2; y++) {
            for (int x = 0; x < wide; x++) {
                window[y * wide + x] = sample(left + (x - 1) * cell, top + (y - 1) * cell, cell);
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

    /** The mean around a point: between pixels of small letters, over a box of large ones. */
    private float sample(double x, double y, double cell) {
        int steps = cell <= 1 ? 1 : cell <= 2 ? 2 : 3;
        float sum = 0;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                sum += at(x + (j + 0.5) * cell / steps, y + (i + 0.5) * cell / steps);
            }
        }
        return sum * sign / (steps * steps);
    }

    private float at(double x, double y) {
        double px = Math.clamp(x - 0.5, 0, level.width() - 1.0);
        double py = Math.clamp(y - 0.5, 0, level.height() - 1.0);
        int x0 = (int) px;
        int y0 = (int) py;
        int x1 = Math.min(x0 + 1, level.width() - 1);
        int y1 = Math.min(y0 + 1, level.height() - 1);
        float fx = (float) (px - x0);
        float fy = (float) (py - y0);
        int upper = y0 * level.width();
        int lower = y1 * level.width();
        float a = values[upper + x0] + (values[upper + x1] - values[upper + x0]) * fx;
        float b = values[lower + x0] + (values[lower + x1] - values[lower + x0]) * fx;
        return a + (b - a) * fy;
    }
}
