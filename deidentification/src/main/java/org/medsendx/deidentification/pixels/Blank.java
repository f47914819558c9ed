package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.PixelPaddingValue;

import java.io.IOException;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** The stored values of a blanked pixel: as the image's own background, so that nothing glares. */
final class Blank {

    private Blank() {}

    /**
     * One value for each sample: black for colour, the darkest entry in use of a palette, for grey
     * the padding value, else what is shown darkest: 0 of unsigned values (the greatest for {@code
     * MONOCHROME1}), the least (greatest) value of the first frame of signed ones.
     */
    static int[] values(Image image) throws IOException, UnsupportedImageException {
        int half = 1 << (image.bitsStored() - 1);
        // of what is decoded, which a JPEG's markers decide
        return switch (image.storedPhotometricInterpretation(0)) {
            case "YBR_FULL" -> new int[] {0, half, half};
            case "PALETTE COLOR" -> new int[] {darkest(image)};
            case "MONOCHROME1" -> new int[] {grey(image, true)};
            case "MONOCHROME2" -> new int[] {grey(image, false)};
            default -> new int[image.samplesPerPixel()];
        };
    }

    private static int grey(Image image, boolean inverse)
            throws IOException, UnsupportedImageException {
        int bits = image.bitsStored();
        double[] padding = image.file().dataSet().doubles(PixelPaddingValue);
        if (padding.length > 0 && bits <= 16) {
            // US where SS was meant is common.
            int value = image.signed() ? (short) (int) padding[0] : (int) padding[0] & 0xFFFF;
            int least = image.signed() ? -(1 << (bits - 1)) : 0;
            if (value >= least && value - least < 1 << bits) {
                return value;
            }
        }
        if (!image.signed()) {
            return inverse ? (int) ((1L << bits) - 1) : 0;
        }
        int most = 0;
        boolean first = true;
        for (int value : image.stored(0)) {
            if (first || (inverse ? value > most : value < most)) {
                most = value;
                first = false;
            }
        }
        return most;
    }

    private static int darkest(Image image) throws IOException, UnsupportedImageException {
        int[] stored = image.stored(0);
        byte[] shown = image.render(0).pixels();
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < stored.length; i++) {
            int sum = (shown[3 * i] & 0xFF) + (shown[3 * i + 1] & 0xFF) + (shown[3 * i + 2] & 0xFF);
            if (sum < least || (sum == least && stored[i] < best)) {
                least = sum;
                best = stored[i];
            }
        }
        return best;
    }
}
