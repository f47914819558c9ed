package org.medsendx.segmenter.derived;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.medsendx.picture.Png;
import org.medsendx.picture.Raster;

/**
 * A small grey picture of an image: reduced by a whole factor, each pixel the mean of its box, so
 * that the result is the same everywhere. A smaller image stays as it is.
 */
public final class Thumbnail {

    private final int side;

    /**
     * @param side the longest side, in pixels
     */
    public Thumbnail(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("a picture has pixels");
        }
        this.side = side;
    }

    /** The PNG of a grey picture. */
    public byte[] png(Raster grey) {
        try (var out = new ByteArrayOutputStream()) {
            Png.write(out, reduced(grey));
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
    }

    Raster reduced(Raster grey) {
        if (grey.channels() != 1) {
            throw new IllegalArgumentException("the picture is grey");
        }
        int factor = Math.max(1, Math.ceilDiv(Math.max(grey.rows(), grey.columns()), side));
        if (factor == 1) {
            return grey;
        }
        int rows = Math.ceilDiv(grey.rows(), factor);
        int columns = Math.ceilDiv(grey.columns(), factor);
        byte[] pixels = new byte[rows * columns];
        var sums = new int[grey.columns()];
        for (int row = 0; row < rows; row++) {
            int end = Math.min(grey.rows(), (row + 1) * factor);
            Arrays.fill(sums, 0);
            for (int y = row * factor; y < end; y++) {
                add(grey.pixels(), y * grey.columns(), sums);
            }
            for (int column = 0, x = 0; column < columns; column++) {
                int sum = 0;
                int first = x;
                for (int to = Math.min(sums.length, x + factor); x < to; x++) {
                    sum += sums[x];
                }
                int count = (end - row * factor) * (x - first);
                pixels[row * columns + column] = (byte) ((sum + count / 2) / count);
            }
        }
        return new Raster(rows, columns, 1, pixels);
    }

    private static void add(byte[] pixels, int from, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += pixels[from + x] & 0xFF;
        }
    }
}
