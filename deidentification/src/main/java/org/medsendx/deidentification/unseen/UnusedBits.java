package org.medsendx.deidentification.unseen;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Bits of pixel cells outside the stored ones (PS3.5, 8.1.1): 0, or above a negative value 1; all
 * else may be an overlay or anything.
 */
public final class UnusedBits {

    private static final int STEP = 1 << 16;

    /** A number of 16 bits times this is that number four times. */
    private static final long FOUR_CELLS = 0x0001_0001_0001_0001L;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int lowBit;
    private final int stored;
    private final int allocated;
    private final boolean signed;

    private UnusedBits(DataSet dataSet) {
        allocated = dataSet.intValue(BitsAllocated, 0);
        int bits = dataSet.intValue(BitsStored, allocated);
        stored = bits < 1 || bits > allocated ? allocated : bits;
        int high = dataSet.intValue(HighBit, stored - 1);
        lowBit = high < stored - 1 || high >= allocated ? 0 : high - stored + 1;
        signed = dataSet.intValue(PixelRepresentation, 0) == 1;
    }

    /** The bits that the attributes of a data set leave unused. */
    public static UnusedBits of(DataSet dataSet) {
        return new UnusedBits(dataSet);
    }

    /** Whether bits outside the stored ones hold something in some cells. */
    public boolean hold(int[] cells) {
        if (none()) {
            return false;
        }
        int any = 0;
        for (int cell : cells) {
            any |= cell;
        }
        boolean found = false;
        if ((any & ~mask()) != 0) {
            // something, if no more than signs
            for (int cell : cells) {
                found |= holds(cell);
            }
        }
        return found;
    }

    /** Whether bits outside the stored ones hold something, in any frame. */
    public static boolean hold(Image image) throws IOException, UnsupportedImageException {
        DataSet dataSet = image.file().dataSet();
        var bits = new UnusedBits(dataSet);
        if (bits.none()) {
            return false;
        }
        return switch (dataSet.get(PixelData)) {
            case Element.Value value ->
                    bits.any(value.bytes(), 0, value.bytes().length, dataSet.bigEndian());
            case Element.Bulk bulk -> bits.any(bulk, dataSet.bigEndian());
            case Element.Encapsulated encapsulated -> bits.any(image);
            case null, default -> false;
        };
    }

    private boolean none() {
        return stored == allocated || allocated < 8;
    }

    /**
     * A look at native pixel data while its file is read.
     *
     * @return null when it has no such bits, or does not lie in the file as it is
     */
    public static @Nullable Scan scan(DicomFile file) {
        var bits = new UnusedBits(file.dataSet());
        return !bits.none() && file.dataSet().get(PixelData) instanceof Element.Bulk bulk
                ? new Scan(bits, bulk, file.dataSet().bigEndian())
                : null;
    }

    /** Looks at a file that comes in pieces, from its first byte to its last. */
    public static final class Scan {

        private final UnusedBits bits;
        private final boolean bigEndian;
        private final long begin;
        private final long end;

        /** The first bytes of a cell whose others are not there yet. */
        private final byte[] cell;

        private int there;
        private boolean found;

        private Scan(UnusedBits bits, Element.Bulk pixels, boolean bigEndian) {
            this.bits = bits;
            this.bigEndian = bigEndian;
            begin = pixels.position();
            end = begin + pixels.length();
            cell = new byte[bits.allocated / 8];
        }

        /**
         * The next bytes.
         *
         * @param position of the first in the file
         */
        public void bytes(byte[] bytes, int count, long position) {
            int at = Math.clamp(begin - position, 0, count);
            int to = Math.clamp(end - position, 0, count);
            while (there > 0 && at < to) {
                put(bytes[at++]);
            }
            int whole = at + (to - at) / cell.length * cell.length;
            found |= bits.any(bytes, at, whole, bigEndian);
            for (int i = whole; i < to; i++) {
                put(bytes[i]);
            }
        }

        private void put(byte one) {
            cell[there++] = one;
            if (there == cell.length) {
                found |= bits.any(cell, 0, there, bigEndian);
                there = 0;
            }
        }

        /** Whether bits outside the stored ones hold something in what came so far. */
        public boolean found() {
            return found;
        }
    }

    private boolean any(Element.Bulk bulk, boolean bigEndian) throws IOException {
        var buffer = ByteBuffer.allocate(STEP);
        try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
            for (long at = 0; at < bulk.length(); at += STEP) {
                int length = (int) Math.min(STEP, bulk.length() - at);
                buffer.clear().limit(length);
                while (buffer.hasRemaining()
                        && channel.read(buffer, bulk.position() + at + buffer.position()) >= 0) {
                    // until the step is full or the file ends
                }
                if (any(buffer.array(), 0, buffer.position(), bigEndian)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean any(byte[] bytes, int from, int to, boolean bigEndian) {
        int cell = allocated / 8;
        boolean found = false;
        if (cell == 2) {
            int low = bigEndian ? 1 : 0;
            int kept = mask();
            int outside = ~kept & 0xFFFF;
            long four =
                    FOUR_CELLS
                            * (bigEndian
                                    ? Short.toUnsignedInt(Short.reverseBytes((short) outside))
                                    : outside);
            int i = from;
            for (; i + Long.BYTES <= to; i += Long.BYTES) {
                if (((long) LONGS.get(bytes, i) & four) != 0) {
                    for (int at = i; at < i + Long.BYTES; at += 2) {
                        found |= holds(bytes[at + low] & 0xFF | (bytes[at + 1 - low] & 0xFF) << 8);
                    }
                }
            }
            for (; i + 1 < to; i += 2) {
                int value = bytes[i + low] & 0xFF | (bytes[i + 1 - low] & 0xFF) << 8;
                found |= (value & ~kept) != 0 && holds(value);
            }
            return found;
        }
        for (int i = from; i + cell <= to; i += cell) {
            int value = 0;
            for (int b = 0; b < cell; b++) {
                value |= (bytes[i + (bigEndian ? cell - 1 - b : b)] & 0xFF) << (8 * b);
            }
            found |= holds(value);
        }
        return found;
    }

    private boolean any(Image image) throws IOException, UnsupportedImageException {
        var cells =
                new Image(
                        image.file(),
                        image.rows(),
                        image.columns(),
                        image.samplesPerPixel(),
                        image.frames(),
                        image.bitsAllocated(),
                        image.bitsAllocated(),
                        false,
                        image.photometricInterpretation());
        for (int frame = 0; frame < image.frames(); frame++) {
            for (int value : cells.stored(frame)) {
                if (holds(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int mask() {
        return (int) (((1L << stored) - 1) << lowBit);
    }

    private boolean holds(int cell) {
        int all = (int) ((1L << allocated) - 1);
        int outside = cell & all & ~mask();
        if (outside == 0) {
            return false;
        }
        int above = all & ~(int) ((1L << (lowBit + stored)) - 1);
        boolean negative = signed && (cell >> (lowBit + stored - 1) & 1) != 0;
        return !(negative && outside == above);
    }
}
