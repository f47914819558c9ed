package org.medsendx.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One coded character set of PS3.3, tables C.12-2 to C.12-5, with its escape sequence. */
enum CodeElement {
    /**
     * The default repertoire. It has no characters from 80H on; what is there all the same is read
     * as ISO 8859-1.
     */
    ASCII("6", "ISO-8859-1", ""),
    LATIN1("100", "ISO-8859-1", "-A"),
    LATIN2("101", "ISO-8859-2", "-B"),
    LATIN3("109", "ISO-8859-3", "-C"),
    LATIN4("110", "ISO-8859-4", "-D"),
    CYRILLIC("144", "ISO-8859-5", "-L"),
    ARABIC("127", "ISO-8859-6", "-G"),
    GREEK("126", "ISO-8859-7", "-F"),
    HEBREW("138", "ISO-8859-8", "-H"),
    LATIN5("148", "ISO-8859-9", "-M"),
    LATIN9("203", "ISO-8859-15", "-b"),
    THAI("166", "TIS-620", "-T"),
    KATAKANA("13", "", ")I"),
    KOREAN("149", "EUC-KR", "$)C"),
    CHINESE("58", "GB2312", "$)A"),
    KANJI("87", "EUC-JP", "$B"),
    KANJI_SUPPLEMENT("159", "EUC-JP", "$(D"),
    UTF_8("192", "UTF-8", ""),
    GB18030("GB18030", "GB18030", ""),
    GBK("GBK", "GBK", "");

    private static final Map<String, CodeElement> BY_TERM = new HashMap<>();

    static {
        for (CodeElement element : values()) {
            BY_TERM.put(
                    Character.isDigit(element.term.charAt(0))
                            ? "ISO IR " + element.term
                            : element.term,
                    element);
        }
        BY_TERM.put("", ASCII);
        BY_TERM.put("UTF 8", UTF_8);
        BY_TERM.put("LATIN1", LATIN1);
    }

    private static final char UNKNOWN = '\uFFFD';

    private final String term;
    private final String charsetName;
    private final String escape;

    CodeElement(String term, String charsetName, String escape) {
        this.term = term;
        this.charsetName = charsetName;
        this.escape = escape;
    }

    /** The set of a normalised defined term, or null. */
    static @Nullable CodeElement ofTerm(String term) {
        return BY_TERM.get(term);
    }

    /** The escape sequence that calls it; empty when it cannot be called. */
    byte[] escape() {
        return escape.isEmpty()
                ? new byte[0]
                : ("\u001B" + escape).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether its escape sequence is at a position. */
    boolean isCalledAt(byte[] bytes, int position) {
        if (escape.isEmpty() || bytes.length - position <= escape.length()) {
            return false;
        }
        for (int i = 0; i < escape.length(); i++) {
            if (bytes[position + 1 + i] != escape.charAt(i)) {
                return false;
            }
        }
        return bytes[position] == 0x1B;
    }

    int escapeLength() {
        return escape.length() + 1;
    }

    /** Whether it replaces ISO 2022 altogether. */
    boolean whole() {
        return this == UTF_8 || this == GB18030 || this == GBK;
    }

    boolean twoBytes() {
        return this == KANJI || this == KANJI_SUPPLEMENT || this == KOREAN || this == CHINESE;
    }

    /** Whether it lives from 80H on (G1); the kanji sets and ASCII live below (G0). */
    boolean highHalf() {
        return this != KANJI && this != KANJI_SUPPLEMENT && this != ASCII;
    }

    String decode(byte[] bytes, int begin, int end) {
        return switch (this) {
            case KATAKANA -> katakana(bytes, begin, end);
            case KANJI -> new String(raised(bytes, begin, end, false), charset());
            case KANJI_SUPPLEMENT -> new String(raised(bytes, begin, end, true), charset());
            default -> new String(bytes, begin, end - begin, charset());
        };
    }

    /** JIS X 0201; its yen sign and overline stay the ASCII characters that they separate with. */
    private static String katakana(byte[] bytes, int begin, int end) {
        var text = new StringBuilder(end - begin);
        for (int i = begin; i < end; i++) {
            int b = bytes[i] & 0xFF;
            if (b < 0x80) {
                text.append((char) b);
            } else {
                text.append(b >= 0xA1 && b <= 0xDF ? (char) (b - 0xA1 + 0xFF61) : UNKNOWN);
            }
        }
        return text.toString();
    }

    /** Seven-bit kanji to EUC-JP: the high bit set, the supplement after 8FH. */
    private static byte[] raised(byte[] bytes, int begin, int end, boolean supplement) {
        byte[] euc = new byte[(end - begin) * 2];
        int length = 0;
        for (int i = begin; i < end; i++) {
            if (bytes[i] >= 0x21 && i + 1 < end) {
                if (supplement) {
                    euc[length++] = (byte) 0x8F;
                }
                euc[length++] = (byte) (bytes[i] | 0x80);
                i++;
                euc[length++] = (byte) (bytes[i] | 0x80);
            } else {
                euc[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(euc, length);
    }

    boolean canEncode(String text) {
        return switch (this) {
            case ASCII -> text.chars().allMatch(c -> c < 0x80);
            case KATAKANA -> text.chars().allMatch(c -> c < 0x80 || isKatakana(c));
            case KANJI -> isJis(text, 2);
            case KANJI_SUPPLEMENT -> isJis(text, 3);
            default -> charset().newEncoder().canEncode(text);
        };
    }

    private static boolean isKatakana(int c) {
        return c >= 0xFF61 && c <= 0xFF9F;
    }

    /** Whether every character takes that many bytes in EUC-JP, none of them half-width. */
    private boolean isJis(String text, int width) {
        if (!charset().newEncoder().canEncode(text)) {
            return false;
        }
        return text.codePoints()
                .allMatch(point -> {
                    byte[] one = Character.toString(point).getBytes(charset());
                    return one.length == width && one[0] != (byte) 0x8E;
                });
    }

    byte[] encode(String text) {
        if (this == ASCII) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] encoded = this == KATAKANA ? fromKatakana(text) : text.getBytes(charset());
        if (this == KANJI || this == KANJI_SUPPLEMENT) {
            int skip = this == KANJI ? 0 : 1;
            byte[] lowered = new byte[encoded.length];
            int length = 0;
            for (int i = 0; i < encoded.length; i++) {
                if (i % (2 + skip) >= skip) {
                    lowered[length++] = (byte) (encoded[i] & 0x7F);
                }
            }
            return Arrays.copyOf(lowered, length);
        }
        return encoded;
    }

    private static byte[] fromKatakana(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = (byte) (c < 0x80 ? c : isKatakana(c) ? c - 0xFF61 + 0xA1 : '?');
        }
        return bytes;
    }

    /** The names of the runtime's character sets that it lacks, each once. */
    static List<String> missingCharsets() {
        return Arrays.stream(values())
                .map(element -> element.charsetName)
                .filter(name -> !name.isEmpty() && !Charset.isSupported(name))
                .distinct()
                .toList();
    }

    /** Read as another one, text would silently be other text: see {@link CharacterSets}. */
    private Charset charset() {
        try {
            return Charset.forName(charsetName);
        } catch (UnsupportedCharsetException e) {
            throw new IllegalStateException("this Java runtime lacks " + charsetName, e);
        }
    }
}
