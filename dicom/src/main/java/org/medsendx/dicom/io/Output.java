package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/** Buffered bytes to a channel; parts of files are transferred, not read. */
final class Output implements AutoCloseable {

    private static final int BUFFER = 32 << 10;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private @Nullable Path sourcePath;
    private @Nullable FileChannel source;

    Output(WritableByteChannel channel) {
        this.channel = channel;
    }

    private ByteBuffer room(int bytes, boolean bigEndian) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    void u8(int value) throws IOException {
        room(1, false).put((byte) value);
    }

    void u16(int value, boolean bigEndian) throws IOException {
        room(2, bigEndian).putShort((short) value);
    }

    void u32(long value, boolean bigEndian) throws IOException {
        room(4, bigEndian).putInt((int) value);
    }

    void tag(int tag, boolean bigEndian) throws IOException {
        u16(tag >>> 16, bigEndian);
        u16(tag, bigEndian);
    }

    void bytes(byte[] bytes) throws IOException {
        if (bytes.length <= BUFFER) {
            room(bytes.length, false).put(bytes);
        } else {
            flush();
            drain(ByteBuffer.wrap(bytes));
        }
    }

    /** A part of a file as it is. */
    void transfer(Path path, long position, long length) throws IOException {
        FileChannel from = source(path);
        if (length <= BUFFER) {
            read(from, room((int) length, false), position, (int) length);
            return;
        }
        flush();
        long done = 0;
        while (done < length) {
            long count = from.transferTo(position + done, length - done, channel);
            if (count <= 0) {
                throw new DicomFormatException(Problem.TRUNCATED, null, position + done);
            }
            done += count;
        }
    }

    /** A part of a file with the bytes of each unit reversed. */
    void transferSwapped(Path path, long position, long length, int unit) throws IOException {
        FileChannel from = source(path);
        long done = 0;
        while (done < length) {
            int count = (int) Math.min(BUFFER, length - done);
            ByteBuffer part = ByteBuffer.allocate(count);
            read(from, part, position + done, count);
            bytes(swapped(part.array(), unit));
            done += count;
        }
    }

    /** A copy with the bytes of each whole unit reversed. */
    static byte[] swapped(byte[] bytes, int unit) {
        byte[] copy = bytes.clone();
        for (int i = 0; i + unit <= bytes.length; i += unit) {
            for (int j = 0; j < unit; j++) {
                copy[i + j] = bytes[i + unit - 1 - j];
            }
        }
        return copy;
    }

    private static void read(FileChannel from, ByteBuffer into, long position, int length)
            throws IOException {
        int limit = into.limit();
        into.limit(into.position() + length);
        long at = position;
        while (into.hasRemaining()) {
            int count = from.read(into, at);
            if (count < 0) {
                throw new DicomFormatException(Problem.TRUNCATED, null, at);
            }
            at += count;
        }
        into.limit(limit);
    }

    private FileChannel source(Path path) throws IOException {
        FileChannel open = source;
        if (open == null || !path.equals(sourcePath)) {
            if (open != null) {
                open.close();
            }
            open = FileChannel.open(path, StandardOpenOption.READ);
            source = open;
            sourcePath = path;
        }
        return open;
    }

    void flush() throws IOException {
        drain(buffer.flip());
        buffer.clear();
    }

    private void drain(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Closes the files that were read; the channel that is written stays open. */
    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
