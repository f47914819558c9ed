package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Frames of native pixel data (PS3.5, 8.2), bit by bit where pixels are single bits. In big endian
 * data of VR OW the bytes of each word of sixteen bits are exchanged, whatever pixels are in it
 * (PS3.5, 7.3 and 8.1.1): a frame may begin within a word. So pixels of 32 bits have their low word
 * first, but half of the writers exchange all four bytes; the smoother picture is the right one.
 */
final class NativeFrames {

    /** So many pixels tell in which order their words are. */
    private static final int COMPARED = 1 << 16;

    private NativeFrames() {}

    static int[] cells(Image image, Element pixels, int index)
            throws IOException, UnsupportedImageException {
        long available = ValueBytes.length(pixels);
        Sampling sampling = Sampling.of(image, available, image.frames());
        Part part = part(image, sampling, index, available);
        byte[] bytes = read(image, pixels, part.position(), part.length());
        boolean bigEndian = image.file().dataSet().bigEndian();
        return cells(image, sampling, part, bytes, bigEndian, hasLowWordFirst(image, pixels));
    }

    /** Whether some rows can be read by themselves: whole bytes, colour that is not halved. */
    static boolean hasRows(Image image, Element pixels) {
        boolean colour =
                image.samplesPerPixel() == 1 || image.photometricInterpretation().equals("RGB");
        return !(pixels instanceof Element.Encapsulated) && image.bitsAllocated() >= 8 && colour;
    }

    /** Some rows of a frame that {@linkplain #hasRows has} them, samples of a pixel together. */
    static int[] rows(Image image, Element pixels, int index, int first, int count)
            throws IOException, UnsupportedImageException {
        Part frame = part(image, Sampling.FULL, index, ValueBytes.length(pixels));
        int samples = image.samplesPerPixel();
        boolean planes =
                samples == 3 && image.file().dataSet().intValue(Tag.PlanarConfiguration, 0) == 1;
        int row = image.columns() * image.bitsAllocated() / 8;
        if (!planes) {
            long at = frame.position() + (long) first * row * samples;
            return cells(image, pixels, at, count * row * samples);
        }
        var cells = new int[image.columns() * count * samples];
        for (int plane = 0; plane < samples; plane++) {
            long at = frame.position() + ((long) plane * image.rows() + first) * row;
            int[] one = cells(image, pixels, at, count * row);
            for (int i = 0; i < one.length; i++) {
                cells[samples * i + plane] = one[i];
            }
        }
        return cells;
    }

    private static int[] cells(Image image, Element pixels, long position, int length)
            throws IOException, UnsupportedImageException {
        byte[] bytes = read(image, pixels, position, length);
        boolean bigEndian = image.file().dataSet().bigEndian();
        return switch (image.bitsAllocated()) {
            case 8 -> bytes(bytes);
            case 16 -> words(bytes, bigEndian);
            default -> longs(bytes, bigEndian, hasLowWordFirst(image, pixels));
        };
    }

    /** Whether pixels of 32 bits are big endian words with the low one first. */
    private static boolean hasLowWordFirst(Image image, Element pixels)
            throws IOException, UnsupportedImageException {
        boolean words =
                image.bitsAllocated() == 32
                        && image.file().dataSet().bigEndian()
                        && pixels.vr() == VR.OW;
        if (!words) {
            return false;
        }
        int count = (int) Math.min(COMPARED, ValueBytes.length(pixels) / 4);
        int[] cells = longs(ValueBytes.read(pixels, 0, 4 * count), true, false);
        double asOne = 0;
        double asWords = 0;
        int step = image.samplesPerPixel();
        for (int i = step; i < count; i++) {
            asOne += Math.abs((double) cells[i] - cells[i - step]);
            int exchanged = Integer.rotateLeft(cells[i], 16);
            asWords += Math.abs((double) exchanged - Integer.rotateLeft(cells[i - step], 16));
        }
        return asWords <= asOne;
    }

    /** How many bytes a frame has by itself, little endian. */
    static int lengthOfOne(Image image) throws UnsupportedImageException {
        return (int) ((Sampling.declared(image).bits(image) + 7) / 8);
    }

    /** The cells of a frame that is there by itself, little endian. */
    static int[] cellsOfOne(Image image, byte[] bytes) throws UnsupportedImageException {
        Sampling sampling = Sampling.declared(image);
        return cells(image, sampling, new Part(0, bytes.length, 0), bytes, false, false);
    }

    /** How samples of colour are laid out. */
    private enum Sampling {
        /** A sample of each component for every pixel. */
        FULL,
        /** Two pixels share their colour: Y Y Cb Cr (PS3.3, C.7.6.3.1.2). */
        HALVED,
        /** The same with a last pixel added to every row, as its number of pixels is odd. */
        HALVED_PADDED;

        /** What the data set says. */
        static Sampling declared(Image image) throws UnsupportedImageException {
            if (image.samplesPerPixel() != 3) {
                return FULL;
            }
            switch (image.photometricInterpretation()) {
                case "YBR_FULL_422", "YBR_PARTIAL_422" -> {}
                // not native (PS3.3, C.7.6.3.1.2)
                case "YBR_PARTIAL_420", "YBR_FULL_420" ->
                        throw new UnsupportedImageException("photometric-interpretation");
                default -> {
                    return FULL;
                }
            }
            if (image.file().dataSet().intValue(Tag.PlanarConfiguration, 0) != 0) {
                throw new UnsupportedImageException("planar-configuration");
            }
            if (image.columns() % 2 != 0) {
                throw new UnsupportedImageException("odd-columns");
            }
            return HALVED;
        }

