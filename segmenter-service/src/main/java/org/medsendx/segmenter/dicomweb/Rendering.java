package org.medsendx.segmenter.dicomweb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.picture.Jpeg;
import org.medsendx.picture.Png;
import org.medsendx.picture.Raster;

/**
 * A frame as a picture for people (PS3.18, 8.3.5 and 10.4.1.1.3), with the header's own window or
 * the one that is asked for, reduced to a viewport that is smaller.
 *
 * @param width of the viewport in pixels, 0 for that of the image
 * @param height of the viewport in pixels, 0 for that of the image
 * @param window centre and width in the unit of the rescaled values, or null for the header's
 */
@SuppressWarnings("ArrayRecordComponent") // made and used at once
record Rendering(int width, int height, double @Nullable [] window) {

    private static final int LARGEST = 10_000;
    private static final int QUALITY = 90;

    /** A small picture for lists. */
    static final Rendering THUMBNAIL = new Rendering(160, 160, null);

    /** Reads the parameters of a query. @throws DicomWebException 400 when they make no sense */
    static Rendering of(Map<String, List<String>> query, Rendering standard)
            throws DicomWebException {
        int width = standard.width();
        int height = standard.height();
        double[] window = null;
        var viewport = query.get("viewport");
        if (viewport != null) {
            var numbers = viewport.getFirst().split(",", -1);
            if (numbers.length != 2
                    || !numbers[0].matches("[1-9][0-9]{0,4}")
                    || !numbers[1].matches("[1-9][0-9]{0,4}")) {
                throw DicomWebException.bad(
                        "viewport",
                        "A viewport is width and height in pixels; no part of an image.");
            }
            width = Math.min(LARGEST, Integer.parseInt(numbers[0]));
            height = Math.min(LARGEST, Integer.parseInt(numbers[1]));
        }
        var asked = query.get("window");
        if (asked != null) {
            var parts = asked.getFirst().split(",", -1);
            try {
                window = new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                window = new double[] {0, -1};
            }
            boolean linear = parts.length == 2 || (parts.length == 3 && parts[2].equals("linear"));
            if (!linear || !Double.isFinite(window[0]) || !(window[1] >= 1)) {
                throw DicomWebException.bad(
                        "window", "A window is centre, width of at least 1, and linear.");
            }
        }
        return new Rendering(width, height, window);
    }

    /** The picture of a frame, from 1. */
    byte[] picture(Image image, int frame, boolean jpeg) throws IOException, DicomWebException {
        Raster raster;
        try {
            raster = window == null ? image.render(frame - 1) : windowed(image, frame, window);
        } catch (UnsupportedImageException e) {
            throw DicomWebException.notAcceptable("These pixels are not rendered here.");
        }
        var out = new ByteArrayOutputStream();
        try {
            if (jpeg) {
                Jpeg.write(out, reduced(raster), QUALITY);
            } else {
                Png.write(out, reduced(raster));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    // PS3.3, C.11.2.1.2.1
    private static Raster windowed(Image image, int frame, double[] window)
            throws IOException, UnsupportedImageException {
        if (image.samplesPerPixel() != 1) {
            return image.render(frame - 1);
        }
        int[] stored = image.stored(frame - 1);
        double slope = image.rescaleSlope();
        double intercept = image.rescaleIntercept();
        String shape = image.file().dataSet().string(Tag.PresentationLUTShape);
        boolean inverted =
                shape == null
                        ? image.photometricInterpretation().equals("MONOCHROME1")
                        : shape.equals("INVERSE");
        double low = window[0] - 0.5 - (window[1] - 1) / 2;
        double span = Math.max(window[1] - 1, 1e-9);
        byte[] pixels = new byte[stored.length];
        for (int i = 0; i < stored.length; i++) {
            double level = Math.clamp((stored[i] * slope + intercept - low) / span, 0, 1);
            pixels[i] = (byte) Math.round(255 * (inverted ? 1 - level : level));
        }
        return new Raster(image.rows(), image.columns(), 1, pixels);
    }

    /** The picture as it fits into the viewport, each pixel the mean of those it stands for. */
    private Raster reduced(Raster raster) {
        double factor = 1;
        if (width > 0) {
            factor =
                    Math.min(
                            1,
                            Math.min(
                                    (double) width / raster.columns(),
                                    (double) height / raster.rows()));
        }
        if (factor >= 1) {
            return raster;
        }
        int rows = Math.max(1, (int) (raster.rows() * factor));
        int columns = Math.max(1, (int) (raster.columns() * factor));
        int channels = raster.channels();
        byte[] from = raster.pixels();
        byte[] to = new byte[rows * columns * channels];
        for (int row = 0; row < rows; row++) {
            int top = (int) ((long) row * raster.rows() / rows);
            int bottom = Math.max(top + 1, (int) ((long) (row + 1) * raster.rows() / rows));
            for (int column = 0; column < columns; column++) {
                int left = (int) ((long) column * raster.columns() / columns);
                int right =
                        Math.max(
                                left + 1, (int) ((long) (column + 1) * raster.columns() / columns));
                for (int channel = 0; channel < channels; channel++) {
                    long sum = 0;
                    for (int y = top; y < bottom; y++) {
                        for (int x = left; x < right; x++) {
                            sum += from[(y * raster.columns() + x) * channels + channel] & 0xFF;
                        }
                    }
                    long count = (long) (bottom - top) * (right - left);
                    to[(row * columns + column) * channels + channel] =
                            (byte) ((sum + count / 2) / count);
                }
            }
        }
        return new Raster(rows, columns, channels, to);
    }
}
