package org.medsendx.deidentification.pixels;

import java.util.Arrays;
import java.util.List;

/**
 * One frame as the text detector sees it: for each pixel how bright it can be called and how dark,
 * which differ for colour only (the largest and the smallest of its channels, so that coloured
 * letters stand out from black and from white). Values are unsigned 16 bit.
 *
 * @param width columns
 * @param height rows
 * @param bright where bright letters are looked for, row by row
 * @param dark where dark letters are looked for; may be the same array
 * @param range the span of values that matter in this frame, at least 1; contrast is measured in it
 */
@SuppressWarnings("ArrayRecordComponent") // one frame, made to be searched
record Levels(int width, int height, char[] bright, char[] dark, int range) {

    /** Pixels left out at either end when the range is taken. */
    private static final double TAIL = 0.005;

    private static final int TOP = 0xFFFF;

    /**
     * The least range of a picture of 256 levels: what a person can see of it does not grow when
     * the bright text is gone.
     */
    private static final int LEAST_OF_BYTES = 160;

    private static final int BYTE = 255;

    Levels {
        if (width < 1 || height < 1 || bright.length != (long) width * height) {
            throw new IllegalArgumentException("levels do not fit the frame");
        }
        if (dark.length != bright.length || range < 1) {
            throw new IllegalArgumentException("levels do not fit each other");
        }
    }

    /** Of stored values of one sample; only their order and distances matter. */
    static Levels grey(int width, int height, int[] stored) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (int value : stored) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        long span = Math.max(1, (long) highest - lowest);
        var levels = new char[stored.length];
        if (span <= TOP) {
            for (int i = 0; i < stored.length; i++) {
                levels[i] = (char) (stored[i] - lowest);
            }
        } else {
            for (int i = 0; i < stored.length; i++) {
                levels[i] = (char) (((long) stored[i] - lowest) * TOP / span);
            }
        }
        int range = range(levels);
        boolean bytes = lowest >= 0 && highest <= BYTE;
        return new Levels(
                width, height, levels, levels, bytes ? Math.max(LEAST_OF_BYTES, range) : range);
    }

    /** Of a grey picture of 8 bit. */
    static Levels bytes(int width, int height, byte[] pixels) {
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return grey(width, height, values);
    }

    /** Of a picture in RGB, 8 bit, interleaved. */
    static Levels rgb(int width, int height, byte[] pixels) {
        var bright = new char[width * height];
        var dark = new char[bright.length];
        for (int i = 0, at = 0; i < bright.length; i++, at += 3) {
            int red = pixels[at] & 0xFF;
            int green = pixels[at + 1] & 0xFF;
            int blue = pixels[at + 2] & 0xFF;
            bright[i] = (char) Math.max(red, Math.max(green, blue));
            dark[i] = (char) Math.min(red, Math.min(green, blue));
        }
        int range = Math.max(range(bright), range(dark));
        return new Levels(width, height, bright, dark, Math.max(LEAST_OF_BYTES, range));
    }

    /** The same with areas as dark as can be; the range stays. */
    Levels without(List<Rectangle> areas) {
        char[] fewerBright = without(bright, areas);
        return new Levels(
                width,
                height,
                fewerBright,
                dark == bright ? fewerBright : without(dark, areas),
                range);
    }

    private char[] without(char[] from, List<Rectangle> areas) {
        char[] to = from.clone();
        for (Rectangle area : areas) {
            for (int y = area.y(); y < area.bottom(); y++) {
                int at = y * width + area.x();
                Arrays.fill(to, at, at + area.width(), (char) 0);
            }
        }
        return to;
    }

    /** The same at half the size, by averages of four. */
    Levels half() {
        int w = width / 2;
        int h = height / 2;
        char[] smallBright = half(bright, width, w, h);
        char[] smallDark = dark == bright ? smallBright : half(dark, width, w, h);
        return new Levels(w, h, smallBright, smallDark, range);
    }

    private static char[] half(char[] from, int width, int w, int h) {
        var to = new char[w * h];
        for (int y = 0; y < h; y++) {
            int at = 2 * y * width;
            int put = y * w;
            for (int x = 0; x < w; x++, at += 2) {
                to[put + x] =
                        (char)
                                (from[at]
                                                + from[at + 1]
                                                + from[at + width]
                                                + from[at + width + 1]
                                                + 2
                                        >> 2);
            }
        }
        return to;
    }

    private static int range(char[] levels) {
        var counts = new int[TOP + 1];
        for (char level : levels) {
            counts[level]++;
        }
        int tail = (int) (levels.length * TAIL);
        int low = at(counts, tail);
        int high = at(counts, levels.length - 1 - tail);
        if (high > low) {
            return high - low;
        }
        // Nearly all pixels are the same: what little differs is what matters.
        return Math.max(1, at(counts, levels.length - 1) - at(counts, 0));
    }

    private static int at(int[] counts, int rank) {
        long seen = 0;
        for (int level = 0; level < counts.length; level++) {
            seen += counts[level];
            if (seen > rank) {
                return level;
            }
        }
        return counts.length - 1;
    }
}
