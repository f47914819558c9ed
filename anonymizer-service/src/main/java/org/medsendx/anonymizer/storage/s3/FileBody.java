package org.medsendx.anonymizer.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.medsendx.anonymizer.uplink.Progress;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The file of a job as the body of a request, streamed from disk. It tells the progress of the
 * bytes that the HTTP client takes, and knows whether it was our disk that failed: the client turns
 * a failed read and a broken connection into the same exception.
 */
final class FileBody implements ContentStreamProvider {

    private final Path file;
    private final long bytes;
    private final Progress progress;
    private volatile boolean unreadable;

    FileBody(Path file, long bytes, Progress progress) {
        this.file = file;
        this.bytes = bytes;
        this.progress = progress;
    }

    /** Whether reading the file failed. */
    boolean unreadable() {
        return unreadable;
    }

    @Override
    public InputStream newStream() {
        try {
            return new Counted(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            unreadable = true;
            throw new UncheckedIOException(e);
        }
    }

    private final class Counted extends FilterInputStream {

        private long left = bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(buffer, offset, length);
            } catch (IOException e) {
                unreadable = true;
                throw e;
            }
            left -= Math.max(count, 0);
            if (count < 0 || left <= 0) {
                progress.awaitAnswer();
            } else {
                progress.moved();
            }
            return count;
        }
    }
}
