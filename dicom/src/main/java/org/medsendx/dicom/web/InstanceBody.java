package org.medsendx.dicom.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The body of one request: {@code multipart/related} with one instance (PS3.18, 8.6.1.2), streamed
 * from its file with its length told beforehand, so that a server that is not willing says so
 * before it is sent. Tells of every byte that moves.
 */
final class InstanceBody {

    private final Path file;
    private final StowClient.Sending sending;
    private final byte[] head;
    private final byte[] tail;
    private final String contentType;
    private volatile boolean unreadable;

    InstanceBody(Path file, StowClient.Sending sending) {
        this.file = file;
        this.sending = sending;
        var out = new ByteArrayOutputStream();
        try {
            var writer =
                    new MultipartWriter(out, UUID.randomUUID().toString(), "application/dicom");
            // Without the transfer syntax, which the file names itself: Orthanc 1.7 passes by parts
            // of any other media type, and answers 200.
            var part = writer.part(Map.of("Content-Type", "application/dicom"));
            part.close();
            this.head = out.toByteArray();
            writer.close();
            byte[] whole = out.toByteArray();
            this.tail = Arrays.copyOfRange(whole, head.length, whole.length);
            this.contentType = writer.contentType().header();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String contentType() {
        return contentType;
    }

    /** Whether the file could not be read: the fault is ours. */
    boolean unreadable() {
        return unreadable;
    }

    BodyPublisher publisher() throws IOException {
        long length = head.length + Files.size(file) + tail.length;
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), length);
    }

    private InputStream open() {
        try {
            return new SequenceInputStream(
                    Collections.enumeration(
                            List.of(
                                    new ByteArrayInputStream(head),
                                    new Watched(Files.newInputStream(file), Files.size(file)),
                                    new ByteArrayInputStream(tail))));
        } catch (IOException e) {
            unreadable = true;
            throw new UncheckedIOException(e);
        }
    }

    private final class Watched extends FilterInputStream {

        private long left;

        Watched(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            int may = left == 0 || wanted == 0 ? wanted : atTheRate((int) Math.min(wanted, left));
            try {
                int count = in.read(bytes, offset, may);
                left -= Math.max(count, 0);
                if (count < 0 || left == 0) {
                    sending.awaitsAnswer();
                } else {
                    sending.moved();
                }
                return count;
            } catch (IOException e) {
                unreadable = true;
                throw e;
            }
        }

        // At the rate of the link, and in no line: this is a thread of the client's, which nobody
        // interrupts, and who waits in a line has to be sure to leave it.
        private int atTheRate(int wanted) throws InterruptedIOException {
            try {
                return sending.take(wanted);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("cut");
            }
        }
    }
}
