package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes the bits of a JPEG-LS scan: a byte behind FFH carries seven of them (T.87, A.1). */
final class JpegLsBitWriter {

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;
    private long buffer;
    private int pending;

    /** How many bits the next byte carries. */
    private int room = 8;

    JpegLsBitWriter(int expected) {
        bytes = new byte[Math.max(64, expected)];
    }

    /** Up to 24 bits; the value must have no others. */
    void put(int value, int count) {
        buffer = buffer << count | value;
        pending += count;
        if (pending >= 32) {
            drain();
        }
    }

    /** Zeros and the one that ends them. */
    private void unary(int zeros) {
        int left = zeros;
        while (left > 23) {
            put(0, 24);
            left -= 24;
        }
        put(1, left + 1);
    }

    /** A code of A.5.3: limited length Golomb. */
    void golomb(int mapped, int k, int limit, int quantizedBits) {
        int high = mapped >> k;
        int escape = limit - quantizedBits - 1;
        if (high >= escape) {
            unary(escape);
            put(mapped - 1, quantizedBits);
        } else if (high + 1 + k <= 24) {
            put(1 << k | (mapped & ((1 << k) - 1)), high + 1 + k);
        } else {
            unary(high);
            put(mapped & ((1 << k) - 1), k);
        }
    }

    private void drain() {
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        if (pending >= 32 && room == 8) {
            int four = (int) (buffer >>> pending - 32);
            if (!JpegLsBits.hasFf(four)) {
                INTS.set(bytes, size, four);
                size += 4;
                pending -= 32;
                return;
            }
        }
        while (pending >= 8) {
            pending -= room;
            int b = (int) (buffer >>> pending) & ((1 << room) - 1);
            bytes[size++] = (byte) b;
            room = b == 0xFF ? 7 : 8;
        }
    }

    /** Ends the scan: the last byte is filled with zeros, and a last FFH is followed by one. */
    void finish() {
        drain();
        if (pending > 0 || room == 7) {
            int fill = room - pending;
            buffer <<= fill;
            pending += fill;
            if (size + 10 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            bytes[size++] = (byte) (buffer & ((1 << room) - 1));
            pending = 0;
            room = 8;
        }
    }

    int size() {
        return size;
    }

    /** Hands over the bytes that are complete, and forgets them. */
    void moveTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    void writeTo(ByteSink out) {
        out.bytes(bytes, 0, size);
    }
}
