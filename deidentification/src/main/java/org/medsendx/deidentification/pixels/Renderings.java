package org.medsendx.deidentification.pixels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.picture.Raster;

/**
 * The pictures that viewers make of a frame, and those that they could make of it where the header
 * leaves it in doubt: stored values over their full range and by each window and table, palette
 * colours by every reading of their entries and the bare indexes, colour as a whole and by channel,
 * and the two fields of an interlaced frame.
 */
final class Renderings {

    private final Image image;
    private final boolean hinted;

    /**
     * @param hinted whether text is likely; else only what a quick look cannot rule out is made
     */
    Renderings(Image image, boolean hinted) {
        this.image = image;
        this.hinted = hinted;
    }

    /**
     * One picture of a frame.
     *
     * @param name for reports
     * @param doubtful whether it is one among several of the same frame, where more looks like text
     *     by chance
     */
    record Picture(String name, Levels levels, boolean doubtful, UnaryOperator<Rectangle> place) {

        /** One of a whole frame. */
        static Picture whole(String name, Levels levels, boolean doubtful) {
            return new Picture(name, levels, doubtful, area -> area);
        }

        /**
         * What a line must score here, from what it must in the first picture: the less is to be
         * overlooked, the less is taken for text in a doubtful one.
         */
        double needed(double threshold) {
            return doubtful ? threshold + (1 - Math.min(1, threshold)) * threshold : threshold;
        }

        /** Where an area of the picture is in the frame. */
        Rectangle inFrame(Rectangle area) {
            return place.apply(area);
        }
    }

    /** Takes pictures one by one, so that memory holds one. */
    @FunctionalInterface
    interface Viewer {
        void see(Picture picture) throws TooBusy;
    }

    /**
     * Shows a frame.
     *
     * @param index from 0
     * @throws UnsupportedImageException when it cannot be shown as a viewer would
     */
    void show(int index, Viewer viewer) throws IOException, UnsupportedImageException, TooBusy {
        if (image.photometricInterpretation().equals("PALETTE COLOR")) {
            palette(index, viewer);
        } else if (image.samplesPerPixel() == 3) {
            colour(index, viewer);
        } else if (hinted) {
            grey(index, viewer);
        } else {
            new GlancedPictures(image).show(index, viewer);
        }
    }

    private void grey(int index, Viewer viewer)
            throws IOException, UnsupportedImageException, TooBusy {
        int[] stored = image.stored(index);
        if (image.bitsAllocated() == 1) {
            for (int i = 0; i < stored.length; i++) {
                stored[i] *= 255;
            }
        }
        Levels full = Levels.grey(image.columns(), image.rows(), stored);
        see(viewer, "stored", full, false);
        fields(viewer, full);
        if (image.bitsAllocated() == 1) {
            return;
        }
        List<byte[]> shown = new ArrayList<>();
        int number = 0;
        for (Image variant : new GreyVariants(image).all()) {
            byte[] pixels = variant.renderGrey(index, stored).pixels();
            boolean known = shown.stream().anyMatch(one -> Arrays.equals(one, pixels));
            if (!known && !GreyVariants.straight(stored, pixels)) {
                String name = number == 0 ? "window" : "window-" + (number + 1);
                see(viewer, name, Levels.bytes(image.columns(), image.rows(), pixels), number > 0);
            }
            shown.add(pixels);
            number++;
        }
    }

    private void palette(int index, Viewer viewer)
            throws IOException, UnsupportedImageException, TooBusy {
        Raster declared = image.render(index);
        colour(viewer, "palette", declared.pixels(), false);
        int[] stored = image.stored(index);
        if (PaletteReading.hides(stored, declared.pixels())) {
            see(viewer, "indexes", Levels.grey(image.columns(), image.rows(), stored), true);
        }
        List<byte[]> seen = new ArrayList<>(List.of(declared.pixels()));
        for (PaletteReading reading : PaletteReading.values()) {
            byte[] pixels = reading.render(image.file().dataSet(), stored);
            if (pixels != null && seen.stream().noneMatch(one -> Arrays.equals(one, pixels))) {
                colour(viewer, "palette-" + reading.key(), pixels, true);
                seen.add(pixels);
            }
        }
    }

    private void colour(int index, Viewer viewer)
            throws IOException, UnsupportedImageException, TooBusy {
        byte[] pixels = image.render(index).pixels();
        colour(viewer, "colour", pixels, false);
        if (hinted) {
            channels(viewer, pixels);
        }
    }

    private void colour(Viewer viewer, String name, byte[] pixels, boolean doubtful)
            throws TooBusy {
        Levels levels = Levels.rgb(image.columns(), image.rows(), pixels);
        see(viewer, name, levels, doubtful);
        if (hinted && !doubtful) {
            fields(viewer, levels);
        }
    }

    /** Each channel of the coloured part: letters may differ from their ground in one only. */
    private void channels(Viewer viewer, byte[] pixels) throws TooBusy {
        Rectangle part = ColouredPart.of(image, pixels);
        if (part == null) {
            return;
        }
        String[] names = {"red", "green", "blue"};
        for (int channel = 0; channel < 3; channel++) {
            int[] values = new int[part.width() * part.height()];
            int to = 0;
            for (int y = part.y(); y < part.bottom(); y++) {
                int at = (y * image.columns() + part.x()) * 3 + channel;
                for (int x = 0; x < part.width(); x++, at += 3) {
                    values[to++] = pixels[at] & 0xFF;
                }
            }
            Levels levels = Levels.grey(part.width(), part.height(), values);
            viewer.see(
                    new Picture(
                            names[channel],
                            levels,
                            true,
                            area ->
                                    new Rectangle(
                                            area.x() + part.x(),
                                            area.y() + part.y(),
                                            area.width(),
                                            area.height())));
        }
    }

    private static void fields(Viewer viewer, Levels levels) throws TooBusy {
        int number = 1;
        for (Levels field : Fields.of(levels)) {
            see(viewer, "field-" + number++, field, true);
        }
    }

    private static void see(Viewer viewer, String name, Levels levels, boolean doubtful)
            throws TooBusy {
        viewer.see(Picture.whole(name, levels, doubtful));
    }
}
