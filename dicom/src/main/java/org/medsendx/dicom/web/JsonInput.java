package org.medsendx.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.io.ReadLimits;

/**
 * The tokens of a JSON text (RFC 8259) as they come in, in UTF-8. What is held counts against the
 * limits; every fault names the tag that was being read and the byte position.
 */
final class JsonInput {

    private static final int END = -1;

    private final InputStream in;
    private final ReadLimits limits;
    private final byte[] buffer = new byte[8 << 10];
    private int next;
    private int filled;
    private long before;
    private long held;
    private @Nullable Integer tag;

    JsonInput(InputStream in, ReadLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Names the element that faults belong to. */
    void reading(@Nullable Integer element) {
        tag = element;
    }

    DicomFormatException fault(Problem problem) {
        return new DicomFormatException(problem, tag, before + next);
    }

    DicomFormatException fault() {
        return fault(Problem.BAD_JSON);
    }

    /** Counts what is now held, or, with a negative number, no longer. */
    void hold(long bytes) throws DicomFormatException {
        held += bytes;
        if (held > limits.maxHeapBytes()) {
            throw fault(Problem.TOO_LARGE);
        }
    }

    long held() {
        return held;
    }

    /** Counts so much as held, because the rest was given away or is not needed any more. */
    void settle(long bytes) throws DicomFormatException {
        held = 0;
        hold(bytes);
    }

    void checkDepth(int depth) throws DicomFormatException {
        if (depth > limits.maxDepth()) {
            throw fault(Problem.TOO_DEEP);
        }
    }

    private int peekByte() throws IOException {
        if (next == filled) {
            before += filled;
            next = 0;
            filled = 0;
            int count = in.read(buffer, 0, buffer.length);
            if (count <= 0) {
                return END;
            }
            filled = count;
        }
        return buffer[next] & 0xFF;
    }

    private int nextByte() throws IOException {
        int b = peekByte();
        if (b == END) {
            throw fault(Problem.TRUNCATED);
        }
        next++;
        return b;
    }

    /** The next byte that is not white space, not consumed; negative at the end. */
    int peek() throws IOException {
        int b = peekByte();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            next++;
            b = peekByte();
        }
        return b;
    }

    /** The same where the text cannot end. */
    int peekSome() throws IOException {
        int b = peek();
        if (b == END) {
            throw fault(Problem.TRUNCATED);
        }
        return b;
    }

    void expect(char c) throws IOException {
        if (peekSome() != c) {
            throw fault();
        }
        next++;
    }

    /**
     * Whether another member or element follows, with its comma passed; else the closing bracket
     * is.
     */
    boolean more(boolean first, char close) throws IOException {
        int b = peekSome();
        if (b == close) {
            next++;
            return false;
        }
        if (!first) {
            expect(',');
            // no comma before the bracket
            if (peekSome() == close) {
                throw fault();
            }
        }
        return true;
    }

    void expectEnd() throws IOException {
        if (peek() != END) {
            throw fault();
        }
    }

    /** {@code null}, {@code true} or {@code false}. */
    void word(String word) throws IOException {
        peekSome();
        for (int i = 0; i < word.length(); i++) {
            if (nextByte() != word.charAt(i)) {
                throw fault();
            }
        }
    }

    /** A number as it is written; it counts as held. */
    String number() throws IOException {
        var text = new StringBuilder();
        int b = peekSome();
        while ((b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E') {
            text.append((char) b);
            next++;
            hold(2);
            b = peekByte();
        }
        if (!JsonWriter.isNumber(text.toString())) {
            throw fault();
        }
        return text.toString();
    }

    /** A string; it counts as held. */
    String string() throws IOException {
        expect('"');
        byte[] bytes = new byte[32];
        hold(bytes.length);
        int length = 0;
        int b = nextByte();
        while (b != '"') {
            if (length + 4 > bytes.length) {
                hold(bytes.length * 2L);
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
                hold(-bytes.length / 2L);
            }
            if (b < 0x20) {
                throw fault();
            }
            if (b == '\\') {
                length = utf8(escaped(), bytes, length);
            } else {
                bytes[length++] = (byte) b;
            }
            b = nextByte();
        }
        hold(2L * length + 48);
        String text = decoded(bytes, length);
        hold(-bytes.length);
        return text;
    }

    private String decoded(byte[] bytes, int length) throws DicomFormatException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault();
        }
    }

    /** The code point of an escape, both halves of a pair together; half a pair is U+FFFD. */
    private int escaped() throws IOException {
        int b = nextByte();
        return switch (b) {
            case '"', '\\', '/' -> b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                char first = unit();
                if (!Character.isSurrogate(first)) {
                    yield first;
                }
                if (Character.isLowSurrogate(first) || peekByte() != '\\') {
                    yield 0xFFFD;
                }
                next++;
                if (nextByte() != 'u') {
                    throw fault();
                }
                char second = unit();
                yield Character.isLowSurrogate(second)
                        ? Character.toCodePoint(first, second)
                        : 0xFFFD;
            }
            default -> throw fault();
        };
    }

    private char unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(nextByte(), 16);
            if (digit < 0) {
                throw fault();
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private static int utf8(int point, byte[] into, int at) {
        byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }

    /** A string of Base64 (RFC 4648, 4), decoded; the bytes count as held. */
    byte[] base64() throws IOException {
        expect('"');
        byte[] bytes = new byte[96];
        hold(bytes.length);
        int length = 0;
        int bits = 0;
        int group = 0;
        int padding = 0;
        int b = nextByte();
        while (b != '"') {
            if (length + 3 > bytes.length) {
                hold(bytes.length * 2L);
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
                hold(-bytes.length / 2L);
            }
            int digit = digit(b);
            padding += b == '=' ? 1 : 0;
            if (digit < 0 || (padding > 0 && b != '=') || padding > 2) {
                throw fault();
            }
            bits = bits << 6 | digit;
            if (++group == 4) {
                bytes[length++] = (byte) (bits >> 16);
                bytes[length++] = (byte) (bits >> 8);
                bytes[length++] = (byte) bits;
                length -= padding;
                group = 0;
                bits = 0;
            } else if (padding > 0 && group < 3) {
                throw fault();
            }
            b = nextByte();
        }
        if (group != 0) {
            throw fault();
        }
        hold(length + 48L);
        byte[] decoded = Arrays.copyOf(bytes, length);
        hold(-bytes.length);
        return decoded;
    }

    private static int digit(int b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : b == '=' ? 0 : -1;
    }
}
