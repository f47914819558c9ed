package org.medsendx.dicom.dcm4che;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.VR;

/**
 * Random text together with its bytes in a Specific Character Set, encoded by hand as PS3.5, 6.1.2
 * and PS3.3, C.12.1.1.2 say, without either toolkit.
 */
final class EncodedText {

    /** A set of characters: its term, its escape sequence, and in which half it lives. */
    enum Repertoire {
        LATIN1("100", "-A", "ISO-8859-1", 0xA1, 0xFF),
        LATIN2("101", "-B", "ISO-8859-2", 0xA1, 0xFF),
        LATIN3("109", "-C", "ISO-8859-3", 0xA1, 0xFF),
        LATIN4("110", "-D", "ISO-8859-4", 0xA1, 0xFF),
        CYRILLIC("144", "-L", "ISO-8859-5", 0xA1, 0xFF),
        ARABIC("127", "-G", "ISO-8859-6", 0xC1, 0xDA),
        GREEK("126", "-F", "ISO-8859-7", 0xB4, 0xFE),
        HEBREW("138", "-H", "ISO-8859-8", 0xE0, 0xFA),
        LATIN5("148", "-M", "ISO-8859-9", 0xA1, 0xFF),
        LATIN9("203", "-b", "ISO-8859-15", 0xA1, 0xFF),
        THAI("166", "-T", "TIS-620", 0xA1, 0xDA),
        KATAKANA("13", ")I", "", 0xA1, 0xDF),
        KANJI("87", "$B", "EUC-JP", 0x21, 0x7E),
        SUPPLEMENT("159", "$(D", "EUC-JP", 0x21, 0x7E),
        HANGUL("149", "$)C", "EUC-KR", 0xA1, 0xFE),
        HANZI("58", "$)A", "GB2312", 0xA1, 0xFE);

        private final String number;
        private final String escape;
        private final String charset;
        private final int low;
        private final int high;

        Repertoire(String number, String escape, String charset, int low, int high) {
            this.number = number;
            this.escape = escape;
            this.charset = charset;
            this.low = low;
            this.high = high;
        }

        /** The term without code extensions. */
        String plainTerm() {
            return "ISO_IR " + number;
        }

        /** The term with code extensions. */
        String extendedTerm() {
            return "ISO 2022 IR " + number;
        }

        boolean twoBytes() {
            return this == KANJI || this == SUPPLEMENT || this == HANGUL || this == HANZI;
        }

        /** Whether it lives below 80H, where ASCII is. */
        boolean lowHalf() {
            return this == KANJI || this == SUPPLEMENT;
        }

        /** A random character: its bytes, and it. */
        private String next(Random random, ByteArrayOutputStream out) {
            while (true) {
                int first = low + random.nextInt(high - low + 1);
                int second = twoBytes() ? low + random.nextInt(high - low + 1) : 0;
                String text = text(first, second);
                if (text.codePointCount(0, text.length()) == 1
                        && text.indexOf('\uFFFD') < 0
                        && Character.isDefined(text.codePointAt(0))
                        && !Character.isSpaceChar(text.codePointAt(0))
                        && Character.getType(text.codePointAt(0)) != Character.PRIVATE_USE) {
                    out.write(first);
                    if (twoBytes()) {
                        out.write(second);
                    }
                    return text;
                }
            }
        }

        private String text(int first, int second) {
            if (this == KATAKANA) {
                return String.valueOf((char) (first - 0xA1 + 0xFF61));
            }
            byte[] bytes =
                    switch (this) {
                        case KANJI -> new byte[] {(byte) (first | 0x80), (byte) (second | 0x80)};
                        case SUPPLEMENT ->
                                new byte[] {
                                    (byte) 0x8F, (byte) (first | 0x80), (byte) (second | 0x80)
                                };
                        case HANGUL, HANZI -> new byte[] {(byte) first, (byte) second};
                        default -> new byte[] {(byte) first};
                    };
            return new String(bytes, Charset.forName(charset));
        }
    }

    private final Random random;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();

    /** What every value begins in, and what is active below and from 80H on; null for ASCII. */
    private @Nullable Repertoire initial;

