package org.medsendx.deidentification.pixels;

import java.io.IOException;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * A quick look at a grey frame for which nothing says that it holds text, so that the detector need
 * not run on every slice: text is drawn with one pen, so that along some rows there are several
 * narrow strokes of nearly the same brightness (or darkness) close to each other.
 */
final class Glance {

    /** Letters are higher than this many rows. */
    private static final int ROW_STEP = 3;

    /** Strokes are no wider than this many pixels. */
    private static final int STROKE = 16;

    /** How far strokes of one word are from each other at most. */
    private static final int APART = 48;

    private static final int STROKES = 5;

    /** What a stroke rises at least, as a share of the range. */
    private static final double RISE = 0.2;

    /** How much strokes of one pen differ, as a share of the range. */
    private static final double SAME = 0.04;

    private Glance() {}

    /** Where stored values come from. */
    @FunctionalInterface
    interface Rows {
        /** Values of so many rows from the first on, row by row. */
        int[] of(int first, int count) throws IOException, UnsupportedImageException;
    }

    /**
     * Looks at a frame.
     *
     * @param band how many rows are asked for at once
     */
    static boolean mayHoldText(int width, int height, int band, Rows rows)
            throws IOException, UnsupportedImageException {
        int step = Math.ceilDiv(band, ROW_STEP) * ROW_STEP;
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (int first = 0; first < height; first += step) {
            int count = Math.min(step, height - first);
            int[] stored = rows.of(first, count);
            for (int y = 0; y < count; y += ROW_STEP) {
                for (int at = y * width, end = at + width; at < end; at++) {
                    lowest = Math.min(lowest, stored[at]);
                    highest = Math.max(highest, stored[at]);
                }
            }
        }
        double range = (double) highest - lowest;
        int rise = (int) Math.max(1, range * RISE);
        int same = (int) (range * SAME);
        for (int first = 0; first < height; first += step) {
            int count = Math.min(step, height - first);
            int[] stored = rows.of(first, count);
            for (int y = 0; y < count; y += ROW_STEP) {
                if (row(stored, y * width, width, 1, rise, same)
                        || row(stored, y * width, width, -1, rise, same)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a row has enough strokes of one pen; {@code sign} is -1 for dark ones. */
    private static boolean row(int[] stored, int begin, int width, int sign, int rise, int same) {
        // Alternately the foot before a stroke, its peak, and the fall behind it.
        int foot = sign * stored[begin];
        int peak = foot;
        int peakAt = 0;
        int lastPeak = 0;
        int lastAt = -APART;
        int strokes = 0;
        for (int x = 1; x < width; x++) {
            int value = sign * stored[begin + x];
            if (value > peak) {
                peak = value;
                peakAt = x;
            } else if (peak - foot >= rise && peak - value >= rise) {
                if (x - peakAt <= STROKE) {
                    boolean goesOn = peakAt - lastAt <= APART && Math.abs(peak - lastPeak) <= same;
                    strokes = goesOn ? strokes + 1 : 1;
                    lastPeak = peak;
                    lastAt = peakAt;
                    if (strokes >= STROKES) {
                        return true;
                    }
                }
                foot = value;
                peak = value;
                peakAt = x;
            } else if (value < foot || x - peakAt > STROKE) {
                foot = value;
                peak = value;
                peakAt = x;
            }
        }
        return false;
    }
}
