package org.medsendx.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * The parts of a {@code multipart/related} message (RFC 2046, 5.1; RFC 2387; PS3.18, 8.6.1.2), one
 * after the other as a stream: nothing but a window of some kilobytes is held.
 *
 * <p>Preamble and epilogue are passed over. A message that ends before its closing boundary is
 * {@code TRUNCATED}; what is no multipart is {@code BAD_MULTIPART}; what is over a limit is {@code
 * TOO_LARGE}. Positions count from the beginning of the message.
 */
public final class MultipartReader {

    private static final int WINDOW = 16 << 10;
    // RFC 2046, 5.1.1 ends at 70, and Orthanc sends 73.
    private static final int LONGEST_BOUNDARY = 250;

    private final InputStream in;
    private final MultipartLimits limits;
    private final byte[] delimiter;
    private final byte[] window = new byte[WINDOW];
    private int next;
    private int filled;
    private long before;
    private boolean ended;
    private boolean closed;
    private int parts;
    private @Nullable Content open;

    /**
     * Reads a message; the caller closes the stream.
     *
     * @param contentType of the message: its boundary counts, and its type and start can be asked
     *     for there
     * @throws DicomFormatException when that is not multipart, or has no proper boundary
     */
    public MultipartReader(InputStream in, MediaType contentType, MultipartLimits limits)
            throws DicomFormatException {
        String boundary = contentType.parameter("boundary");
        if (!contentType.name().startsWith("multipart/")
                || boundary == null
                || boundary.isEmpty()
                || boundary.length() > LONGEST_BOUNDARY
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(boundary)) {
            throw new DicomFormatException(Problem.BAD_MULTIPART, null, 0);
        }
        this.in = in;
        this.limits = limits;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A part.
     *
     * @param headers by name in lower case; of a repeated one the first
     * @param content the bytes up to the next boundary; ends when the next part is asked for
     */
    public record Part(Map<String, String> headers, InputStream content) {

        /** The Content-Type, or null when there is none that can be understood. */
        public @Nullable MediaType contentType() {
            String header = headers.get("content-type");
            return header == null ? null : MediaType.parse(header);
        }

        /** Says how many headers there are, not which. */
        @Override
        public String toString() {
            return "Part[" + headers.size() + " headers]";
        }
    }

    /** The next part, or null after the last; what was not read of the one before is passed. */
    public @Nullable Part next() throws IOException {
        if (closed) {
            return null;
        }
        if (open == null) {
            passPreamble();
        } else {
            open.transferTo(OutputStream.nullOutputStream());
        }
        if (endOfDelimiter()) {
            closed = true;
            return null;
        }
        parts++;
        if (parts > limits.maxParts()) {
            throw fault(Problem.TOO_LARGE);
        }
        Map<String, String> headers = headers();
        open = new Content();
        return new Part(headers, open);
    }

    private DicomFormatException fault(Problem problem) {
        return new DicomFormatException(problem, null, before + next);
    }

    /** Makes room and reads on until so many bytes are there, or the message ends. */
    private int available(int wanted) throws IOException {
        if (filled - next < wanted && !ended) {
            System.arraycopy(window, next, window, 0, filled - next);
            before += next;
            filled -= next;
            next = 0;
            while (filled < wanted && !ended) {
                int count = in.read(window, filled, WINDOW - filled);
                ended = count < 0;
                filled += Math.max(count, 0);
            }
        }
        return filled - next;
    }

    /** The first delimiter may stand at the very beginning, without the line end before it. */
    private void passPreamble() throws IOException {
        if (available(delimiter.length - 2) >= delimiter.length - 2
                && matches(next, delimiter, 2)) {
            next += delimiter.length - 2;
            return;
        }
        new Content().transferTo(OutputStream.nullOutputStream());
    }

    private boolean matches(int at, byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (window[at + i - from] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Behind a boundary: two hyphens close the message, else white space and a line end follow. */
    private boolean endOfDelimiter() throws IOException {
        if (available(2) < 2) {
            throw fault(Problem.TRUNCATED);
        }
        if (window[next] == '-' && window[next + 1] == '-') {
            next += 2;
            return true;
        }
        while (available(2) >= 2 && (window[next] == ' ' || window[next] == '\t')) {
            next++;
        }
        if (available(2) < 2) {
            throw fault(Problem.TRUNCATED);
        }
        if (window[next] != '\r' || window[next + 1] != '\n') {
            throw fault(Problem.BAD_MULTIPART);
        }
        next += 2;
        return false;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int[] left = {limits.maxHeaderBytes()};
        String last = null;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            char first = line.charAt(0);
            if (first == ' ' || first == '\t') {
                // a folded header goes on (RFC 5322, 2.2.3)
                if (last == null) {
                    throw fault(Problem.BAD_MULTIPART);
                }
                headers.merge(last, line.strip(), (one, more) -> one + " " + more);
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw fault(Problem.BAD_MULTIPART);
            }
            String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            last = headers.putIfAbsent(key, line.substring(colon + 1).strip()) == null ? key : "";
        }
        return headers;
    }

    private void spend(int[] left) throws DicomFormatException {
        left[0]--;
        if (left[0] < 0) {
            throw fault(Problem.TOO_LARGE);
        }
    }

    private String line(int[] left) throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (available(1) < 1) {
                throw fault(Problem.TRUNCATED);
            }
            spend(left);
            int b = window[next++] & 0xFF;
            if (b == '\r') {
                if (available(1) < 1) {
                    throw fault(Problem.TRUNCATED);
                }
                spend(left);
                if (window[next] == '\n') {
                    next++;
                    return line.toString();
                }
            }
            if (b == '\n' || b == '\r') {
                throw fault(Problem.BAD_MULTIPART);
            }
            line.append((char) b);
        }
    }

    /** The bytes of a part up to the next delimiter. */
    private final class Content extends InputStream {

        private long count;
        private boolean done;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (done) {
                return -1;
            }
            int found = plain();
            if (found == 0) {
                done = true;
                next += delimiter.length;
                return -1;
            }
            int taken = Math.min(found, length);
            System.arraycopy(window, next, into, offset, taken);
            next += taken;
            count += taken;
            if (count > limits.maxPartBytes()) {
                throw fault(Problem.TOO_LARGE);
            }
            return taken;
        }

        /** How many bytes from here on belong to the content for sure; none before a delimiter. */
        private int plain() throws IOException {
            int there = MultipartReader.this.available(delimiter.length);
            for (int i = next; i < filled; i++) {
                if (window[i] == '\r') {
                    if (filled - i >= delimiter.length) {
                        if (matches(i, delimiter, 0)) {
                            return i - next;
                        }
                    } else if (i > next) {
                        // perhaps a delimiter that is not all there yet
                        return i - next;
                    } else {
                        throw fault(Problem.TRUNCATED);
                    }
                }
            }
            if (there == 0) {
                throw fault(Problem.TRUNCATED);
            }
            return there;
        }
    }
}
