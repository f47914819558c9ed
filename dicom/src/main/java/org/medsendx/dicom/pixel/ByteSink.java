package org.medsendx.dicom.pixel;

import java.util.Arrays;

/** Bytes that grow; what {@code ByteArrayOutputStream} is, without its locks. */
final class ByteSink {

    private byte[] bytes;
    private int size;

    ByteSink(int expected) {
        bytes = new byte[Math.max(64, expected)];
    }

    int size() {
        return size;
    }

    /** What was written so far. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    /** Zeros, to be filled in later. */
    void skip(int count) {
        ensure(count);
        size += count;
    }

    void bytes(byte[] from, int offset, int count) {
        ensure(count);
        System.arraycopy(from, offset, bytes, size, count);
        size += count;
    }

    private void ensure(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
