package org.medsendx.dicom.pixel;

/**
 * What an encoder must know of a frame (PS3.3, C.7.6.3).
 *
 * @param rows 1 to 65535
 * @param columns 1 to 65535
 * @param samplesPerPixel 1 or 3
 * @param bitsAllocated 1, 8, 16 or 32
 * @param bitsStored 1 to bitsAllocated
 * @param signed whether stored values are two's complement
 */
public record FrameFormat(
        int rows,
        int columns,
        int samplesPerPixel,
        int bitsAllocated,
        int bitsStored,
        boolean signed) {

    private static final int MAX_SIDE = 0xFFFF;

    public FrameFormat {
        if (rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
            throw new IllegalArgumentException("rows and columns are 1 to 65535");
        }
        if (samplesPerPixel != 1 && samplesPerPixel != 3) {
            throw new IllegalArgumentException("samples per pixel are 1 or 3");
        }
        boolean allocated =
                switch (bitsAllocated) {
                    case 1, 8, 16, 32 -> true;
                    default -> false;
                };
        if (!allocated || bitsStored < 1 || bitsStored > bitsAllocated) {
            throw new IllegalArgumentException("bits allocated or stored");
        }
        if ((long) rows * columns * samplesPerPixel > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("more samples than an array holds");
        }
    }

    /** How many samples a frame has. */
    public int samples() {
        return rows * columns * samplesPerPixel;
    }

    /**
     * Refuses what is not a frame of this format.
     *
     * @throws UnsupportedImageException {@code stored-values} when there are too many, too few, or
     *     one that the stored bits cannot hold
     */
    void check(int[] stored) throws UnsupportedImageException {
        if (stored.length != samples()) {
            throw new UnsupportedImageException("stored-values");
        }
        if (bitsStored == 32) {
            return;
        }
        int outside = 0;
        // a value that fits leaves nothing when its own bits are shifted out; signs are folded
        int shift = signed ? bitsStored - 1 : bitsStored;
        for (int value : stored) {
            int folded = signed ? value ^ value >> 31 : value;
            outside |= folded >>> shift;
        }
        if (outside != 0) {
            throw new UnsupportedImageException("stored-values");
        }
    }
}
