package org.medsendx.deidentification.pixels;

import java.util.Arrays;
import java.util.List;

/**
 * Finds what looks drawn with a pen: thin strokes that are brighter (or darker) than all that is
 * around them. The measure is the morphological top-hat, a value less its opening by a square: all
 * that does not hold the square stands out. A stroke counts when it rises above the texture of its
 * neighbourhood and is not in the shade of a stronger one, so that letters come apart.
 *
 * <p>See Serra, Image Analysis and Mathematical Morphology, 1982, for the opening and the top-hat.
 */
final class Ink {

    /** Strokes narrower than this many pixels stand out. */
    static final int STROKE = 9;

    private static final int TILE = 192;
    private static final int CELL = 32;

    /** No smaller than the reach of the opening. */
    private static final int BLOCK = 2 * STROKE;

    private static final int MARGIN = 2 * STROKE;

    /** Of a tile with its margin. */
    static final int SIDE = TILE + 2 * MARGIN;

    /** How much of the frame's range a stroke must rise at least. */
    private static final double LEAST = 0.06;

    /** How many times the usual top-hat of its neighbourhood a stroke must rise. */
    private static final double ABOVE_TEXTURE = 3.5;

    /** Which share of the strongest top-hat nearby a stroke's pixels have at least. */
    private static final double OF_STRONGEST = 0.5;

    private final int width;
    private final int height;
    private final int least;
    private final char[] rises;

    private final int[] source = new int[SIDE * SIDE];
    private final int[] one = new int[SIDE * SIDE];
    private final int[] hat = new int[SIDE * SIDE];
    private final int[] lows = new int[(SIDE / BLOCK + 1) * (SIDE / BLOCK + 1)];
    private final int[] highs = new int[(SIDE / BLOCK + 1) * (SIDE / BLOCK + 1)];
    private final int[] counts = new int[512];
    private final Square square = new Square();
    private final double perLevel;

    private Ink(int width, int height, int range) {
        this.width = width;
        this.height = height;
        this.least = Math.max(1, (int) Math.round(range * LEAST));
        this.perLevel = 32.0 / least;
        this.rises = new char[width * height];
    }

    /**
     * How much each pixel of a stroke rises above what is around it; 0 for pixels of no stroke.
     *
     * @param dark whether dark strokes are wanted
     */
    static char[] of(Levels levels, boolean dark) {
        return of(levels, dark, List.of());
    }

    /**
     * The same, in tiles that some places meet only.
     *
     * @param places empty for all
     */
    static char[] of(Levels levels, boolean dark, List<Rectangle> places) {
        var ink = new Ink(levels.width(), levels.height(), levels.range());
        char[] from = dark ? levels.dark() : levels.bright();
        for (int y = 0; y < ink.height; y += TILE) {
            for (int x = 0; x < ink.width; x += TILE) {
                var tile = new Rectangle(x, y, TILE, TILE);
                if (places.isEmpty() || places.stream().anyMatch(tile::meets)) {
                    ink.tile(from, dark ? 0xFFFF : 0, x, y);
                }
            }
        }
        return ink.rises;
    }

    /** One tile with the margin that its result depends on; beyond the frame the edge goes on. */
    private void tile(char[] from, int flip, int left, int top) {
        for (int y = 0; y < SIDE; y++) {
            int row = Math.min(height - 1, Math.max(0, top + y - MARGIN)) * width;
            int at = y * SIDE;
            int begin = Math.max(0, MARGIN - left);
            int end = Math.min(SIDE, width - left + MARGIN);
            int shift = row + left - MARGIN;
            for (int x = begin; x < end; x++) {
                source[at + x] = from[shift + x] ^ flip;
            }
            Arrays.fill(source, at, at + begin, source[at + begin]);
            Arrays.fill(source, at + end, at + SIDE, source[at + end - 1]);
        }
        if (plain()) {
            return;
        }
        // The opening: least within the square, then greatest of these.
        square.least(source, hat);
        square.greatest(hat, hat);
        int strongest = 0;
        for (int i = 0; i < hat.length; i++) {
            hat[i] = Math.max(0, source[i] - hat[i]);
            strongest = Math.max(strongest, hat[i]);
        }
        if (strongest < least) {
            return;
        }
        square.greatest(hat, one);
        for (int y = 0; y < TILE && top + y < height; y += CELL) {
            for (int x = 0; x < TILE && left + x < width; x += CELL) {
                cell(left, top, x, y);
            }
        }
    }

