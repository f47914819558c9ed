package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Bytes at positions, from a file or a deflated stream through a window, or from memory. Every
 * access is checked against the size first, so that a false length costs nothing.
 */
final class Input {

    private static final int WINDOW = 16 << 10;
    private static final int MAX_PADDING = 64 << 10;

    private final @Nullable Source source;
    private final boolean file;
    private final long size;
    private final byte[] window;
    private long windowPosition;
    private int windowLength;

    /** Where a look for padding has met another byte, so that none looks there again. */
    private long notPadding = -1;

    /** Where bytes that the window lacks come from. */
    interface Source {
        /** Fills a part of an array with what is at a position; how many bytes were there. */
        int read(byte[] into, int offset, int length, long position) throws IOException;
    }

    /** Reads from a file as it is now; the caller closes it. */
    Input(FileChannel channel) throws IOException {
        this.size = channel.size();
        this.source = (into, offset, length, at) -> read(channel, into, offset, length, at);
        this.file = true;
        this.window = new byte[(int) Math.min(WINDOW, size)];
    }

    /**
     * Reads from a source that is best read forwards: the window is wide enough for every look
     * ahead.
     */
    Input(Source forwards, long size) {
        this.size = size;
        this.source = forwards;
        this.file = false;
        this.window = new byte[(int) Math.min(2 * MAX_PADDING, size)];
    }

    /** Reads from memory. */
    Input(byte[] bytes, int length) {
        this(bytes, length, 0);
    }

    /** Reads a part of something longer from memory: its first byte has this position. */
    Input(byte[] bytes, int length, long position) {
        this.source = null;
        this.file = false;
        this.size = position + length;
        this.window = bytes;
        this.windowPosition = position;
        this.windowLength = length;
    }

    private static int read(FileChannel channel, byte[] into, int offset, int length, long position)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - offset) < 0) {
                break;
            }
        }
        return buffer.position() - offset;
    }

    long size() {
        return size;
    }

    /** Whether values can be left in a file. */
    boolean isFile() {
        return file;
    }

    /** Whether going back is dear: what may be read twice is better copied first. */
    boolean isForwards() {
        return source != null && !file;
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

    /** Moves the window to begin at a position; what it has of that is kept. */
    private void fill(long position) throws IOException {
        if (source == null) {
            throw new DicomFormatException(Problem.TRUNCATED, null, position);
        }
        int kept = 0;
        if (position >= windowPosition && position < windowPosition + windowLength) {
            int from = (int) (position - windowPosition);
            kept = windowLength - from;
            System.arraycopy(window, from, window, 0, kept);
        }
        windowPosition = position;
        windowLength = kept;
        int rest = (int) Math.min(window.length - kept, size - position - kept);
        windowLength += source.read(window, kept, rest, position + kept);
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
        if (length <= window.length || source == null) {
            if (length > 0) {
                System.arraycopy(window, at(position, length), copy, 0, length);
            }
            return copy;
        }
        int done = 0;
        long offset = position - windowPosition;
        if (offset >= 0 && offset < windowLength) {
            done = (int) (windowLength - offset);
            System.arraycopy(window, (int) offset, copy, 0, done);
        }
        done += source.read(copy, done, length - done, position + done);
        if (done < length) {
            throw new DicomFormatException(Problem.TRUNCATED, null, position + done);
        }
        return copy;
    }

    /** Whether only a block's worth of NUL bytes follows; more than that is no padding. */
    boolean onlyPaddingFrom(long position) throws IOException {
        long rest = size - position;
        if (rest > MAX_PADDING || position <= notPadding) {
            return false;
        }
        if (rest > 0 && rest <= window.length) {
            at(position, (int) rest);
        }
        for (long p = position; p < size; p++) {
            if (u8(p) != 0) {
                notPadding = p;
                return false;
            }
        }
        return true;
    }
}
