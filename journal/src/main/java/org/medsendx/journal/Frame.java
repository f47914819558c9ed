package org.medsendx.journal;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How one record lies in a segment file: length (4 bytes), CRC32C of everything else (4 bytes), the
 * length of the file that was known to be on disk when this record was written (8 bytes), the
 * record. All big endian.
 *
 * <p>The third field tells a torn tail from a damaged middle: bytes that a later frame vouches for
 * were on disk, so if they are unreadable now, the disk lost them.
 */
final class Frame {

    static final int HEADER = 16;

    private Frame() {}

    static byte[] encode(byte[] data, long forced) {
        var frame = ByteBuffer.allocate(HEADER + data.length);
        frame.putInt(data.length).putInt(checksum(data, 0, data.length, forced));
        frame.putLong(forced).put(data);
        return frame.array();
    }

    /**
     * Reads the frame that starts here.
     *
     * @param available how many bytes of the file are left
     * @return the record, or null when these bytes are no frame
     */
    static byte @Nullable [] read(DataInputStream in, long available) throws IOException {
        if (available < HEADER) {
            return null;
        }
        int length = in.readInt();
        int checksum = in.readInt();
        long forced = in.readLong();
        if (length < 0 || length > Journal.MAX_RECORD_BYTES || length > available - HEADER) {
            return null;
        }
        byte[] data = in.readNBytes(length);
        if (data.length != length || checksum(data, 0, length, forced) != checksum) {
            return null;
        }
        return data;
    }

    /**
     * Whether anywhere in these bytes a whole frame says that the file was on disk beyond a
     * position.
     *
     * @param tail the rest of the file from its first unreadable byte on
     * @param start where in the file the tail starts
     */
    static boolean vouchesBeyond(byte[] tail, long start) {
        var buffer = ByteBuffer.wrap(tail);
        for (int at = 0; at + HEADER <= tail.length; at++) {
            int length = buffer.getInt(at);
            long forced = buffer.getLong(at + 8);
            if (forced > start
                    && forced <= start + at
                    && length >= 0
                    && length <= tail.length - at - HEADER
                    && checksum(tail, at + HEADER, length, forced) == buffer.getInt(at + 4)) {
                return true;
            }
        }
        return false;
    }

    private static int checksum(byte[] data, int offset, int length, long forced) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putInt(length).putLong(forced).flip());
        crc.update(data, offset, length);
        return (int) crc.getValue();
    }
}
