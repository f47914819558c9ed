package org.medsendx.ingest.orders;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HL7 v2 message, as much of its encoding rules as orders need (HL7 2.5.1, 2.5 to 2.7):
 * segments, fields, repetitions, components and subcomponents with the delimiters that MSH names,
 * escape sequences, and the character set of MSH-18. Identified data.
 */
final class Hl7Message {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Stands for letters that are not known; no name may have it. */
    static final char UNKNOWN = '\uFFFD';

    private final char field;
    private final char component;
    private final char repetition;
    private final char escape;
    private final char subcomponent;
    private final List<String> segments;
    private final Charset letters;

    private Hl7Message(String header, List<String> segments, Charset letters) {
        this.letters = letters;
        this.field = header.charAt(3);
        this.component = header.charAt(4);
        this.repetition = header.charAt(5);
        this.escape = header.charAt(6);
        this.subcomponent = header.charAt(7);
        this.segments = segments;
    }

    /** The messages of a file or a stream of MLLP; envelopes of batches are passed over. */
    static List<byte[]> split(byte[] bytes) {
        var messages = new ArrayList<byte[]>();
        int begin = -1;
        boolean atStart = true;
        for (int i = 0; i < bytes.length; i++) {
            if (atStart && starts(bytes, i, "MSH")) {
                if (begin >= 0) {
                    messages.add(Arrays.copyOfRange(bytes, begin, i));
                }
                begin = i;
            } else if (atStart
                    && begin >= 0
                    && (starts(bytes, i, "BTS")
                            || starts(bytes, i, "FTS")
                            || starts(bytes, i, "BHS"))) {
                messages.add(Arrays.copyOfRange(bytes, begin, i));
                begin = -1;
            }
            // Frames of MLLP begin with 0BH and end with 1CH 0DH.
            atStart = bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == 0x0b || bytes[i] == 0x1c;
        }
        if (begin >= 0) {
            messages.add(Arrays.copyOfRange(bytes, begin, bytes.length));
        }
        return messages;
    }

