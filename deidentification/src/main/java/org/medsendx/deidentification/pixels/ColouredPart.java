package org.medsendx.deidentification.pixels;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.Image;

/** The part of a picture in RGB that is not grey. */
final class ColouredPart {

    /** A pixel whose channels differ by more is coloured. */
    private static final int COLOURED = 24;

    /** Margin of the coloured part of a frame. */
    private static final int MARGIN = 16;

    private ColouredPart() {}

    /** The least rectangle around all coloured pixels, with a margin; null when there are none. */
    static @Nullable Rectangle of(Image image, byte[] pixels) {
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        for (int y = 0, at = 0; y < image.rows(); y++) {
            for (int x = 0; x < image.columns(); x++, at += 3) {
                int red = pixels[at] & 0xFF;
                int green = pixels[at + 1] & 0xFF;
                int blue = pixels[at + 2] & 0xFF;
                int most = Math.max(red, Math.max(green, blue));
                if (most - Math.min(red, Math.min(green, blue)) > COLOURED) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        if (right < 0) {
            return null;
        }
        int x = Math.max(0, left - MARGIN);
        int y = Math.max(0, top - MARGIN);
        return new Rectangle(
                x,
                y,
                Math.min(image.columns(), right + 1 + MARGIN) - x,
                Math.min(image.rows(), bottom + 1 + MARGIN) - y);
    }
}
