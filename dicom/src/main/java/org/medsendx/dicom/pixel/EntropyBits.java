package org.medsendx.dicom.pixel;

/** The entropy-coded bits of a JPEG scan: stuffed zeros removed, markers end it (T.81, F.2.2.5). */
final class EntropyBits extends ScanBits {

    EntropyBits(byte[] stream, int position) {
        super(stream, position);
    }

    @Override
    void fill() throws UnsupportedImageException {
        while (available <= 48) {
            int b = position < stream.length ? stream[position] & 0xFF : 0xFF;
            if (b == 0xFF && (position + 1 >= stream.length || stream[position + 1] != 0)) {
                pad();
                continue;
            }
            position += b == 0xFF ? 2 : 1;
            buffer = buffer << 8 | b;
            available += 8;
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
        clear();
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
