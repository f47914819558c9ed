package org.medsendx.deidentification.pixels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Png;
import org.medsendx.picture.Raster;

/**
 * A picture for whoever checks what was blanked: the first masked frame as it was, the masks
 * outlined, and beside it the same frame of the copy. It shows what was burned in, so it is
 * identified data and stays on the truck.
 */
public final class BeforeAfter {

    /** Longest side of either half, in pixels; larger frames are reduced by a whole factor. */
    static final int LONGEST_SIDE = 1200;

    private static final int BACKGROUND = 0x14181F;
    private static final int INK = 0xE8ECF1;
    private static final int OUTLINE = 0xFFB000;
    private static final int MARGIN = 16;
    private static final int HEAD = 36;
    private static final int LETTERS = 15;

    private BeforeAfter() {}

    /**
     * Draws both halves.
     *
     * @param masks what was blanked, at least one
     * @return a PNG file
     */
    public static byte[] png(DicomFile original, DicomFile copy, List<Mask> masks)
            throws IOException, UnsupportedImageException {
        int frame = masks.getFirst().firstFrame();
        Raster before = Image.of(original).render(frame - 1);
        Raster after = Image.of(copy).render(frame - 1);
        int longest = Math.max(before.columns(), before.rows());
        int factor = Math.ceilDiv(longest, LONGEST_SIDE);
        int width = Math.ceilDiv(before.columns(), factor);
        int height = Math.ceilDiv(before.rows(), factor);
        int right = 2 * MARGIN + width;
        var canvas = new Canvas(right + width + MARGIN, HEAD + height + MARGIN, BACKGROUND);
        int baseline = HEAD - MARGIN / 2;
        canvas.text(MARGIN, baseline, LETTERS, INK, Canvas.Anchor.START, "Before: identified");
        canvas.text(right, baseline, LETTERS, INK, Canvas.Anchor.START, "After");
        canvas.image(MARGIN, HEAD, reduced(before, factor));
        canvas.image(right, HEAD, reduced(after, factor));
        for (Mask mask : masks) {
            if (mask.firstFrame() <= frame && frame <= mask.lastFrame()) {
                outline(canvas, mask.area(), factor);
            }
        }
        var out = new ByteArrayOutputStream();
        Png.write(out, canvas.toImage());
        return out.toByteArray();
    }

    private static void outline(Canvas canvas, Rectangle area, int factor) {
        int left = MARGIN + area.x() / factor - 1;
        int top = HEAD + area.y() / factor - 1;
        int width = Math.ceilDiv(area.width(), factor) + 2;
        int height = Math.ceilDiv(area.height(), factor) + 2;
        canvas.fill(left, top, width, 1, OUTLINE);
        canvas.fill(left, top + height - 1, width, 1, OUTLINE);
        canvas.fill(left, top, 1, height, OUTLINE);
        canvas.fill(left + width - 1, top, 1, height, OUTLINE);
    }

    /** The mean of each box of pixels, so that thin letters do not fall between the rows. */
    private static Raster reduced(Raster image, int factor) {
        if (factor == 1) {
            return image;
        }
        int channels = image.channels();
        int rows = Math.ceilDiv(image.rows(), factor);
        int columns = Math.ceilDiv(image.columns(), factor);
        var pixels = new byte[rows * columns * channels];
        for (int row = 0; row < rows; row++) {
            int bottom = Math.min(image.rows(), (row + 1) * factor);
            for (int column = 0; column < columns; column++) {
                int end = Math.min(image.columns(), (column + 1) * factor);
                for (int channel = 0; channel < channels; channel++) {
                    int sum = 0;
                    for (int y = row * factor; y < bottom; y++) {
                        for (int x = column * factor; x < end; x++) {
                            int at = (y * image.columns() + x) * channels + channel;
                            sum += image.pixels()[at] & 0xFF;
                        }
                    }
                    int count = (bottom - row * factor) * (end - column * factor);
                    pixels[(row * columns + column) * channels + channel] = (byte) (sum / count);
                }
            }
        }
        return new Raster(rows, columns, channels, pixels);
    }
}
