package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.GreyTransformation;
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

    /** Windows and tables beside the first that are tried. */
    private static final int MOST_VARIANTS = 6;

    /** How far a picture of 256 levels may be from a straight line and show nothing more. */
    private static final double STRAIGHT = 2.5;

    /** A pixel whose channels differ by more is coloured. */
    private static final int COLOURED = 24;

    /** Rows of one field are this much more alike than neighbours of both. */
    private static final double COMBED = 2.5;

    /** Indexes that are further apart are no neighbours. */
    private static final int SAME_COLOUR = 8;

    /** Bytes of the largest table: 65536 words. */
    private static final int MOST_ENTRIES = 1 << 17;

    /** Margin of the coloured part of a frame. */
    private static final int MARGIN = 16;

    /** Pixels of a frame that is held whole for the quick look. */
    private static final int GLANCED_WHOLE = 1 << 20;

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
            glanced(index, viewer);
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
        for (Image variant : variants()) {
            byte[] pixels = variant.renderGrey(index, stored).pixels();
            boolean known = shown.stream().anyMatch(one -> Arrays.equals(one, pixels));
            if (!known && !straight(stored, pixels)) {
                String name = number == 0 ? "window" : "window-" + (number + 1);
                see(viewer, name, levels(pixels), number > 0);
            }
            shown.add(pixels);
            number++;
        }
    }

    private Levels levels(byte[] pixels) {
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return Levels.grey(image.columns(), image.rows(), values);
    }

    /** Whether a picture is the stored values, stretched or inverted. */
    private static boolean straight(int[] stored, byte[] pixels) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        int darkest = 255;
        int brightest = 0;
        for (int i = 0; i < stored.length; i++) {
            lowest = Math.min(lowest, stored[i]);
            highest = Math.max(highest, stored[i]);
            darkest = Math.min(darkest, pixels[i] & 0xFF);
            brightest = Math.max(brightest, pixels[i] & 0xFF);
        }
        double span = Math.max(1, (double) highest - lowest);
        double slope = (brightest - darkest) / span;
        boolean up = true;
        boolean down = true;
        for (int i = 0; i < stored.length; i++) {
            double level = (stored[i] - (double) lowest) * slope;
            int pixel = pixels[i] & 0xFF;
            up &= Math.abs(darkest + level - pixel) <= STRAIGHT;
            down &= Math.abs(brightest - level - pixel) <= STRAIGHT;
        }
        return up || down;
    }

    /**
     * The image with each of its windows and tables as the only one, as the header has it first.
     */
    private List<Image> variants() throws UnsupportedImageException {
        List<Image> variants = new ArrayList<>();
        variants.add(image);
        DataSet dataSet = image.file().dataSet();
        double[] centers = dataSet.doubles(WindowCenter);
        double[] widths = dataSet.doubles(WindowWidth);
        for (int i = 1; i < Math.min(centers.length, widths.length); i++) {
            DataSet other = shallow(dataSet);
            other.putString(WindowCenter, VR.DS, number(centers[i]));
            other.putString(WindowWidth, VR.DS, number(widths[i]));
            variants.add(of(other));
        }
        List<DataSet> tables = dataSet.items(VOILUTSequence);
        for (int i = centers.length > 0 ? 0 : 1; i < tables.size(); i++) {
            DataSet other = shallow(dataSet);
            other.remove(WindowCenter);
            other.remove(WindowWidth);
            other.putSequence(VOILUTSequence, tables.get(i).copy());
            variants.add(of(other));
        }
        return variants.size() > MOST_VARIANTS ? variants.subList(0, MOST_VARIANTS) : variants;
    }

    private static String number(double value) {
        String text = Double.toString(value);
        return text.length() <= 16 ? text : String.format(java.util.Locale.ROOT, "%.8e", value);
    }

    private static DataSet shallow(DataSet dataSet) {
        return dataSet.copy();
    }

    private Image of(DataSet dataSet) throws UnsupportedImageException {
        DicomFile file = image.file();
        return Image.of(new DicomFile(file.path(), file.meta(), file.dataSetPosition(), dataSet));
    }

    /** A frame that nothing speaks for: only what a quick look cannot rule out. */
    private void glanced(int index, Viewer viewer)
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
                see(viewer, "stored", Levels.grey(width, height, image.stored(index)), false);
            }
            if (shown != null
                    && Glance.mayHoldText(
                            width,
                            height,
                            band,
                            (first, count) -> applied(shown, rows.of(first, count)))) {
                see(viewer, "window", levels(image.render(index).pixels()), true);
            }
            return;
        }
        int[] stored = image.stored(index);
        // asked for once, as the band is the whole frame
        if (Glance.mayHoldText(width, height, height, (_, _) -> stored)) {
            see(viewer, "stored", Levels.grey(width, height, stored), false);
        }
        if (shown != null) {
            int[] applied = applied(shown, stored.clone());
            if (Glance.mayHoldText(width, height, height, (_, _) -> applied)) {
                see(viewer, "window", Levels.grey(width, height, applied), true);
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
        int lowest = Arrays.stream(stored).min().orElse(0);
        int highest = Arrays.stream(stored).max().orElse(0);
        long range = (long) highest - lowest + 1;
        if (range > 1 << 16) {
            for (int i = 0; i < stored.length; i++) {
                stored[i] = (int) shown.applyAsDouble(stored[i]);
            }
            return stored;
        }
        int[] table = new int[(int) range];
        for (int i = 0; i < table.length; i++) {
            table[i] = (int) shown.applyAsDouble(lowest + (double) i);
        }
        for (int i = 0; i < stored.length; i++) {
            stored[i] = table[stored[i] - lowest];
        }
        return stored;
    }

    private void palette(int index, Viewer viewer)
            throws IOException, UnsupportedImageException, TooBusy {
        Raster declared = image.render(index);
        colour(viewer, "palette", declared.pixels(), false);
        int[] stored = image.stored(index);
        if (hides(stored, declared.pixels())) {
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

    /**
     * Whether indexes that are not neighbours share a colour, so that some differences are lost.
     */
    private static boolean hides(int[] stored, byte[] rgb) {
        Map<Integer, int[]> ranges = new HashMap<>();
        for (int i = 0; i < stored.length; i++) {
            int colour =
                    (rgb[3 * i] & 0xFF) << 16
                            | (rgb[3 * i + 1] & 0xFF) << 8
                            | rgb[3 * i + 2] & 0xFF;
            int[] range = ranges.get(colour);
            if (range == null) {
                ranges.put(colour, new int[] {stored[i], stored[i]});
            } else if (stored[i] < range[0]) {
                range[0] = stored[i];
            } else if (stored[i] > range[1]) {
                range[1] = stored[i];
            }
        }
        return ranges.values().stream().anyMatch(range -> (long) range[1] - range[0] > SAME_COLOUR);
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
        Rectangle part = coloured(pixels);
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

    private @Nullable Rectangle coloured(byte[] pixels) {
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

    /** Both fields of a frame whose rows alternate, each at the height of the frame. */
    private void fields(Viewer viewer, Levels levels) throws TooBusy {
        int width = levels.width();
        int height = levels.height() / 2 * 2;
        if (height < 4 || !combed(levels)) {
            return;
        }
        for (int field = 0; field < 2; field++) {
            var bright = new char[width * height];
            var dark = levels.dark() == levels.bright() ? bright : new char[width * height];
            for (int y = 0; y < height; y++) {
                int from = (y / 2 * 2 + field) * width;
                System.arraycopy(levels.bright(), from, bright, y * width, width);
                if (dark != bright) {
                    System.arraycopy(levels.dark(), from, dark, y * width, width);
                }
            }
            var picture = new Levels(width, height, bright, dark, levels.range());
            see(viewer, field == 0 ? "field-1" : "field-2", picture, true);
        }
    }

    private static boolean combed(Levels levels) {
        long neighbours = 0;
        long same = 0;
        int width = levels.width();
        for (int y = 0; y + 2 < levels.height(); y++) {
            for (int x = y % 3; x < width; x += 3) {
                int at = y * width + x;
                int value = levels.bright()[at];
                neighbours += Math.abs(value - levels.bright()[at + width]);
                same += Math.abs(value - levels.bright()[at + 2 * width]);
            }
        }
        return neighbours > COMBED * same && neighbours > 0;
    }

    private static void see(Viewer viewer, String name, Levels levels, boolean doubtful)
            throws TooBusy {
        viewer.see(new Picture(name, levels, doubtful, area -> area));
    }

    /** Ways to read the entries of a palette, whatever its descriptor says of their width. */
    private enum PaletteReading {
        HIGH("high-bytes"),
        LOW("low-bytes"),
        PACKED("bytes");

        private final String key;

        PaletteReading(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }

        byte @Nullable [] render(DataSet dataSet, int[] stored) throws IOException {
            byte[] rgb = new byte[stored.length * 3];
            int[] tags = {
                RedPaletteColorLookupTableData,
                GreenPaletteColorLookupTableData,
                BluePaletteColorLookupTableData
            };
            for (int channel = 0; channel < 3; channel++) {
                double[] descriptor = dataSet.doubles(tags[channel] - 0x100);
                int[] entries = entries(dataSet, tags[channel]);
                if (descriptor.length < 3
                        || entries.length == 0
                        || !plausible(dataSet, tags[channel], descriptor)) {
                    return null;
                }
                int first = (int) descriptor[1];
                for (int i = 0; i < stored.length; i++) {
                    long at = (long) stored[i] - first;
                    int entry = (int) Math.min(entries.length - 1L, Math.max(0, at));
                    rgb[3 * i + channel] = (byte) entries[entry];
                }
            }
            return rgb;
        }

        /** Whether length and entries of a table speak against its descriptor, for this reading. */
        private boolean plausible(DataSet dataSet, int tag, double[] descriptor)
                throws IOException {
            int count = (int) descriptor[0] & 0xFFFF;
            int length = bytes(dataSet.get(tag)).length;
            if (length < 2 * (count == 0 ? 1 << 16 : count)) {
                return this == PACKED;
            }
            boolean high = Arrays.stream(HIGH.entries(dataSet, tag)).anyMatch(entry -> entry != 0);
            boolean narrow = descriptor[2] <= 8;
            return switch (this) {
                case HIGH -> narrow && high;
                case LOW -> narrow == high;
                case PACKED -> false;
            };
        }

        private int[] entries(DataSet dataSet, int tag) throws IOException {
            Element element = dataSet.get(tag);
            byte[] bytes = bytes(element);
            boolean bigEndian = dataSet.bigEndian() && element != null && element.vr() != VR.OB;
            int low = bigEndian ? 1 : 0;
            int[] entries = new int[this == PACKED ? bytes.length : bytes.length / 2];
            for (int i = 0; i < entries.length; i++) {
                entries[i] =
                        switch (this) {
                            case HIGH -> bytes[2 * i + 1 - low];
                            case LOW -> bytes[2 * i + low];
                            case PACKED -> bytes[i ^ low];
                        };
            }
            return entries;
        }

        private static byte[] bytes(@Nullable Element element) throws IOException {
            if (element instanceof Element.Value value) {
                return value.bytes();
            }
            if (element instanceof Element.Bulk bulk && bulk.length() <= MOST_ENTRIES) {
                var bytes = ByteBuffer.allocate((int) bulk.length());
                try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
                    while (bytes.hasRemaining()
                            && channel.read(bytes, bulk.position() + bytes.position()) >= 0) {
                        // until all are there or the file ends
                    }
                }
                return bytes.array();
            }
            return new byte[0];
        }
    }
}
