package org.medsendx.segmenter.highlight;

import org.medsendx.dicom.pixel.Image.Rendered;

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
    Rendered fill(int rows, int columns, Source source) {
        int height = side(rows);
        int width = side(columns);
        var pixels = new byte[height * width * 3];
        for (int y = 0; y < height; y += up) {
            for (int x = 0; x < width; x += up) {
                int rgb =
                        down == 1 ? source.rgb(y / up, x / up) : mean(rows, columns, source, y, x);
                for (int dy = 0; dy < up; dy++) {
                    for (int dx = 0; dx < up; dx++) {
                        int at = ((y + dy) * width + x + dx) * 3;
                        pixels[at] = (byte) (rgb >> 16);
                        pixels[at + 1] = (byte) (rgb >> 8);
                        pixels[at + 2] = (byte) rgb;
                    }
                }
            }
        }
        return new Rendered(height, width, 3, pixels);
    }

    private int mean(int rows, int columns, Source source, int y, int x) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int count = 0;
        for (int row = y * down; row < Math.min(rows, (y + 1) * down); row++) {
            for (int column = x * down; column < Math.min(columns, (x + 1) * down); column++) {
                int rgb = source.rgb(row, column);
                red += (rgb >> 16) & 0xFF;
                green += (rgb >> 8) & 0xFF;
                blue += rgb & 0xFF;
                count++;
            }
        }
        int half = count / 2;
        return (((red + half) / count) << 16)
                | (((green + half) / count) << 8)
                | ((blue + half) / count);
    }
}
