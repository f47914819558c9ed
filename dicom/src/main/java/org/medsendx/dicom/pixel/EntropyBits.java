package org.medsendx.dicom.pixel;

/** The entropy-coded bits of a JPEG scan: stuffed zeros removed, markers end it (T.81, F.2.2.5). */
final class EntropyBits {

    private static final int MAX_PADDING_BITS = 64;

    private final byte[] stream;
    private int position;
    private long buffer;
    private int available;
    private int padded;

    EntropyBits(byte[] stream, int position) {
        this.stream = stream;
        this.position = position;
    }

    /** Where the scan's bytes that were not taken yet go on; at a marker after the last bit. */
    int position() {
        return position;
    }

    private void fill() throws UnsupportedImageException {
        while (available <= 48) {
            int b = 0;
            if (position < stream.length) {
                b = stream[position] & 0xFF;
                boolean marker =
                        b == 0xFF && (position + 1 >= stream.length || stream[position + 1] != 0);
                if (marker) {
                    b = 0;
                    pad();
                } else {
                    position += b == 0xFF ? 2 : 1;
                }
            } else {
                pad();
            }
            buffer = buffer << 8 | b;
            available += 8;
        }
    }

    /** Bits behind the end are zeros, for looking ahead; who goes on decoding them is stopped. */
    private void pad() throws UnsupportedImageException {
        padded += 8;
        if (padded - available > MAX_PADDING_BITS) {
            throw new UnsupportedImageException("code-stream");
        }
    }

    /** The next sixteen bits, not taken. */
    int peek16() throws UnsupportedImageException {
        if (available < 16) {
            fill();
        }
        return (int) (buffer >>> (available - 16)) & 0xFFFF;
    }

    void skip(int count) {
        available -= count;
    }

    /** Takes up to sixteen bits. */
    int take(int count) throws UnsupportedImageException {
        if (available < count) {
            fill();
        }
        available -= count;
        return (int) (buffer >>> available) & ((1 << count) - 1);
    }

    /** Takes a difference of a magnitude category (T.81, F.2.2.1, EXTEND). */
    int difference(int category) throws UnsupportedImageException {
        if (category == 0) {
            return 0;
        }
        int bits = take(category);
        return bits < 1 << (category - 1) ? bits - (1 << category) + 1 : bits;
    }

    /** Drops the rest of the interval and takes the restart marker behind it. */
    void restart() throws UnsupportedImageException {
        available = 0;
        buffer = 0;
        padded = 0;
        while (position + 1 < stream.length) {
            int marker = stream[position + 1] & 0xFF;
            if ((stream[position] & 0xFF) == 0xFF && marker >= 0xD0 && marker <= 0xD7) {
                position += 2;
                return;
            }
            position++;
        }
        throw new UnsupportedImageException("code-stream");
    }
}
