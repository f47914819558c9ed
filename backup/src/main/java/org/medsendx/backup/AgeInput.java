package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Decrypts a file of age. Nothing is given out that was not authenticated. */
final class AgeInput extends InputStream {

    private final PushbackInputStream in;
    private final AgeChunks chunks;
    private byte[] buffer = new byte[0];
    private int at;
    private boolean first = true;
    private boolean ended;

    private AgeInput(InputStream in, byte[] fileKey) throws IOException {
        this.in = new PushbackInputStream(in);
        byte[] nonce = in.readNBytes(16);
        try {
            chunks = new AgeChunks(fileKey, nonce);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot decrypt", e);
        }
    }

    /** Opens a file with a secret key. */
    static AgeInput open(InputStream in, byte[] identity) throws IOException {
        return new AgeInput(in, AgeHeader.read(in, identity));
    }

    /** Opens a file that this process wrote. */
    static AgeInput openWritten(InputStream in, byte[] fileKey) throws IOException {
        int dashes = 0;
        // Past the last line of the head, which begins with three dashes.
        StringBuilder line = new StringBuilder();
        while (dashes == 0) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("cut off");
            }
            if (one == '\n') {
                dashes = line.toString().startsWith("---") ? 1 : 0;
                line.setLength(0);
            } else {
                line.append((char) one);
            }
        }
        return new AgeInput(in, fileKey);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == buffer.length) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int some = Math.min(length, buffer.length - at);
        System.arraycopy(buffer, at, into, from, some);
        at += some;
        return some;
    }

    private void fill() throws IOException {
        byte[] chunk = in.readNBytes(AgeChunks.BYTES + AgeChunks.TAG);
        int more = in.read();
        boolean last = more < 0;
        if (!last) {
            in.unread(more);
        }
        try {
            buffer = chunks.next(Cipher.DECRYPT_MODE, last).doFinal(chunk);
        } catch (GeneralSecurityException e) {
            throw new IOException("the file was changed or cut off", e);
        }
        if (last && buffer.length == 0 && !first) {
            throw new IOException("the file was changed: it ends with an empty piece");
        }
        at = 0;
        first = false;
        ended = last;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