        /**
         * What is there: some writers call colour halved and write all of it, and what an odd
         * number of columns means is not defined, so only the length can tell.
         */
        static Sampling of(Image image, long available, int frames)
                throws UnsupportedImageException {
            boolean halved =
                    image.samplesPerPixel() == 3
                            && switch (image.photometricInterpretation()) {
                                case "YBR_FULL_422", "YBR_PARTIAL_422" -> true;
                                default -> false;
                            };
            if (halved && available == FULL.length(image, frames)) {
                return FULL;
            }
            boolean padded =
                    halved
                            && image.columns() % 2 != 0
                            && available == HALVED_PADDED.length(image, frames)
                            && image.file().dataSet().intValue(Tag.PlanarConfiguration, 0) == 0;
            return padded ? HALVED_PADDED : declared(image);
        }

        /** The bits of a frame. */
        long bits(Image image) {
            long pixels = (long) image.rows() * image.columns();
            long samples =
                    switch (this) {
                        case FULL -> pixels * image.samplesPerPixel();
                        case HALVED -> pixels * 2;
                        case HALVED_PADDED -> (pixels + image.rows()) * 2;
                    };
            return samples * image.bitsAllocated();
        }

        /** The bytes of all frames, made even. */
        private long length(Image image, int frames) {
            return (bits(image) * frames + 15) / 16 * 2;
        }
    }

    /**
     * The bytes of a frame within the value.
     *
     * @param bit the first pixel's bit in the first byte, for single-bit pixels
     */
    private record Part(long position, int length, int bit) {}

    private static Part part(Image image, Sampling sampling, int index, long available)
            throws UnsupportedImageException {
        long bits = sampling.bits(image);
        long first = bits * index;
        long position = first / 8;
        long end = (first + bits + 7) / 8;
        if (end > available) {
            throw new UnsupportedImageException("pixel-data-length");
        }
        return new Part(position, (int) (end - position), (int) (first % 8));
    }

    /** Bytes of the value; where words hold more than one pixel, in the order of pixels. */
    private static byte[] read(Image image, Element pixels, long position, int length)
            throws IOException, UnsupportedImageException {
        boolean exchanged =
                image.file().dataSet().bigEndian()
                        && pixels.vr() == VR.OW
                        && image.bitsAllocated() < 16;
        if (!exchanged) {
            return ValueBytes.read(pixels, position, length);
        }
        long begin = position / 2 * 2;
        long end = Math.min((position + length + 1) / 2 * 2, ValueBytes.length(pixels));
        byte[] words = ValueBytes.read(pixels, begin, (int) (end - begin));
        ValueBytes.swapPairs(words);
        int from = (int) (position - begin);
        return Arrays.copyOfRange(words, from, from + length);
    }

    private static int[] cells(
            Image image,
            Sampling sampling,
            Part part,
            byte[] bytes,
            boolean bigEndian,
            boolean lowWordFirst) {
        int[] raw =
                switch (image.bitsAllocated()) {
                    case 1 -> bits(bytes, part.bit(), image.samples());
                    case 8 -> bytes(bytes);
                    case 16 -> words(bytes, bigEndian);
                    default -> longs(bytes, bigEndian, lowWordFirst);
                };
        if (sampling != Sampling.FULL) {
            return full(raw, image.columns());
        }
        boolean planes = image.file().dataSet().intValue(Tag.PlanarConfiguration, 0) == 1;
        return planes && image.samplesPerPixel() == 3 ? Samples.interleaved(raw) : raw;
    }

    static int[] bits(byte[] bytes, int firstBit, int count) {
        int[] raw = new int[count];
        for (int i = 0; i < count; i++) {
            int bit = firstBit + i;
            raw[i] = bytes[bit >> 3] >> (bit & 7) & 1;
        }
        return raw;
    }

    private static int[] bytes(byte[] bytes) {
        int[] raw = new int[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bytes[i] & 0xFF;
        }
        return raw;
    }

    private static int[] words(byte[] bytes, boolean bigEndian) {
        // copied at once: a view answers word by word, and slowly
        var words = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(words);
        int[] raw = new int[words.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = words[i] & 0xFFFF;
        }
        return raw;
    }

    private static int[] longs(byte[] bytes, boolean bigEndian, boolean lowWordFirst) {
        int[] raw = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(raw);
        for (int i = 0; lowWordFirst && i < raw.length; i++) {
            raw[i] = Integer.rotateLeft(raw[i], 16);
        }
        return raw;
    }

    /** Y Y Cb Cr to Y Cb Cr, Y Cb Cr; a pixel that only fills up a row is left out. */
    private static int[] full(int[] halved, int columns) {
        int padded = columns + (columns & 1);
        int rows = halved.length / 2 / padded;
        int[] full = new int[rows * columns * 3];
        int to = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int from = (y * padded + x / 2 * 2) * 2;
                full[to++] = halved[from + (x & 1)];
                full[to++] = halved[from + 2];
                full[to++] = halved[from + 3];
            }
        }
        return full;
    }
}
