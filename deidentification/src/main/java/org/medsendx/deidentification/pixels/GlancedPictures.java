package org.medsendx.deidentification.pixels;

import java.io.IOException;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;
import org.medsendx.dicom.pixel.GreyTransformation;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** The pictures of a grey frame that nothing speaks for: only those that a quick look leaves. */
final class GlancedPictures {

    /** Pixels of a frame that is held whole for the quick look. */
    private static final int GLANCED_WHOLE = 1 << 20;

    private final Image image;

    GlancedPictures(Image image) {
        this.image = image;
    }

    /** A frame that nothing speaks for: only what a quick look cannot rule out. */
    void show(int index, Renderings.Viewer viewer)
            throws IOException, UnsupportedImageException, TooBusy {
        if (image.bitsAllocated() == 1) {
            // regions of interest
            return;
        }
        int width = image.columns();
        int height = image.rows();
        boolean large = (long) width * height > GLANCED_WHOLE;
        DoubleUnaryOperator shown = shown(index);
        if (large && image.hasRows()) {
            // Most large frames hold no text, and are not held whole to see that.
            int band = Math.max(1, GLANCED_WHOLE / 16 / width);
            Glance.Rows rows = (first, count) -> image.storedRows(index, first, count);
            boolean stored = Glance.mayHoldText(width, height, band, rows);
            if (stored) {
                viewer.see(
                        Renderings.Picture.whole(
                                "stored", Levels.grey(width, height, image.stored(index)), false));
            }
            if (shown != null
                    && Glance.mayHoldText(
                            width,
                            height,
                            band,
                            (first, count) -> applied(shown, rows.of(first, count)))) {
                viewer.see(
                        Renderings.Picture.whole(
                                "window",
                                Levels.bytes(
                                        image.columns(),
                                        image.rows(),
                                        image.render(index).pixels()),
                                true));
            }
            return;
        }
        int[] stored = image.stored(index);
        // asked for once, as the band is the whole frame
        if (Glance.mayHoldText(width, height, height, (_, _) -> stored)) {
            viewer.see(
                    Renderings.Picture.whole("stored", Levels.grey(width, height, stored), false));
        }
        if (shown != null) {
            IntUnaryOperator level = level(shown, stored);
            int[] looked = stored.clone();
            for (int y = 0; y < height; y += Glance.step()) {
                apply(level, looked, y * width, (y + 1) * width);
            }
            if (Glance.mayHoldText(width, height, height, (_, _) -> looked)) {
                int[] all = stored.clone();
                apply(level, all, 0, all.length);
                viewer.see(
                        Renderings.Picture.whole("window", Levels.grey(width, height, all), true));
            }
        }
    }

    /** Stored values to levels of 0 to 255 by the header, or null when it does not say. */
    private @Nullable DoubleUnaryOperator shown(int index) throws IOException {
        GreyTransformation transformation = GreyTransformation.of(image, index);
        DoubleUnaryOperator voi = transformation.voi();
        if (voi == null) {
            return null;
        }
        DoubleUnaryOperator modality = transformation.modality();
        return value -> 255 * voi.applyAsDouble(modality.applyAsDouble(value));
    }

    private static int[] applied(DoubleUnaryOperator shown, int[] stored) {
        apply(level(shown, stored), stored, 0, stored.length);
        return stored;
    }

    private static void apply(IntUnaryOperator level, int[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = level.applyAsInt(values[i]);
        }
    }

    /** The level of each value that occurs, by a table where they are near each other. */
    private static IntUnaryOperator level(DoubleUnaryOperator shown, int[] stored) {
        int lowest = stored.length == 0 ? 0 : stored[0];
        int highest = lowest;
        for (int value : stored) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        long range = (long) highest - lowest + 1;
        if (range > 1 << 16) {
            return value -> (int) shown.applyAsDouble(value);
        }
        int least = lowest;
        int[] table = new int[(int) range];
        for (int i = 0; i < table.length; i++) {
            table[i] = (int) shown.applyAsDouble(least + (double) i);
        }
        return value -> table[value - least];
    }
}
