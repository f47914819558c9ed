package org.medsendx.dicom.pixel;

import java.io.IOException;
import org.medsendx.picture.Raster;

/** Colour images to RGB of eight bits (PS3.3, C.7.6.3.1.2). */
final class ColourRendering {

    private ColourRendering() {}

    private static final double BLUE = 0.114;
    private static final double RED = 0.299;
    private static final double GREEN = 1 - RED - BLUE;

    static Raster render(Image image, int index) throws IOException, UnsupportedImageException {
        int[] stored = image.stored(index);
        byte[] rgb =
                switch (image.storedPhotometricInterpretation(index)) {
                    case "PALETTE COLOR" -> palette(image, stored);
                    // what nobody named is what is most common
                    case "RGB", "" -> rgb(eight(image, stored));
                    case "YBR_FULL" -> ybr(eight(image, stored), 0, 1, 1);
                    // 16 to 235 and 16 to 240 (ITU-R BT.601)
                    case "YBR_PARTIAL_422" ->
                            ybr(eight(image, stored), 16, 255 / 219.0, 255 / 224.0);
                    default -> throw new UnsupportedImageException("photometric-interpretation");
                };
        return new Raster(image.rows(), image.columns(), 3, rgb);
    }

    /** Samples as eight bits, in place. */
    private static int[] eight(Image image, int[] stored) throws UnsupportedImageException {
        if (image.signed()) {
            throw new UnsupportedImageException("pixel-representation");
        }
        int bits = image.bitsStored();
        long highest = (1L << bits) - 1;
        for (int i = 0; i < stored.length; i++) {
            stored[i] = bits >= 8 ? stored[i] >>> (bits - 8) : (int) (stored[i] * 255L / highest);
        }
        return stored;
    }

    private static byte[] rgb(int[] samples) {
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) samples[i];
        }
        return rgb;
    }

    private static byte[] ybr(int[] samples, int black, double brightness, double colour) {
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i + 2 < samples.length; i += 3) {
            double y = (samples[i] - black) * brightness;
            double cb = (samples[i + 1] - 128) * colour;
            double cr = (samples[i + 2] - 128) * colour;
            double blue = 2 - 2 * BLUE;
            double red = 2 - 2 * RED;
            rgb[i] = clamp(y + red * cr);
            rgb[i + 1] = clamp(y - BLUE * blue / GREEN * cb - RED * red / GREEN * cr);
            rgb[i + 2] = clamp(y + blue * cb);
        }
        return rgb;
    }

    private static byte clamp(double value) {
        return (byte) Math.min(255, Math.max(0, Math.round(value)));
    }

    private static byte[] palette(Image image, int[] stored)
            throws IOException, UnsupportedImageException {
        Palette palette = Palette.of(image);
        byte[] rgb = new byte[stored.length * 3];
        for (int i = 0; i < stored.length; i++) {
            palette.put(stored[i], rgb, 3 * i);
        }
        return rgb;
    }
}
