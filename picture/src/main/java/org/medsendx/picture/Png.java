package org.medsendx.picture;

import ar.com.hjg.pngj.FilterType;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineByte;
import ar.com.hjg.pngj.PngWriter;
import ar.com.hjg.pngj.PngjOutputException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes PNG without AWT, the same bytes for the same pixels, and nothing but pixels. */
public final class Png {

    private static final int BYTES_PER_CHUNK = 64 << 10;

    /** The knees of the "bone" table: 23/63 and 47/63. */
    private static final double LOW = 0.365079;

    private static final double HIGH = 0.746032;

    private Png() {}

    /** Writes a picture; the stream stays open. */
    public static void write(OutputStream out, Raster image) throws IOException {
        boolean grey = image.channels() == 1;
        var info = new ImageInfo(image.columns(), image.rows(), 8, false, grey, false);
        int width = image.columns() * image.channels();
        write(out, info, FilterType.FILTER_PAETH, image.pixels(), width, null);
    }

    /**
     * Writes a picture in RGB with a table of colours, one byte a pixel; the stream stays open.
     * What has many greys and few colours takes a third of the bytes or less.
     */
    public static void write(OutputStream out, Raster image, Palette palette) throws IOException {
        if (image.channels() != 3) {
            throw new IllegalArgumentException("a grey picture needs no table");
        }
        var info = new ImageInfo(image.columns(), image.rows(), 8, false, false, true);
        // Neighbours in the table need not look alike, so there is nothing to predict.
        byte[] entries = palette.entries(image);
        write(out, info, FilterType.FILTER_NONE, entries, image.columns(), palette);
    }

    private static void write(
            OutputStream out,
            ImageInfo info,
            FilterType filter,
            byte[] bytes,
            int width,
            @Nullable Palette palette)
            throws IOException {
        try {
            var writer = new PngWriter(out, info);
            writer.setShouldCloseStream(false);
            writer.setIdatMaxSize(BYTES_PER_CHUNK);
            writer.setFilterType(filter);
            writer.setCompLevel(6);
            if (palette != null) {
                var colours = writer.getMetadata().createPLTEChunk();
                colours.setNentries(palette.size());
                for (int entry = 0; entry < palette.size(); entry++) {
                    int rgb = palette.rgb(entry);
                    colours.setEntry(entry, rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
                }
            }
            byte[] row = new byte[width];
            for (int y = 0; y < info.rows; y++) {
                System.arraycopy(bytes, y * width, row, 0, width);
                writer.writeRow(new ImageLineByte(info, row));
            }
            writer.end();
        } catch (PngjOutputException e) {
            @Nullable Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException("PNG not written", e);
        }
    }

    /**
     * The "bone" look-up table of the first viewer: grey to RGB, bluish in the shadows. As
     * matplotlib and MATLAB define it: 7/8 grey and 1/8 of the reversed "hot".
     */
    public static Raster bone(Raster grey) {
        if (grey.channels() != 1) {
            return grey;
        }
        byte[] table = new byte[256 * 3];
        for (int level = 0; level < 256; level++) {
            double x = level / 255.0;
            table[3 * level] =
                    round(x < HIGH ? line(x, 0, HIGH, 0, 0.652778) : line(x, HIGH, 1, 0.652778, 1));
            table[3 * level + 1] =
                    round(
                            x < LOW
                                    ? line(x, 0, LOW, 0, 0.319444)
                                    : x < HIGH
                                            ? line(x, LOW, HIGH, 0.319444, 0.777778)
                                            : line(x, HIGH, 1, 0.777778, 1));
            table[3 * level + 2] =
                    round(x < LOW ? line(x, 0, LOW, 0, 0.444444) : line(x, LOW, 1, 0.444444, 1));
        }
        byte[] pixels = new byte[grey.pixels().length * 3];
        for (int i = 0; i < grey.pixels().length; i++) {
            System.arraycopy(table, (grey.pixels()[i] & 0xFF) * 3, pixels, 3 * i, 3);
        }
        return new Raster(grey.rows(), grey.columns(), 3, pixels);
    }

    /** The straight line through (x0, y0) and (x1, y1). */
    private static double line(double x, double x0, double x1, double y0, double y1) {
        return y0 + (x - x0) * (y1 - y0) / (x1 - x0);
    }

    private static byte round(double value) {
        return (byte) Math.round(value * 255);
    }
}