    static boolean starts(byte[] bytes, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (from + i >= bytes.length || bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file begins with the mark by which programs say that it is UTF-8. */
    static boolean isMarkedUtf8(byte[] bytes) {
        return Arrays.equals(Arrays.copyOf(bytes, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
    }

    /** Where a file begins behind that mark. */
    static int begin(byte[] bytes) {
        return isMarkedUtf8(bytes) ? BYTE_ORDER_MARK.length : 0;
    }

    /**
     * Reads one message.
     *
     * @param unnamed what its letters are in when MSH-18 does not say
     */
    static Hl7Message of(byte[] bytes, Charset unnamed) throws OrderRefusedException {
        var latin = new String(bytes, StandardCharsets.ISO_8859_1);
        String header = latin.split("[\r\n]", 2)[0];
        if (header.length() < 9 || !header.startsWith("MSH")) {
            throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "MSH");
        }
        var plain = new Hl7Message(header, List.of(header), StandardCharsets.US_ASCII);
        var set = plain.characterSet(unnamed);
        String text = decode(bytes, set);
        var segments = new ArrayList<String>();
        for (String line : text.split("[\r\n\u000b\u001c]+")) {
            if (!line.isBlank()) {
                segments.add(line);
            }
        }
        return new Hl7Message(header, segments, set);
    }

    private Charset characterSet(Charset unnamed) throws OrderRefusedException {
        String field18 = raw(segments.getFirst(), 18);
        String last = "";
        for (String one : split(field18, repetition)) {
            last = one.isBlank() ? last : one.strip();
        }
        if (last.isEmpty()) {
            return unnamed;
        }
        @Nullable Charset named = Hl7CharacterSets.named(last);
        if (named == null) {
            throw new OrderRefusedException(OrderProblem.CHARACTER_SET, "MSH-18");
        }
        return named;
    }

    // Letters that are guessed would be wrong names on images, which is what orders are to end.
    private static String decode(byte[] bytes, Charset set) throws OrderRefusedException {
        try {
            return set.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OrderRefusedException(OrderProblem.CHARACTER_SET, "MSH-18");
        }
    }

    /** The segments in order. */
    List<String> segments() {
        return segments;
    }

    /** The three letters of a segment. */
    static String name(String segment) {
        return segment.length() < 3 ? "" : segment.substring(0, 3);
    }

    /** A whole field as it stands, such as PID-3; empty when absent. */
    String raw(String segment, int number) {
        var fields = split(segment, field);
        // MSH-1 is the delimiter itself.
        int index = name(segment).equals("MSH") ? number - 1 : number;
        return index > 0 && index < fields.size() ? fields.get(index) : "";
    }

    /** A component of the first repetition of a field, from 1; without escapes. */
    String text(String segment, int number, int part) {
        return component(split(raw(segment, number), repetition).getFirst(), part);
    }

    /** A subcomponent, from 1. */
    String text(String segment, int number, int part, int sub) {
        String one = split(raw(segment, number), repetition).getFirst();
        return at(split(rawPart(one, part), subcomponent), sub);
    }

    /** All repetitions of a field as they stand. */
    List<String> repetitions(String segment, int number) {
        return split(raw(segment, number), repetition);
    }

    /** A subcomponent of one repetition, without escapes. */
    String component(String one, int part, int sub) {
        return at(split(rawPart(one, part), subcomponent), sub);
    }

    /** A component of one repetition, its first subcomponent, without escapes. */
    String component(String one, int part) {
        return at(split(rawPart(one, part), subcomponent), 1);
    }

    private String rawPart(String one, int part) {
        var parts = split(one, component);
        return part <= parts.size() ? parts.get(part - 1) : "";
    }

    private String at(List<String> parts, int number) {
        String value = number <= parts.size() ? unescape(parts.get(number - 1)).strip() : "";
        // Two quotes delete a value (2.5.3).
        return value.equals("\"\"") ? "" : value;
    }

    private static List<String> split(String text, char at) {
        var parts = new ArrayList<String>();
        int begin = 0;
        for (int i = text.indexOf(at); i >= 0; i = text.indexOf(at, begin)) {
            parts.add(text.substring(begin, i));
            begin = i + 1;
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /**
     * Replaces escape sequences (2.7). Those for terminals fall away; what may stand for letters
     * that are not known here becomes {@link #UNKNOWN}.
     */
    private String unescape(String text) {
        if (text.indexOf(escape) < 0) {
            return text;
        }
        var out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = c == escape ? text.indexOf(escape, i + 1) : -1;
            if (end < 0) {
                out.append(c);
                i++;
                continue;
            }
            out.append(meant(text.substring(i + 1, end)));
            i = end + 1;
        }
        return out.toString();
    }

    private String meant(String code) {
        return switch (code) {
            case "F" -> String.valueOf(field);
            case "S" -> String.valueOf(component);
            case "R" -> String.valueOf(repetition);
            case "E" -> String.valueOf(escape);
            case "T" -> String.valueOf(subcomponent);
            // Highlighting begins and ends.
            case "H", "N" -> "";
            default -> code.startsWith(".") ? " " : bytes(code);
        };
    }

    /** The letters that hexadecimal bytes stand for, in the character set of the message. */
    private String bytes(String code) {
        if (code.length() > CsvOrders.LONGEST || !code.matches("X([0-9A-Fa-f]{2})+")) {
            return String.valueOf(UNKNOWN);
        }
        try {
            return letters.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(HexFormat.of().parseHex(code.substring(1))))
                    .toString()
                    // Line ends are none of the message's.
                    .replaceAll("\\p{Cntrl}", " ");
        } catch (CharacterCodingException e) {
            return String.valueOf(UNKNOWN);
        }
    }
}
