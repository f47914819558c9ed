package org.medsendx.dicom.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@code multipart/related} message (RFC 2046, 5.1; RFC 2387) part by part as a stream;
 * nothing is held.
 */
public final class MultipartWriter implements AutoCloseable {

    private final OutputStream out;
    private final MediaType contentType;
    private final String boundary;
    private boolean begun;
    private boolean closed;
    private @Nullable Content open;

    /**
     * Writes to a stream, which the caller closes.
     *
     * @param boundary 1 to 70 letters, digits and hyphens that no part contains; a random one is
     *     right
     * @param type media type of the root part, such as {@code application/dicom+json}
     */
    public MultipartWriter(OutputStream out, String boundary, String type) {
        if (!boundary.matches("[0-9A-Za-z-]{1,70}")) {
            throw new IllegalArgumentException("not a boundary");
        }
        this.out = out;
        this.boundary = boundary;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("type", type);
        parameters.put("boundary", boundary);
        this.contentType = new MediaType("multipart/related", parameters);
    }

    /** What the message's Content-Type header says. */
    public MediaType contentType() {
        return contentType;
    }

    /**
     * Begins a part and ends the one before.
     *
     * @param headers in their order, such as Content-Type and Content-Location
     * @return where the part's content goes; closing it does not close the message
     */
    public OutputStream part(Map<String, String> headers) throws IOException {
        if (closed) {
            throw new IllegalStateException("the message is closed");
        }
        var head = new StringBuilder(begun ? "\r\n--" : "--").append(boundary).append("\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String line = header.getKey() + ": " + header.getValue();
            if (line.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
                throw new IllegalArgumentException("a header holds a control character");
            }
            head.append(line).append("\r\n");
        }
        begun = true;
        if (open != null) {
            open.ended = true;
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        open = new Content(out);
        return open;
    }

    /** Writes the closing boundary. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (open != null) {
                open.ended = true;
            }
            String end = (begun ? "\r\n--" : "--") + boundary + "--\r\n";
            out.write(end.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    private static final class Content extends FilterOutputStream {
        private boolean ended;

        Content(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            check();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            out.write(bytes, offset, length);
        }

        private void check() throws IOException {
            if (ended) {
                throw new IOException("the part has ended");
            }
        }

        @Override
        public void close() throws IOException {
            ended = true;
            out.flush();
        }
    }
}
