package org.medsendx.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.VR;

/**
 * A Specific Character Set (PS3.3, C.12.1.1.2; PS3.5, 6.1.2): decodes and encodes text, with the
 * code extensions of ISO 2022.
 *
 * <p>Decoding never fails where the Java runtime has all {@link CharacterSets}. Without a character
 * set, and for terms that are not known, bytes above 7FH are read as ISO 8859-1, so that nothing is
 * lost; a byte that has no meaning in the character set becomes U+FFFD.
 */
public final class SpecificCharacterSet {

    /** The default repertoire, ISO-IR 6. */
    public static final SpecificCharacterSet DEFAULT =
            new SpecificCharacterSet(List.of(CodeElement.ASCII), false);

    private static final byte ESC = 0x1B;

    /** The first is the one that a value begins in. */
    private final List<CodeElement> elements;

    private final boolean extensions;

    private SpecificCharacterSet(List<CodeElement> elements, boolean extensions) {
        this.elements = List.copyOf(elements);
        this.extensions = extensions;
    }

    /** The character set of these defined terms; an empty first one stands for ISO-IR 6. */
    public static SpecificCharacterSet of(List<String> terms) {
        if (terms.isEmpty() || (terms.size() == 1 && terms.getFirst().isBlank())) {
            return DEFAULT;
        }
        List<CodeElement> elements = new ArrayList<>(terms.size());
        for (String term : terms) {
            CodeElement element = CodeElement.ofTerm(normalised(term));
            if (element != null && !elements.contains(element)) {
                elements.add(element);
            }
        }
        if (elements.isEmpty()) {
            return DEFAULT;
        }
        // GB18030, GBK and UTF-8 allow no code extensions (PS3.3, C.12.1.1.2)
        boolean whole = elements.getFirst().whole();
        boolean extensions = !whole && (elements.size() > 1 || terms.getFirst().contains("2022"));
        return new SpecificCharacterSet(whole ? elements.subList(0, 1) : elements, extensions);
    }

    /** Whether each of these terms is one that {@link #of} knows. */
    static boolean isKnown(List<String> terms) {
        return terms.stream().allMatch(term -> CodeElement.ofTerm(normalised(term)) != null);
    }

    /** Common misspellings such as ISO-IR 100 and ISO_2022_IR_87. */
    private static String normalised(String term) {
        String words = term.strip().toUpperCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
        return words.replace("ISO 2022 IR", "ISO IR").replace("ISO2022 IR", "ISO IR");
    }

    /**
     * Decodes a whole value field; backslashes that separate values stay, those that are the second
     * byte of a character do not show.
     */
    public String decode(byte[] bytes, VR vr) {
        CodeElement first = elements.getFirst();
        if (!vr.characterSet() && vr != VR.UN) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (!extensions || indexOfEscape(bytes, 0) < 0) {
            return first.decode(bytes, 0, bytes.length);
        }
        return decodeExtended(bytes, vr, first);
    }

    private static String decodeExtended(byte[] bytes, VR vr, CodeElement first) {
        var text = new StringBuilder(bytes.length);
        CodeElement g0 = first;
        CodeElement g1 = first;
        int begin = 0;
        int i = 0;
        while (i < bytes.length) {
            byte b = bytes[i];
            Escape escape = b == ESC ? Escape.at(bytes, i) : null;
            if (escape != null) {
                append(text, bytes, begin, i, g0, g1);
                i += escape.length();
                begin = i;
                if (escape.element().highHalf() && !escape.resetsLow()) {
                    g1 = escape.element();
                } else {
                    g0 = escape.element();
                }
            } else if (g0.twoBytes() && !g0.highHalf() && b >= 0x21 && i + 1 < bytes.length) {
                // the second byte may look like a delimiter
                i += 2;
            } else {
                i++;
                if (isDelimiter(b, vr) && (g0 != first || g1 != first)) {
                    append(text, bytes, begin, i, g0, g1);
                    begin = i;
                    g0 = first;
                    g1 = first;
                }
            }
        }
        append(text, bytes, begin, Math.min(i, bytes.length), g0, g1);
        return text.toString();
    }

