package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/** A deflated data set (PS3.5, A.5) inflated into memory, up to a limit. */
final class Inflated {

    private static final int CHUNK = 32 << 10;

    private Inflated() {}

    /** Where compressed bytes come from: fills the array, returns how many; negative at the end. */
    private interface Source {
        int next(byte[] chunk) throws IOException;
    }

    static Input from(FileChannel channel, long position, long limit) throws IOException {
        long[] at = {position};
        return inflate(
                chunk -> {
                    int count = channel.read(ByteBuffer.wrap(chunk), at[0]);
                    at[0] += Math.max(count, 0);
                    return count;
                },
                position,
                limit);
    }

    static Input from(byte[] bytes, long limit) throws IOException {
        int[] at = {0};
        return inflate(
                chunk -> {
                    int count = Math.min(chunk.length, bytes.length - at[0]);
                    System.arraycopy(bytes, at[0], chunk, 0, count);
                    at[0] += count;
                    return count == 0 ? -1 : count;
                },
                0,
                limit);
    }

    private static Input inflate(Source source, long position, long limit) throws IOException {
        int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
        byte[] chunk = new byte[CHUNK];
        byte[] out = new byte[Math.min(CHUNK * 4, most + 1)];
        int length = 0;
        Inflater inflater = new Inflater(true);
        try {
            while (!inflater.finished()) {
                if (length == out.length) {
                    if (length > most) {
                        throw new DicomFormatException(Problem.TOO_LARGE, null, position);
                    }
                    out = Arrays.copyOf(out, (int) Math.min(length * 2L, most + 1L));
                }
                int count = inflater.inflate(out, length, out.length - length);
                length += count;
                if (count == 0 && !inflater.finished()) {
                    if (inflater.needsDictionary()) {
                        throw new DicomFormatException(Problem.BAD_DEFLATE, null, position);
                    }
                    int more = source.next(chunk);
                    if (more < 0) {
                        throw new DicomFormatException(Problem.TRUNCATED, null, position);
                    }
                    inflater.setInput(chunk, 0, more);
                }
            }
        } catch (DataFormatException e) {
            throw new DicomFormatException(Problem.BAD_DEFLATE, null, position);
        } finally {
            inflater.end();
        }
        return new Input(out, length);
    }
}