    private @Nullable Repertoire low;
    private @Nullable Repertoire high;

    private EncodedText(Random random) {
        this.random = random;
    }

    /**
     * @param terms the values of (0008,0005)
     * @param bytes the value field, of even length
     * @param texts the values in it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sample(List<String> terms, VR vr, byte[] bytes, List<String> texts) {}

    /** Text in one set without code extensions. */
    static Sample plain(Repertoire repertoire, VR vr, long seed) {
        var encoded = new EncodedText(new Random(seed));
        encoded.high = repertoire;
        encoded.text(List.of(repertoire), vr, false);
        return encoded.sample(List.of(repertoire.plainTerm()), vr);
    }

    /**
     * Text that switches between sets.
     *
     * @param initial the set that values begin in; null for the default repertoire
     */
    static Sample extended(
            @Nullable Repertoire initial, List<Repertoire> others, VR vr, long seed) {
        List<String> terms = new ArrayList<>();
        terms.add(initial == null ? "" : initial.extendedTerm());
        others.forEach(other -> terms.add(other.extendedTerm()));
        var encoded = new EncodedText(new Random(seed));
        encoded.initial = initial;
        List<Repertoire> sets = new ArrayList<>(others);
        if (initial != null) {
            sets.add(initial);
        }
        encoded.text(sets, vr, true);
        return encoded.sample(terms, vr);
    }

    /** Text in a character set that Java has by name, such as UTF-8. */
    static Sample whole(String term, Charset charset, String from, VR vr, long seed) {
        var random = new Random(seed);
        int[] points = from.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        byte[] value = text.toString().getBytes(charset);
        var out = new ByteArrayOutputStream();
        out.writeBytes(value);
        if (value.length % 2 == 1) {
            out.write(' ');
        }
        return new Sample(List.of(term), vr, out.toByteArray(), List.of(text.toString()));
    }

    private Sample sample(List<String> terms, VR vr) {
        if (bytes.size() % 2 == 1) {
            bytes.write(' ');
        }
        List<String> texts =
                vr.multipleText()
                        ? List.of(text.toString().split("\\\\"))
                        : List.of(text.toString());
        return new Sample(terms, vr, bytes.toByteArray(), texts);
    }

    private void text(List<Repertoire> sets, VR vr, boolean extensions) {
        String delimiters = vr == VR.PN ? "^=\\" : vr.multipleText() ? "\\" : "\n\t\f";
        int components = 1 + random.nextInt(4);
        for (int i = 0; i < components; i++) {
            if (i > 0) {
                char delimiter = delimiters.charAt(random.nextInt(delimiters.length()));
                ascii(String.valueOf(delimiter));
            }
            if (extensions) {
                high = initial;
            }
            // so that no value is empty and no end is stripped
            ascii("a");
            for (int run = random.nextInt(4); run > 0; run--) {
                if (random.nextInt(3) == 0) {
                    returnToAscii();
                    ascii("Xy z");
                } else {
                    run(sets.get(random.nextInt(sets.size())));
                }
            }
            returnToAscii();
            ascii("b");
            returnToInitial();
        }
    }

    private void ascii(String characters) {
        text.append(characters);
        bytes.writeBytes(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private void returnToAscii() {
        if (low != null) {
            escape(initial == Repertoire.KATAKANA ? "(J" : "(B");
            low = null;
        }
    }

    /** Before a delimiter and at the end, the first set is active again (PS3.5, 6.1.2.5.3). */
    private void returnToInitial() {
        if (initial != null && high != initial) {
            escape(initial.escape);
            high = initial;
        }
    }

    private void run(Repertoire set) {
        if (set.lowHalf() && low != set) {
            escape(set.escape);
            low = set;
        } else if (!set.lowHalf() && high != set) {
            escape(set.escape);
            high = set;
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            text.append(set.next(random, bytes));
        }
    }

    private void escape(String sequence) {
        bytes.write(0x1B);
        bytes.writeBytes(sequence.getBytes(StandardCharsets.US_ASCII));
    }
}
