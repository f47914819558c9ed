package org.medsendx.deidentification.pixels;

/**
 * The least and the greatest values within a square of {@link Ink#STROKE} pixels around each pixel
 * of a tile, which are the erosion and the dilation of morphology: along rows, then along columns,
 * by three values and then by three of these. Each pass is one long loop, which a processor does
 * for many pixels at once.
 *
 * <p>Rows follow each other without a gap, so that a window at the end of a row goes on in the
 * next. Where a window leaves the tile its first four values count, and of the last three values of
 * all each counts alone. Whoever needs exact values keeps a margin.
 *
 * <p>Not thread safe.
 */
final class Square {

    private static final int SIDE = Ink.SIDE;

    /** Three times three values have their middle there. */
    private static final int HALF = Ink.STROKE / 2;

    private final int[] threes = new int[SIDE * SIDE];
    private final int[] rows = new int[SIDE * SIDE];

    /**
     * The least values.
     *
     * @param from a tile of {@link Ink#SIDE} rows and columns
     * @param to the result; may be {@code from}
     */
    void least(int[] from, int[] to) {
        leastOfRows(from);
        leastOfColumns(to);
    }

    /**
     * The greatest values.
     *
     * @param from a tile of {@link Ink#SIDE} rows and columns
     * @param to the result; may be {@code from}
     */
    void greatest(int[] from, int[] to) {
        greatestOfRows(from);
        greatestOfColumns(to);
    }

    private void leastOfRows(int[] from) {
        leastOfThreeRows(from, threes);
        leastOfThreesRows(threes, rows);
        for (int i = 0; i < HALF; i++) {
            rows[i] = Math.min(threes[i], from[i + 3]);
        }
        int end = from.length - 3;
        for (int i = from.length - HALF; i < end; i++) {
            rows[i] = Math.min(threes[i], from[i + 3]);
        }
        System.arraycopy(from, end, rows, end, 3);
    }

    private static void leastOfThreeRows(int[] from, int[] to) {
        for (int i = 0; i < from.length - 2; i++) {
            to[i] = Math.min(Math.min(from[i], from[i + 1]), from[i + 2]);
        }
    }

    private static void leastOfThreesRows(int[] from, int[] to) {
        for (int i = 0; i < from.length - 8; i++) {
            to[i + HALF] = Math.min(Math.min(from[i], from[i + 3]), from[i + 6]);
        }
    }

    private void leastOfColumns(int[] to) {
        leastOfThreeColumns(rows, threes);
        leastOfThreesColumns(threes, to);
        for (int i = 0; i < HALF * SIDE; i++) {
            to[i] = Math.min(threes[i], rows[i + 3 * SIDE]);
        }
        int end = rows.length - 3 * SIDE;
        for (int i = rows.length - HALF * SIDE; i < end; i++) {
            to[i] = Math.min(threes[i], rows[i + 3 * SIDE]);
        }
        System.arraycopy(rows, end, to, end, 3 * SIDE);
    }

    private static void leastOfThreeColumns(int[] from, int[] to) {
        for (int i = 0; i < from.length - 2 * SIDE; i++) {
            to[i] = Math.min(Math.min(from[i], from[i + SIDE]), from[i + 2 * SIDE]);
        }
    }

    private static void leastOfThreesColumns(int[] from, int[] to) {
        for (int i = 0; i < from.length - 8 * SIDE; i++) {
            to[i + HALF * SIDE] =
                    Math.min(Math.min(from[i], from[i + 3 * SIDE]), from[i + 6 * SIDE]);
        }
    }

    private void greatestOfRows(int[] from) {
        greatestOfThreeRows(from, threes);
        greatestOfThreesRows(threes, rows);
        for (int i = 0; i < HALF; i++) {
            rows[i] = Math.max(threes[i], from[i + 3]);
        }
        int end = from.length - 3;
        for (int i = from.length - HALF; i < end; i++) {
            rows[i] = Math.max(threes[i], from[i + 3]);
        }
        System.arraycopy(from, end, rows, end, 3);
    }

    private static void greatestOfThreeRows(int[] from, int[] to) {
        for (int i = 0; i < from.length - 2; i++) {
            to[i] = Math.max(Math.max(from[i], from[i + 1]), from[i + 2]);
        }
    }

    private static void greatestOfThreesRows(int[] from, int[] to) {
        for (int i = 0; i < from.length - 8; i++) {
            to[i + HALF] = Math.max(Math.max(from[i], from[i + 3]), from[i + 6]);
        }
    }

    private void greatestOfColumns(int[] to) {
        greatestOfThreeColumns(rows, threes);
        greatestOfThreesColumns(threes, to);
        for (int i = 0; i < HALF * SIDE; i++) {
            to[i] = Math.max(threes[i], rows[i + 3 * SIDE]);
        }
        int end = rows.length - 3 * SIDE;
        for (int i = rows.length - HALF * SIDE; i < end; i++) {
            to[i] = Math.max(threes[i], rows[i + 3 * SIDE]);
        }
        System.arraycopy(rows, end, to, end, 3 * SIDE);
    }

    private static void greatestOfThreeColumns(int[] from, int[] to) {
        for (int i = 0; i < from.length - 2 * SIDE; i++) {
            to[i] = Math.max(Math.max(from[i], from[i + SIDE]), from[i + 2 * SIDE]);
        }
    }

    private static void greatestOfThreesColumns(int[] from, int[] to) {
        for (int i = 0; i < from.length - 8 * SIDE; i++) {
            to[i + HALF * SIDE] =
                    Math.max(Math.max(from[i], from[i + 3 * SIDE]), from[i + 6 * SIDE]);
        }
    }
}
