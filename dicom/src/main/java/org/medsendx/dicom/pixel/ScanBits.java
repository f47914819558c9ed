package org.medsendx.dicom.pixel;

/**
 * The bits of a scan, up to a marker. Bits behind the end are zeros, for looking ahead; who goes on
 * decoding them is stopped.
 */
abstract sealed class ScanBits permits EntropyBits, JpegLsBits {

    private static final int MAX_PADDING_BITS = 64;

    final byte[] stream;
    int position;

    /** The lowest {@code available} bits come next. */
    long buffer;

    int available;
    private int padded;

    ScanBits(byte[] stream, int position) {
        this.stream = stream;
        this.position = position;
    }

    /** Where the scan's bytes that were not taken yet go on; at a marker after the last bit. */
    final int position() {
        return position;
    }

    /** Makes at least 32 bits available. */
    abstract void fill() throws UnsupportedImageException;

    /** Adds eight bits behind the end. */
    final void pad() throws UnsupportedImageException {
        padded += 8;
        if (padded - available > MAX_PADDING_BITS) {
            throw new UnsupportedImageException("code-stream");
        }
        buffer <<= 8;
        available += 8;
    }

    /** Forgets what was read ahead. */
    final void clear() {
        available = 0;
        buffer = 0;
        padded = 0;
    }

    /** Takes up to 24 bits. */
    final int take(int count) throws UnsupportedImageException {
        if (available < count) {
            fill();
        }
        available -= count;
        return (int) (buffer >>> available) & ((1 << count) - 1);
    }
}
