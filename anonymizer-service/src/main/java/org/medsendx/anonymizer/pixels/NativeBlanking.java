package org.medsendx.anonymizer.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
    private final byte[][] blank;

    private NativeBlanking(Image image, VR vr, int[] values) throws UnsupportedImageException {
        this.image = image;
        if (image.bitsAllocated() < 8) {
            throw new UnsupportedImageException("bits-allocated");
        }
        cell = image.bitsAllocated() / 8;
        DataSet dataSet = image.file().dataSet();
        boolean colour = image.samplesPerPixel() == 3;
        halved = colour && image.photometricInterpretation().equals("YBR_FULL_422");
        planes = colour && !halved && dataSet.intValue(PlanarConfiguration, 0) == 1;
        bigEndian = dataSet.bigEndian();
        swappedPairs = bigEndian && cell == 1 && vr == VR.OW;
        if (swappedPairs || (halved && (cell != 1 || image.columns() % 2 != 0))) {
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
            if (blanking.frameBytes() * image.frames() > length) {
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
        long samples = (long) image.rows() * image.columns() * image.samplesPerPixel();
        return halved ? samples / 3 * 2 : samples * cell;
    }

    /** A stored value in its cell: shifted to its bits, in the byte order of the data set. */
    private byte[] cell(int value) {
        long bits = value & ((1L << image.bitsStored()) - 1);
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
                write(to, begin + 4L * ((long) y * columns / 2 + first), row.rewind());
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
                write(to, at + pixel * perPixel * cell, row.rewind());
            }
        }
    }

    /** Clears the bits of all cells that are not stored. */
    private void clear(FileChannel to) throws IOException {
        byte[] kept = cell(-1);
        var buffer = ByteBuffer.allocate(STEP);
        for (long at = 0; at < to.size(); at += STEP) {
            buffer.clear();
            while (buffer.hasRemaining() && to.read(buffer, at + buffer.position()) >= 0) {
                // until the step is full or the file ends
            }
            byte[] bytes = buffer.array();
            for (int i = 0; i < buffer.position(); i++) {
                bytes[i] &= kept[i % cell];
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
