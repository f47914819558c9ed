package org.medsendx.dicom.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/** Bytes as the InlineBinary of an attribute (PS3.18, F.2.7), a piece at a time. */
final class InlineBinary {

    /** Whole groups of three bytes, and whole units of eight. */
    private static final int PIECE = 3 * 8 * 1024;

    private final Appendable out;
    private final byte[] piece = new byte[PIECE];
    private int used;

    InlineBinary(Appendable out) throws IOException {
        this.out = out;
        out.append(",\"InlineBinary\":\"");
    }

    /** The tag and the length of an item, little endian. */
    void header(int tag, long length) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) (tag >>> 16)).putShort((short) tag).putInt((int) length);
        add(header.array(), 8);
    }

    /**
     * A part of a file.
     *
     * @param unit how many bytes are in the order of big endian and exchanged; 1 for none
     */
    void part(FileChannel file, int tag, long position, long length, int unit) throws IOException {
        long done = 0;
        while (done < length) {
            int count = (int) Math.min(PIECE, length - done);
            byte[] bytes = bytes(file, tag, position + done, count);
            for (int i = 0; unit > 1 && i + unit <= count; i += unit) {
                for (int j = 0; j < unit / 2; j++) {
                    byte first = bytes[i + j];
                    bytes[i + j] = bytes[i + unit - 1 - j];
                    bytes[i + unit - 1 - j] = first;
                }
            }
            add(bytes, count);
            done += count;
        }
    }

    /** A part of a file that fits into memory. */
    static byte[] bytes(FileChannel file, int tag, long position, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new DicomFormatException(Problem.TRUNCATED, tag, position + bytes.position());
            }
        }
        return bytes.array();
    }

    private void add(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            int count = Math.min(PIECE - used, length - from);
            System.arraycopy(bytes, from, piece, used, count);
            used += count;
            from += count;
            if (used == PIECE) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        byte[] encoded = Base64.getEncoder().encode(ByteBuffer.wrap(piece, 0, used)).array();
        out.append(new String(encoded, StandardCharsets.ISO_8859_1));
        used = 0;
    }

    void end() throws IOException {
        flush();
        out.append('"');
    }
}
