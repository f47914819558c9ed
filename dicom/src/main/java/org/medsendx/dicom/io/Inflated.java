package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * A deflated data set (PS3.5, A.5), inflated twice: once to learn its size, so that a bomb is
 * refused and every length can be checked, and again as it is parsed. Only a window of it is held.
 */
final class Inflated implements Input.Source, AutoCloseable {

    private static final int CHUNK = 32 << 10;

    private final Input.Source compressed;
    private long begin;
    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[CHUNK];
    private long compressedPosition;
    private long position;

    private Inflated(Input.Source compressed, long begin) {
        this.compressed = compressed;
        this.begin = begin;
        this.compressedPosition = begin;
    }

    static Inflated of(FileChannel channel, long begin) {
        return new Inflated(
                (into, offset, length, at) ->
                        channel.read(ByteBuffer.wrap(into, offset, length), at),
                begin);
    }

    static Inflated of(byte[] bytes) {
        return new Inflated(
                (into, offset, length, at) -> {
                    int count = (int) Math.min(length, bytes.length - at);
                    System.arraycopy(bytes, (int) at, into, offset, count);
                    return count == 0 ? -1 : count;
                },
                0);
    }

    /**
     * What it holds, from the beginning.
     *
     * @throws DicomFormatException when that is more than so many bytes, cut off, or not deflated
     */
    Input input(long limit) throws IOException {
        passZlibHeader();
        byte[] first = new byte[2 * CHUNK];
        int length = read(first, 0, first.length, 0);
        if (length > limit) {
            throw new DicomFormatException(Problem.TOO_LARGE, null, begin);
        }
        if (length < first.length) {
            return new Input(first, length);
        }
        long size = length;
        while (!inflater.finished()) {
            int more = read(first, 0, first.length, size);
            size += more;
            if (size > limit) {
                throw new DicomFormatException(Problem.TOO_LARGE, null, begin);
            }
        }
        return new Input(this, size);
    }

    /**
     * RFC 1951 is due (PS3.5, A.5), but some writers put the header of RFC 1950 before it. Without
     * it, such two bytes would be a stored block with bits where the padding is, which nobody
     * writes.
     */
    private void passZlibHeader() throws IOException {
        byte[] head = new byte[2];
        boolean there = compressed.read(head, 0, 2, begin) == 2;
        int both = (head[0] & 0xFF) << 8 | (head[1] & 0xFF);
        if (there && (head[0] & 0x0F) == Deflater.DEFLATED && both % 31 == 0) {
            begin += 2;
            compressedPosition = begin;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length, long from) throws IOException {
        if (from < position) {
            inflater.reset();
            position = 0;
            compressedPosition = begin;
        }
        while (position < from) {
            byte[] passed = new byte[(int) Math.min(CHUNK, from - position)];
            if (inflate(passed, 0, passed.length) == 0) {
                return 0;
            }
        }
        return inflate(into, offset, length);
    }

    private int inflate(byte[] into, int offset, int length) throws IOException {
        int done = 0;
        try {
            while (done < length && !inflater.finished()) {
                int count = inflater.inflate(into, offset + done, length - done);
                done += count;
                position += count;
                if (count == 0 && !inflater.finished()) {
                    if (inflater.needsDictionary()) {
                        throw new DicomFormatException(
                                Problem.BAD_DEFLATE, null, compressedPosition);
                    }
                    int more = compressed.read(chunk, 0, CHUNK, compressedPosition);
                    if (more < 0) {
                        throw new DicomFormatException(Problem.TRUNCATED, null, compressedPosition);
                    }
                    compressedPosition += more;
                    inflater.setInput(chunk, 0, more);
                }
            }
        } catch (DataFormatException e) {
            throw new DicomFormatException(Problem.BAD_DEFLATE, null, compressedPosition);
        }
        return done;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
