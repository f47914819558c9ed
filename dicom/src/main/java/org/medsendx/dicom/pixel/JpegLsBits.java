package org.medsendx.dicom.pixel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of a JPEG-LS scan: a byte behind FFH carries seven of them (T.87, A.1). */
final class JpegLsBits extends ScanBits {

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private boolean afterFf;

    JpegLsBits(byte[] stream, int position) {
        super(stream, position);
    }

    @Override
    void fill() throws UnsupportedImageException {
        if (available <= 32 && !afterFf && position <= stream.length - 4) {
            int four = (int) INTS.get(stream, position);
            if (!hasFf(four)) {
                buffer = buffer << 32 | (four & 0xFFFFFFFFL);
                available += 32;
                position += 4;
                return;
            }
        }
        fillByBytes();
    }

    /** Whether one of four bytes is FFH: its complement, and only that, borrows from its top. */
    static boolean hasFf(int four) {
        return ((~four - 0x01010101) & four & 0x80808080) != 0;
    }

    private void fillByBytes() throws UnsupportedImageException {
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
