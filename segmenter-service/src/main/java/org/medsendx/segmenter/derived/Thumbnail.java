package org.medsendx.segmenter.derived;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.medsendx.picture.GreyBoxes;
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
        var boxes = new GreyBoxes(grey.pixels(), grey.rows(), grey.columns(), factor);
        var means = new int[columns];
        for (int row = 0; row < rows; row++) {
            boxes.means(row, means);
            for (int column = 0; column < columns; column++) {
                pixels[row * columns + column] = (byte) means[column];
            }
        }
        return new Raster(rows, columns, 1, pixels);
    }
}