    /** Runs below 80H in G0, runs from 80H on in G1. */
    private static void append(
            StringBuilder text, byte[] bytes, int begin, int end, CodeElement g0, CodeElement g1) {
        int i = begin;
        while (i < end) {
            boolean high = bytes[i] < 0;
            int j = i + 1;
            while (j < end && bytes[j] < 0 == high) {
                j++;
            }
            text.append((high ? g1 : g0).decode(bytes, i, j));
            i = j;
        }
    }

    /** After these the first character set is active again (PS3.5, 6.1.2.5.3). */
    private static boolean isDelimiter(byte b, VR vr) {
        return switch (b) {
            case '\n', '\r', '\f', '\t' -> true;
            case '\\' -> vr.multipleText();
            case '^', '=' -> vr == VR.PN;
            default -> false;
        };
    }

    private static int indexOfEscape(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == ESC) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Encodes text, with code extensions where the first character set lacks a character; what no
     * set has becomes a question mark. Without a character set, ISO 8859-1 is written as it is
     * read, so that a value that is put back is the same. The result is not padded.
     */
    public byte[] encode(String text, VR vr) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        CodeElement first = elements.getFirst();
        boolean undeclared = first == CodeElement.ASCII && elements.size() == 1;
        if (!vr.characterSet() || undeclared) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        if (first.canEncode(text) || elements.size() == 1) {
            return first.encode(text);
        }
        var out = new ByteArrayOutputStream(text.length() * 2);
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length()
                    || (text.charAt(i) < 0x80 && isDelimiter((byte) text.charAt(i), vr))) {
                encodeComponent(text.substring(begin, i), out);
                if (i < text.length()) {
                    out.write(text.charAt(i));
                }
                begin = i + 1;
            }
        }
        return out.toByteArray();
    }

    private void encodeComponent(String text, ByteArrayOutputStream out) {
        CodeElement first = elements.getFirst();
        CodeElement g0 = first;
        CodeElement g1 = first;
        for (int i = 0; i < text.length(); ) {
            int end = i + Character.charCount(text.codePointAt(i));
            String one = text.substring(i, end);
            CodeElement wanted = elementFor(one, first);
            if (one.charAt(0) < 0x80) {
                g0 = back(g0, first, out);
            } else if (wanted.highHalf() && g1 != wanted) {
                out.writeBytes(wanted.escape());
                g1 = wanted;
            } else if (!wanted.highHalf() && g0 != wanted) {
                out.writeBytes(wanted.escape());
                g0 = wanted;
            }
            out.writeBytes(wanted.encode(one));
            i = end;
        }
        back(g0, first, out);
        if (g1 != first && first.highHalf()) {
            out.writeBytes(first.escape());
        } else if (g1 != first && !g1.twoBytes()) {
            // ASCII is active as it is; but dcm4che forgets a set that a delimiter ends
            out.writeBytes(Escape.ASCII);
        }
    }

    /** Makes ASCII, or what the first set has in its place, active below 80H; the first set. */
    private static CodeElement back(CodeElement g0, CodeElement first, ByteArrayOutputStream out) {
        if (g0 != first) {
            out.writeBytes(first == CodeElement.KATAKANA ? Escape.ROMAJI : Escape.ASCII);
        }
        return first;
    }

    private CodeElement elementFor(String one, CodeElement first) {
        for (CodeElement element : elements) {
            if (element.canEncode(one)) {
                return element;
            }
        }
        return first;
    }

    /** An escape sequence that was met: what it calls, and how many bytes it has. */
    private record Escape(CodeElement element, int length, boolean resetsLow) {

        private static final byte[] ASCII = {ESC, '(', 'B'};
        private static final byte[] ROMAJI = {ESC, '(', 'J'};

        static @Nullable Escape at(byte[] bytes, int position) {
            int left = bytes.length - position;
            if (left >= 3 && bytes[position + 1] == '(') {
                return switch (bytes[position + 2]) {
                    case 'B' -> new Escape(CodeElement.LATIN1, 3, true);
                    case 'J' -> new Escape(CodeElement.KATAKANA, 3, true);
                    default -> null;
                };
            }
            for (CodeElement element : CodeElement.values()) {
                if (element.isCalledAt(bytes, position)) {
                    return new Escape(element, element.escapeLength(), false);
                }
            }
            return null;
        }
    }
}
