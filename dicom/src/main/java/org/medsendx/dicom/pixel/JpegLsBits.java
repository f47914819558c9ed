package org.medsendx.dicom.pixel;

/** The bits of a JPEG-LS scan: a byte behind FFH carries seven of them (T.87, A.1). */
final class JpegLsBits extends ScanBits {

    private boolean afterFf;

    JpegLsBits(byte[] stream, int position) {
        super(stream, position);
    }

    @Override
    void fill() throws UnsupportedImageException {
        while (available <= 48) {
            int b = position < stream.length ? stream[position] & 0xFF : 0xFF;
            if (afterFf) {
                if (b >= 0x80 || position >= stream.length) {
                    pad();
                    continue;
                }
                buffer = buffer << 7 | b;
                available += 7;
                position++;
                afterFf = false;
            } else {
                boolean marker =
                        b == 0xFF
                                && (position + 1 >= stream.length
                                        || (stream[position + 1] & 0x80) != 0);
                if (marker) {
                    pad();
                    continue;
                }
                buffer = buffer << 8 | b;
                available += 8;
                position++;
                afterFf = b == 0xFF;
            }
        }
    }

    int bit() throws UnsupportedImageException {
        if (available == 0) {
            fill();
        }
        available--;
        return (int) (buffer >>> available) & 1;
    }

    /** A code of A.5.3: limited length Golomb. */
    int golomb(int k, int limit, int quantizedBits) throws UnsupportedImageException {
        int zeros = 0;
        while (true) {
            if (available < 32) {
                fill();
            }
            long rest = buffer << (64 - available);
            int leading = Math.min(Long.numberOfLeadingZeros(rest), available);
            zeros += leading;
            available -= leading;
            if (available > 0) {
                available--;
                break;
            }
            if (zeros > limit) {
                throw JpegLsDecoder.broken();
            }
        }
        if (zeros < limit - quantizedBits - 1) {
            return k == 0 ? zeros : (zeros << k) | take(k);
        }
        return take(quantizedBits) + 1;
    }
}
