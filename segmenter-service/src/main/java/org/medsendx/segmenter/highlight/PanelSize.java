package org.medsendx.segmenter.highlight;

import org.medsendx.picture.Raster;

/**
 * How an image fills a panel: reduced by a whole factor (mean of each box) or enlarged by a whole
 * factor (each pixel repeated), so that no value is invented and the result is the same everywhere.
 *
 * @param down how many pixels become one, per axis
 * @param up how often a pixel is repeated, per axis; 1 when {@code down} is more than 1
 */
record PanelSize(int down, int up) {

    /** Images are enlarged as far as their longer side stays within this. */
    static final int COMFORTABLE_SIDE = 512;

    static PanelSize of(int rows, int columns, int mostSide) {
        int longer = Math.max(rows, columns);
        if (longer > mostSide) {
            return new PanelSize(Math.ceilDiv(longer, mostSide), 1);
        }
        return new PanelSize(1, Math.max(1, Math.min(mostSide, COMFORTABLE_SIDE) / longer));
    }

    int side(int pixels) {
        return Math.ceilDiv(pixels, down) * up;
    }

    /** Where colours come from. */
    interface Source {
        int rgb(int row, int column);
    }

    /** The panel of a source of this size. */
    Raster fill(int rows, int columns, Source source) {
        int height = side(rows);
        int width = side(columns);
        var pixels = new byte[height * width * 3];
        var line = new int[width];
        for (int y = 0; y < height; y += up) {
            if (down == 1) {
                for (int x = 0; x < width; x++) {
                    line[x] = source.rgb(y / up, x / up);
                }
            } else {
                mean(line, y, rows, columns, source);
            }
            int at = y * width * 3;
            for (int rgb : line) {
                pixels[at++] = (byte) (rgb >> 16);
                pixels[at++] = (byte) (rgb >> 8);
                pixels[at++] = (byte) rgb;
            }
            for (int repeat = 1; repeat < up; repeat++) {
                System.arraycopy(
                        pixels, y * width * 3, pixels, (y + repeat) * width * 3, width * 3);
            }
        }
        return new Raster(height, width, 3, pixels);
    }

    /** One line of the panel: the mean of each box, row by row as the source lies in memory. */
    private void mean(int[] line, int y, int rows, int columns, Source source) {
        var sums = new int[line.length * 3];
        int end = Math.min(rows, (y + 1) * down);
        for (int row = y * down; row < end; row++) {
            int at = 0;
            int left = down;
            for (int column = 0; column < columns; column++) {
                if (left == 0) {
                    at += 3;
                    left = down;
                }
                int rgb = source.rgb(row, column);
                sums[at] += (rgb >> 16) & 0xFF;
                sums[at + 1] += (rgb >> 8) & 0xFF;
                sums[at + 2] += rgb & 0xFF;
                left--;
            }
        }
        for (int x = 0; x < line.length; x++) {
            int count = (end - y * down) * Math.min(down, columns - x * down);
            int half = count / 2;
            line[x] =
                    (((sums[3 * x] + half) / count) << 16)
                            | (((sums[3 * x + 1] + half) / count) << 8)
                            | ((sums[3 * x + 2] + half) / count);
        }
    }
}
