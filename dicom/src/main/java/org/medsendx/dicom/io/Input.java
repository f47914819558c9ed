package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Bytes at positions, from a file through a window or from memory. Every access is checked against
 * the size first, so that a false length costs nothing.
 */
final class Input {

    private static final int WINDOW = 32 << 10;
    private static final int MAX_PADDING = 64 << 10;

    private final @Nullable FileChannel channel;
    private final long size;
    private final byte[] window;
    private long windowPosition;
    private int windowLength;

    /** Reads from a file as it is now; the caller closes it. */
    Input(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.window = new byte[(int) Math.min(WINDOW, size)];
    }

    /** Reads from memory. */
    Input(byte[] bytes, int length) {
        this.channel = null;
        this.size = length;
        this.window = bytes;
        this.windowLength = length;
    }

    long size() {
        return size;
    }

    /** Whether values can be left in a file. */
    boolean isFile() {
        return channel != null;
    }

    /** Index into the window of bytes that are there now. */
    private int at(long position, int length) throws IOException {
        long offset = position - windowPosition;
        if (offset >= 0 && offset + length <= windowLength) {
            return (int) offset;
        }
        if (position < 0 || length > size - position) {
            throw new DicomFormatException(Problem.TRUNCATED, null, position);
        }
        fill(position);
        if (length > windowLength) {
            throw new DicomFormatException(Problem.TRUNCATED, null, position);
        }
        return 0;
    }

    private void fill(long position) throws IOException {
        windowPosition = position;
        windowLength = 0;
        if (channel == null) {
            throw new DicomFormatException(Problem.TRUNCATED, null, position);
        }
        ByteBuffer buffer = ByteBuffer.wrap(window);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        windowLength = buffer.position();
    }

    int u8(long position) throws IOException {
        return window[at(position, 1)] & 0xFF;
    }

    int u16(long position, boolean bigEndian) throws IOException {
        int i = at(position, 2);
        int first = window[i] & 0xFF;
        int second = window[i + 1] & 0xFF;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    long u32(long position, boolean bigEndian) throws IOException {
        long first = u16(position, bigEndian);
        long second = u16(position + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    int tag(long position, boolean bigEndian) throws IOException {
        return u16(position, bigEndian) << 16 | u16(position + 2, bigEndian);
    }

    /** A copy of bytes that the caller has checked against {@link #size} and its own limits. */
    byte[] bytes(long position, int length) throws IOException {
        byte[] copy = new byte[length];
        long offset = position - windowPosition;
        if (length <= window.length || channel == null) {
            if (length > 0) {
                System.arraycopy(window, at(position, length), copy, 0, length);
            }
            return copy;
        }
        int done = 0;
        if (offset >= 0 && offset < windowLength) {
            done = (int) (windowLength - offset);
            System.arraycopy(window, (int) offset, copy, 0, done);
        }
        ByteBuffer buffer = ByteBuffer.wrap(copy, done, length - done);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new DicomFormatException(Problem.TRUNCATED, null, position);
            }
        }
        return copy;
    }

    /** Whether only a block's worth of NUL bytes follows; more than that is no padding. */
    boolean onlyPaddingFrom(long position) throws IOException {
        if (size - position > MAX_PADDING) {
            return false;
        }
        for (long p = position; p < size; p++) {
            if (u8(p) != 0) {
                return false;
            }
        }
        return true;
    }
}
