package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.medsendx.deidentification.unseen.DeclaredLength;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Blanks native pixel data (PS3.5, 8.1 and 8.2) where it lies in its cells, so that all else stays
 * as it is: planes, byte order, high bit, halved chrominance. Memory holds rows, never frames.
 */
final class NativeBlanking {

    private static final int STEP = 1 << 16;

    private final Image image;
    private final int cell;
    private final boolean halved;
    private final boolean planes;
    private final boolean bigEndian;
    private final boolean swappedPairs;
    private final int[] values;
    private final byte[][] blank;

    private NativeBlanking(Image image, VR vr, int[] values) throws UnsupportedImageException {
        this.image = image;
        this.values = values;
        cell = Math.max(1, image.bitsAllocated() / 8);
        DataSet dataSet = image.file().dataSet();
        boolean colour = image.samplesPerPixel() == 3;
        halved = colour && image.photometricInterpretation().equals("YBR_FULL_422");
        planes = colour && !halved && dataSet.intValue(PlanarConfiguration, 0) == 1;
        bigEndian = dataSet.bigEndian();
        swappedPairs = bigEndian && image.bitsAllocated() <= 8 && vr == VR.OW;
        if (halved && (cell != 1 || image.columns() % 2 != 0)) {
            throw new UnsupportedImageException("pixel-layout");
        }
        blank = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            blank[i] = cell(values[i]);
        }
    }

    /**
     * Writes the pixel data with masks blanked to a file.
     *
     * @param clearsUnusedBits whether bits that are not stored become 0
     * @return the element, which lies in the file
     */
    static Element write(
            Image image, int[] values, List<Mask> masks, boolean clearsUnusedBits, Path file)
            throws IOException, UnsupportedImageException {
        Element pixels = image.file().dataSet().get(PixelData);
        if (pixels == null) {
            throw new UnsupportedImageException("no-pixel-data");
        }
        try (FileChannel to =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            switch (pixels) {
                case Element.Bulk bulk -> {
                    try (FileChannel from = FileChannel.open(bulk.file())) {
                        long done = 0;
                        while (done < bulk.length()) {
                            long count =
                                    from.transferTo(
                                            bulk.position() + done, bulk.length() - done, to);
                            if (count <= 0) {
                                throw new UnsupportedImageException("pixel-data-length");
                            }
                            done += count;
                        }
                    }
                }
                case Element.Value value -> write(to, 0, ByteBuffer.wrap(value.bytes()));
                default -> throw new UnsupportedImageException("no-pixel-data");
            }
            long length = to.size();
            var blanking = new NativeBlanking(image, pixels.vr(), values);
            if (DeclaredLength.of(image.file().dataSet(), pixels) > length) {
                throw new UnsupportedImageException("pixel-data-length");
            }
            if (clearsUnusedBits) {
                blanking.clear(to);
            }
            for (Mask mask : masks) {
                for (int frame = mask.firstFrame(); frame <= mask.lastFrame(); frame++) {
                    blanking.blank(to, frame - 1, mask.area());
                }
            }
            return new Element.Bulk(PixelData, pixels.vr(), file, 0, length);
        }
    }

    private long frameBytes() {
        if (image.bitsAllocated() == 1) {
            throw new IllegalStateException("frames of single bits do not fill bytes");
        }
        long samples = (long) image.rows() * image.columns() * image.samplesPerPixel();
        return halved ? samples / 3 * 2 : samples * cell;
    }

    /**
     * A stored value in its cell: shifted to its bits, its sign extended above them, in the byte
     * order of the data set.
     */
    private byte[] cell(int value) {
        boolean negative = image.signed() && value < 0;
        long bits = negative ? value : value & ((1L << image.bitsStored()) - 1);
        bits <<= lowBit();
        var bytes = new byte[cell];
        for (int i = 0; i < cell; i++) {
            bytes[bigEndian ? cell - 1 - i : i] = (byte) (bits >>> (8 * i));
        }
        return bytes;
    }

    private int lowBit() {
        int stored = image.bitsStored();
        int high = image.file().dataSet().intValue(HighBit, stored - 1);
        return high < stored - 1 || high >= image.bitsAllocated() ? 0 : high - stored + 1;
    }

    private void blank(FileChannel to, int frame, Rectangle area) throws IOException {
        if (image.bitsAllocated() == 1) {
            bits(to, frame, area);
            return;
        }
        long begin = frameBytes() * frame;
        int columns = image.columns();
        if (halved) {
            // Two pixels share their colour: Y Y Cb Cr.
            int first = area.x() / 2;
            int pairs = (area.right() + 1) / 2 - first;
            var row = ByteBuffer.allocate(4 * pairs);
            for (int i = 0; i < pairs; i++) {
                row.put(blank[0]).put(blank[0]).put(blank[1]).put(blank[2]);
            }
            for (int y = area.y(); y < area.bottom(); y++) {
                cells(to, begin + 4L * ((long) y * columns / 2 + first), row.rewind());
            }
            return;
        }
        int samples = image.samplesPerPixel();
        int perPixel = planes ? 1 : samples;
        for (int plane = 0; plane < (planes ? samples : 1); plane++) {
            var row = ByteBuffer.allocate(area.width() * perPixel * cell);
            for (int x = 0; x < area.width(); x++) {
                for (int sample = 0; sample < perPixel; sample++) {
                    row.put(blank[plane + sample]);
                }
            }
            long at = begin + (long) plane * image.rows() * columns * cell;
            for (int y = area.y(); y < area.bottom(); y++) {
                long pixel = (long) y * columns + area.x();
                cells(to, at + pixel * perPixel * cell, row.rewind());
            }
        }
    }

    /** Sets single bits; the lowest of a byte is the first pixel (PS3.5, 8.1.1). */
    private void bits(FileChannel to, int frame, Rectangle area) throws IOException {
        long begin = (long) image.rows() * image.columns() * frame;
        var one = ByteBuffer.allocate(1);
        for (int y = area.y(); y < area.bottom(); y++) {
            long from = begin + (long) y * image.columns() + area.x();
            for (long bit = from; bit < from + area.width(); bit++) {
                long at = swappedPairs ? bit / 8 ^ 1 : bit / 8;
                if (to.read(one.clear(), at) < 1) {
                    throw new IOException("the pixel data became shorter");
                }
                int mask = 1 << (int) (bit % 8);
                int value = values[0] == 0 ? one.get(0) & ~mask : one.get(0) | mask;
                write(to, at, one.put(0, (byte) value).rewind());
            }
        }
    }

    /** Writes cells where they belong: the bytes of words in big endian order change places. */
    private void cells(FileChannel to, long position, ByteBuffer bytes) throws IOException {
        if (!swappedPairs) {
            write(to, position, bytes);
            return;
        }
        long at = position;
        if (at % 2 != 0 && bytes.hasRemaining()) {
            write(to, at - 1, ByteBuffer.wrap(new byte[] {bytes.get()}));
            at++;
        }
        var pairs = ByteBuffer.allocate(bytes.remaining() / 2 * 2);
        while (bytes.remaining() >= 2) {
            byte first = bytes.get();
            pairs.put(bytes.get()).put(first);
        }
        write(to, at, pairs.flip());
        if (bytes.hasRemaining()) {
            write(to, at + pairs.limit() + 1, ByteBuffer.wrap(new byte[] {bytes.get()}));
        }
    }

    /** Clears the bits of all cells that are not stored; above a negative value they are set. */
    private void clear(FileChannel to) throws IOException {
        int left = 32 - image.bitsStored() - lowBit();
        int right = 32 - image.bitsStored();
        var buffer = ByteBuffer.allocate(STEP);
        for (long at = 0; at < to.size(); at += STEP) {
            buffer.clear();
            while (buffer.hasRemaining() && to.read(buffer, at + buffer.position()) >= 0) {
                // until the step is full or the file ends
            }
            byte[] bytes = buffer.array();
            for (int i = 0; i + cell <= buffer.position(); i += cell) {
                int value = 0;
                for (int b = 0; b < cell; b++) {
                    value |= (bytes[i + (bigEndian ? cell - 1 - b : b)] & 0xFF) << (8 * b);
                }
                value = value << left;
                value = image.signed() ? value >> right : value >>> right;
                value = value << lowBit();
                for (int b = 0; b < cell; b++) {
                    bytes[i + (bigEndian ? cell - 1 - b : b)] = (byte) (value >>> (8 * b));
                }
            }
            write(to, at, buffer.flip());
        }
    }

    private static void write(FileChannel to, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += to.write(bytes, at);
        }
    }
}
