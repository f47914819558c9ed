package org.medsendx.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Stored values to the cells of native pixel data (PS3.5, 8.1.1), little endian. Frames of single
 * bits follow each other without filling a byte.
 */
final class NativeCells {

    private final FrameFormat format;
    private final boolean swappedPairs;
    private int carried;
    private int carriedBits;

    /**
     * @param swappedPairs for a writer that will swap the bytes of each word again
     */
    NativeCells(FrameFormat format, boolean swappedPairs) {
        this.format = format;
        this.swappedPairs = swappedPairs;
    }

    byte[] bytes(int[] stored) throws UnsupportedImageException {
        format.check(stored);
        if (format.bitsAllocated() == 1) {
            return bits(stored);
        }
        int size = format.bitsAllocated() / 8;
        ByteBuffer cells = ByteBuffer.allocate(stored.length * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : stored) {
            switch (size) {
                case 1 -> cells.put((byte) value);
                case 2 -> cells.putShort((short) value);
                default -> cells.putInt(value);
            }
        }
        byte[] bytes = cells.array();
        if (swappedPairs) {
            ValueBytes.swapPairs(bytes);
        }
        return bytes;
    }

    private byte[] bits(int[] stored) {
        byte[] bytes = new byte[(carriedBits + stored.length) / 8];
        int to = 0;
        for (int value : stored) {
            carried |= (value & 1) << carriedBits;
            carriedBits++;
            if (carriedBits == 8) {
                bytes[to++] = (byte) carried;
                carried = 0;
                carriedBits = 0;
            }
        }
        return bytes;
    }

    /** The last byte when frames of single bits did not fill it. */
    byte[] rest() {
        return carriedBits == 0 ? new byte[0] : new byte[] {(byte) carried};
    }
}
