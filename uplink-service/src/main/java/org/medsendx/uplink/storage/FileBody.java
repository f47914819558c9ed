package org.medsendx.uplink.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.medsendx.uplink.upload.Progress;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The file of a job as the body of requests, streamed from disk. It tells the progress of the bytes
 * that the HTTP client takes, and knows whether it was our disk that failed: the client turns a
 * failed read and a broken connection into the same exception.
 */
final class FileBody {

    private final Path file;
    private final Progress progress;
    private volatile boolean unreadable;

    FileBody(Path file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Whether reading the file failed. */
    boolean unreadable() {
        return unreadable;
    }

    /** A part of the file as a body that can be read again from its start. */
    ContentStreamProvider slice(long from, long length) {
        return () -> {
            try {
                return new Slice(from, length, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** The digests of a part of the file. */
    Digests digests(long from, long length) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        byte[] buffer = new byte[64 * 1024];
        try (var slice = new Slice(from, length, false)) {
            for (int count = slice.read(buffer); count >= 0; count = slice.read(buffer)) {
                sha256.update(buffer, 0, count);
                md5.update(buffer, 0, count);
            }
        }
        return new Digests(
                Base64.getEncoder().encodeToString(sha256.digest()),
                HexFormat.of().formatHex(md5.digest()));
    }

    /**
     * What tells one part from another.
     *
     * @param sha256 in base64, as S3 writes checksums
     * @param md5 in hex, as S3 writes the ETag of a part unless it is encrypted with a key of KMS
     */
    record Digests(String sha256, String md5) {}

    /** A digest that every Java platform has. */
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            unreadable = true;
            throw e;
        }
    }

    private final class Slice extends FilterInputStream {

        private final boolean sends;
        private final long length;
        private long left;
        private boolean begun;

        Slice(long from, long length, boolean sends) throws IOException {
            super(Channels.newInputStream(open().position(from)));
            this.length = length;
            this.left = length;
            this.sends = sends;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            if (left <= 0) {
                handedOver();
                return -1;
            }
            if (wanted == 0) {
                return 0;
            }
            int may = turn((int) Math.min(wanted, left));
            int count;
            try {
                count = super.read(buffer, offset, may);
            } catch (IOException e) {
                unreadable = true;
                throw e;
            }
            left -= Math.max(count, 0);
            if (count < 0 || left <= 0) {
                handedOver();
            } else {
                progress.moved();
            }
            return count;
        }

        /** How many bytes may be read now, once their turn has come. */
        private int turn(int wanted) throws InterruptedIOException {
            if (!sends) {
                return wanted;
            }
            try {
                if (!begun) {
                    begun = true;
                    progress.begin(length);
                }
                return progress.take(wanted);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("cut");
            }
        }

        private void handedOver() {
            progress.awaitAnswer();
            if (sends) {
                progress.end();
            }
        }

        @Override
        public void close() throws IOException {
            if (begun) {
                progress.end();
            }
            super.close();
        }
    }
}
