package org.medsendx.picture;

import java.util.Arrays;

/**
 * The means of the boxes of a grey picture, a row of boxes at a time; those at the right and lower
 * edge may be smaller. Rows are added as they lie in memory, several pixels at a time. Not thread
 * safe.
 */
public final class GreyBoxes {

    private final byte[] pixels;
    private final int rows;
    private final int columns;
    private final int side;
    private final int[] sums;

    /**
     * @param pixels row by row, 0 to 255
     * @param side rows and columns of a box
     */
    public GreyBoxes(byte[] pixels, int rows, int columns, int side) {
        this.pixels = pixels;
        this.rows = rows;
        this.columns = columns;
        this.side = side;
        this.sums = new int[columns];
    }

    /**
     * The rounded means of a row of boxes.
     *
     * @param row of boxes
     * @param means takes them, one for each box
     */
    public void means(int row, int[] means) {
        int end = Math.min(rows, (row + 1) * side);
        Arrays.fill(sums, 0);
        for (int y = row * side; y < end; y++) {
            add(y * columns);
        }
        for (int box = 0, x = 0; box < means.length; box++) {
            int sum = 0;
            int first = x;
            for (int to = Math.min(columns, x + side); x < to; x++) {
                sum += sums[x];
            }
            int count = (end - row * side) * (x - first);
            means[box] = (sum + count / 2) / count;
        }
    }

    private void add(int from) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += pixels[from + x] & 0xFF;
        }
    }
}
