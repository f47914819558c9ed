package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Frames of native pixel data (PS3.5, 8.2), bit by bit where pixels are single bits. */
final class NativeFrames {

    private NativeFrames() {}

    static int[] cells(Image image, Element pixels, int index)
            throws IOException, UnsupportedImageException {
        Part part = part(image, index, ValueBytes.length(pixels));
        byte[] bytes = ValueBytes.read(pixels, part.position(), part.length());
        return cells(image, pixels.vr(), part, bytes);
    }

    /** Some rows of a frame of one sample in whole bytes. */
    static int[] rows(Image image, Element pixels, int index, int first, int count)
            throws IOException, UnsupportedImageException {
        Part frame = part(image, index, ValueBytes.length(pixels));
        int row = image.columns() * image.bitsAllocated() / 8;
        var part = new Part(frame.position() + (long) first * row, count * row, 0);
        byte[] bytes = ValueBytes.read(pixels, part.position(), part.length());
        boolean bigEndian = image.file().dataSet().bigEndian();
        return switch (image.bitsAllocated()) {
            case 8 -> bytes(bytes, false);
            case 16 -> words(bytes, bigEndian);
            default -> longs(bytes, bigEndian);
        };
    }

    /**
     * The bytes of a frame within the value.
     *
     * @param bit the first pixel's bit in the first byte, for single-bit pixels
     */
    private record Part(long position, int length, int bit) {}

    private static Part part(Image image, int index, long available)
            throws UnsupportedImageException {
        long bits = (long) image.samples() * image.bitsAllocated();
        if (isHalved(image)) {
            bits = bits / 3 * 2;
        }
        long first = bits * index;
        long position = first / 8;
        long end = (first + bits + 7) / 8;
        if (end > available) {
            throw new UnsupportedImageException("pixel-data-length");
        }
        return new Part(position, (int) (end - position), (int) (first % 8));
    }

    /** YBR_FULL_422: two pixels share their colour (PS3.3, C.7.6.3.1.2). */
    private static boolean isHalved(Image image) {
        return image.samplesPerPixel() == 3
                && image.photometricInterpretation().equals("YBR_FULL_422");
    }

    private static int[] cells(Image image, VR vr, Part part, byte[] bytes) {
        boolean bigEndian = image.file().dataSet().bigEndian();
        int[] raw =
                switch (image.bitsAllocated()) {
                    case 1 -> bits(bytes, part.bit(), image.samples());
                    case 8 -> bytes(bytes, bigEndian && vr == VR.OW);
                    case 16 -> words(bytes, bigEndian);
                    default -> longs(bytes, bigEndian);
                };
        if (isHalved(image)) {
            return full(raw);
        }
        boolean planes = image.file().dataSet().intValue(Tag.PlanarConfiguration, 0) == 1;
        return planes && image.samplesPerPixel() == 3 ? Samples.interleaved(raw) : raw;
    }

    private static int[] bits(byte[] bytes, int firstBit, int count) {
        int[] raw = new int[count];
        for (int i = 0; i < count; i++) {
            int bit = firstBit + i;
            raw[i] = bytes[bit >> 3] >> (bit & 7) & 1;
        }
        return raw;
    }

    private static int[] bytes(byte[] bytes, boolean swappedPairs) {
        int[] raw = new int[bytes.length];
        int swap = swappedPairs && bytes.length % 2 == 0 ? 1 : 0;
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bytes[i ^ swap] & 0xFF;
        }
        return raw;
    }

    private static int[] words(byte[] bytes, boolean bigEndian) {
        int[] raw = new int[bytes.length / 2];
        var words =
                ByteBuffer.wrap(bytes)
                        .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
        for (int i = 0; i < raw.length; i++) {
            raw[i] = words.get(i) & 0xFFFF;
        }
        return raw;
    }

    private static int[] longs(byte[] bytes, boolean bigEndian) {
        int[] raw = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(raw);
        return raw;
    }

    /** Y Y Cb Cr to Y Cb Cr, Y Cb Cr. */
    private static int[] full(int[] halved) {
        int[] full = new int[halved.length / 2 * 3];
        for (int from = 0, to = 0; from + 3 < halved.length; from += 4) {
            for (int pixel = 0; pixel < 2; pixel++) {
                full[to++] = halved[from + pixel];
                full[to++] = halved[from + 2];
                full[to++] = halved[from + 3];
            }
        }
        return full;
    }
}
