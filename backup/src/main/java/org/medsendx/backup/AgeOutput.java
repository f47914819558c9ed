package org.medsendx.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;

/**
 * Encrypts what is written, as a file of age. It is whole only after {@link #close}; what was cut
 * off before does not open.
 */
final class AgeOutput extends OutputStream {

    private final OutputStream out;
    private final byte[] fileKey = new byte[16];
    private final AgeChunks chunks;
    private final byte[] buffer = new byte[AgeChunks.BYTES];
    private int filled;
    private boolean closed;

    /**
     * Begins a file.
     *
     * @param recipients public keys, at least one
     */
    AgeOutput(OutputStream out, List<byte[]> recipients) throws IOException {
        this.out = out;
        var random = new SecureRandom();
        random.nextBytes(fileKey);
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        try {
            out.write(AgeHeader.write(fileKey, recipients, random));
            out.write(nonce);
            chunks = new AgeChunks(fileKey, nonce);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }

    /** The key of this file, to read it back with; it opens nothing else. */
    byte[] fileKey() {
        return fileKey.clone();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int left = length;
        while (left > 0) {
            // Only when more follows: the last chunk is marked, and may be full.
            if (filled == buffer.length) {
                put(false);
            }
            int some = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, some);
            filled += some;
            at += some;
            left -= some;
        }
    }

    private void put(boolean last) throws IOException {
        try {
            out.write(chunks.next(Cipher.ENCRYPT_MODE, last).doFinal(buffer, 0, filled));
            filled = 0;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            put(true);
            out.close();
        }
    }
}