    private void cell(int left, int top, int x, int y) {
        if (!rises(x + MARGIN, y + MARGIN)) {
            return;
        }
        int limit = Math.max(least, (int) (ABOVE_TEXTURE * usual(x + MARGIN, y + MARGIN)));
        int toY = Math.min(y + CELL, height - top);
        int toX = Math.min(x + CELL, width - left);
        for (int row = y; row < Math.min(TILE, toY); row++) {
            int at = (row + MARGIN) * SIDE + MARGIN;
            int put = (top + row) * width + left;
            for (int column = x; column < Math.min(TILE, toX); column++) {
                int value = hat[at + column];
                if (value >= limit && value >= OF_STRONGEST * one[at + column]) {
                    rises[put + column] = (char) value;
                }
            }
        }
    }

    /** Whether any pixel of a cell rises enough for a stroke. */
    private boolean rises(int x, int y) {
        int most = 0;
        for (int row = y; row < y + CELL; row++) {
            int at = row * SIDE;
            for (int column = x; column < x + CELL; column++) {
                most = Math.max(most, hat[at + column]);
            }
        }
        return most >= least;
    }

    /** The median top-hat around a cell, by a sample of every second pixel, rounded down. */
    private int usual(int x, int y) {
        int reach = MARGIN - 2;
        Arrays.fill(counts, 0);
        int seen = 0;
        int steps = counts.length - 1;
        for (int row = y - reach; row < Math.min(SIDE, y + CELL + reach); row += 2) {
            int at = row * SIDE;
            for (int column = x - reach; column < Math.min(SIDE, x + CELL + reach); column += 2) {
                counts[Math.min(steps, (int) (hat[at + column] * perLevel))]++;
                seen++;
            }
        }
        int step = 0;
        for (int below = counts[0]; below <= seen / 2; below += counts[step]) {
            step++;
        }
        return (int) (step / perLevel);
    }

    /**
     * Whether no stroke of the tile can rise enough: nowhere do values as close to each other as
     * the opening looks differ by so much.
     */
    private boolean plain() {
        int blocks = (SIDE + BLOCK - 1) / BLOCK;
        for (int i = 0; i < blocks * blocks; i++) {
            int top = i / blocks * BLOCK;
            int left = i % blocks * BLOCK;
            int low = Integer.MAX_VALUE;
            int high = 0;
            for (int y = top; y < Math.min(SIDE, top + BLOCK); y++) {
                for (int at = y * SIDE + left, end = y * SIDE + Math.min(SIDE, left + BLOCK);
                        at < end;
                        at++) {
                    low = Math.min(low, source[at]);
                    high = Math.max(high, source[at]);
                }
            }
            lows[i] = low;
            highs[i] = high;
        }
        for (int y = 0; y + 1 < blocks; y++) {
            for (int x = 0; x + 1 < blocks; x++) {
                int i = y * blocks + x;
                int below = i + blocks;
                int low =
                        Math.min(
                                Math.min(lows[i], lows[i + 1]),
                                Math.min(lows[below], lows[below + 1]));
                int high =
                        Math.max(
                                Math.max(highs[i], highs[i + 1]),
                                Math.max(highs[below], highs[below + 1]));
                if (high - low >= least) {
                    return false;
                }
            }
        }
        return true;
    }
}
