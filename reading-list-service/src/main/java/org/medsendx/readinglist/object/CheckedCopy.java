package org.medsendx.readinglist.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import org.medsendx.contracts.Sha256;

/**
 * Copies an object that has to be what an event said of it. The last bytes are given away only when
 * all of them make the digest, so who gets another object gets it cut off, and sees that.
 */
public final class CheckedCopy {

    private static final int CHUNK = 64 * 1024;

    private CheckedCopy() {}

    /** An object that is not what the event said. */
    public static final class DiffersException extends IOException {

        private static final long serialVersionUID = 1L;

        public DiffersException() {
            super("the object is not the one that was verified");
        }
    }

    /**
     * Copies.
     *
     * @param bytes how many there have to be; no more than that are read
     * @param sha256 their digest
     * @throws DiffersException when they are others; then some are missing at the end of the copy
     */
    public static void copy(InputStream from, OutputStream to, long bytes, String sha256)
            throws IOException {
        var digest = Sha256.digest();
        byte[] held = new byte[0];
        long left = bytes;
        while (left > 0) {
            byte[] next = from.readNBytes((int) Math.min(CHUNK, left));
            if (next.length == 0) {
                throw new DiffersException();
            }
            digest.update(next);
            left -= next.length;
            to.write(held);
            held = next;
        }
        if (from.read() >= 0 || !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new DiffersException();
        }
        to.write(held);
    }
}
