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

    /** Every row that is looked at, from the first on. */
    static int step() {
        return ROW_STEP;
    }

    /** Where values come from. */
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
                if (strokes(stored, y * width, width, rise, same)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a row has enough strokes of one pen, bright or dark ones. */
    static boolean strokes(int[] stored, int begin, int width, int rise, int same) {
        long turns = turns(stored, begin, width, rise);
        return falls(turns) >= STROKES && strokes(stored, begin, width, 1, rise, same)
                || rises(turns) >= STROKES && strokes(stored, begin, width, -1, rise, same);
    }

    /**
     * How often a row rises and falls by so much, alternately. A bright stroke is a rise and a fall
     * behind it that no other stroke has, a dark one a fall and a rise; so a row of fewer holds no
     * text, whatever else is in it. That is seen quickly, and settles most rows.
     */
    private static long turns(int[] stored, int begin, int width, int rise) {
        // Of the piece that began with the last turn; before the first, of all.
        int lowest = stored[begin];
        int highest = lowest;
        boolean mayRise = true;
        boolean mayFall = true;
        int rises = 0;
        int falls = 0;
        for (int at = begin + 1, end = begin + width; at < end; at++) {
            int value = stored[at];
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
            if (mayRise && (long) value - lowest >= rise) {
                rises++;
                mayRise = false;
                mayFall = true;
                highest = value;
            } else if (mayFall && (long) highest - value >= rise) {
                falls++;
                mayRise = true;
                mayFall = false;
                lowest = value;
            }
        }
        return (long) rises << Integer.SIZE | falls;
    }

    private static int rises(long turns) {
        return (int) (turns >>> Integer.SIZE);
    }

    private static int falls(long turns) {
        return (int) turns;
    }

    /** As the other; {@code sign} is 1 for bright ones, -1 for dark ones. */
    static boolean strokes(int[] stored, int begin, int width, int sign, int rise, int same) {
        // Alternately the foot before a stroke, its peak, and the fall behind it.
        long foot = (long) sign * stored[begin];
        long peak = foot;
        int peakAt = 0;
        long lastPeak = 0;
        int lastAt = -APART;
        int strokes = 0;
        for (int x = 1; x < width; x++) {
            long value = (long) sign * stored[begin + x];
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
