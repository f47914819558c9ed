package org.medsendx.dicom.dcm4che;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.RawDicom;

/**
 * Random data sets spelt byte by byte, without either toolkit: every VR, nested sequences, private
 * blocks at the root and in items, pixel data. The same seed gives the same bytes.
 */
final class GeneratedDataSet {

    /** How a data set is encoded. */
    enum Syntax {
        IMPLICIT(RawDicom.IMPLICIT),
        EXPLICIT(RawDicom.EXPLICIT),
        BIG_ENDIAN(RawDicom.BIG_ENDIAN),
        DEFLATED(RawDicom.DEFLATED),
        ENCAPSULATED("1.2.840.10008.1.2.4.70");

        private final String uid;

        Syntax(String uid) {
            this.uid = uid;
        }

        String uid() {
            return uid;
        }

        private RawDicom writer() {
            return switch (this) {
                case IMPLICIT -> RawDicom.implicit();
                case BIG_ENDIAN -> RawDicom.bigEndian();
                case EXPLICIT, DEFLATED, ENCAPSULATED -> RawDicom.explicit();
            };
        }
    }

    private static final Map<VR, List<Integer>> TAGS = tags();
    private static final VR[] VRS =
            Arrays.stream(VR.values())
                    .filter(vr -> vr != VR.SQ && vr != VR.UN && TAGS.containsKey(vr))
                    .toArray(VR[]::new);

    private final Random random;
    private final Syntax syntax;
    private final boolean undefinedLengths;

    /**
     * @param undefinedLengths whether sequences and items end with delimiters
     */
    GeneratedDataSet(long seed, Syntax syntax, boolean undefinedLengths) {
        this.random = new Random(seed);
        this.syntax = syntax;
        this.undefinedLengths = undefinedLengths;
    }

    /** The tags of the standard that have one VR and no meaning to a reader, by VR. */
    private static Map<VR, List<Integer>> tags() {
        Map<VR, List<Integer>> tags = new EnumMap<>(VR.class);
        for (Field field : Tag.class.getFields()) {
            int tag;
            try {
                tag = field.getInt(null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
            Dictionary.Entry entry = Dictionary.entry(tag);
            int group = tag >>> 16;
            boolean plain = group >= 0x0008 && group < 0x5000 && group != 0x0028;
            // read before the others, and by dcm4che as CS inside a retired sequence
            plain &= tag != Tag.SpecificCharacterSet && tag != Tag.PurposeOfReferenceCodeSequence;
            if (plain && entry != null && entry.vrs().size() == 1 && !entry.retired()) {
                tags.computeIfAbsent(entry.vrs().getFirst(), vr -> new ArrayList<>()).add(tag);
            }
        }
        return tags;
    }

    /** A whole file. */
    byte[] file() {
        return RawDicom.file(syntax.uid(), encoded());
    }

    /** A file like a CT slice: some 150 elements and 512 by 512 pixels of 16 bits. */
    static byte[] slice(long seed) {
        var generated = new GeneratedDataSet(seed, Syntax.EXPLICIT, false);
        Map<Integer, byte[]> elements = generated.elements(0);
        for (int i = 0; i < 3; i++) {
            elements.putAll(generated.elements(0));
        }
        generated.put(elements, Tag.SpecificCharacterSet, "CS", "ISO_IR 100");
        byte[] pixels = generated.bytes(512 * 512 * 2);
        elements.put(
                Tag.PixelData, RawDicom.explicit().element(Tag.PixelData, "OW", pixels).bytes());
        return RawDicom.file(RawDicom.EXPLICIT, joined(elements));
    }

    private byte[] encoded() {
        byte[] plain = dataSet();
        if (syntax != Syntax.DEFLATED) {
            return plain;
        }
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(plain);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        if (out.size() % 2 == 1) {
            out.write(0);
        }
        return out.toByteArray();
    }

    /** The data set before it is deflated. */
    private byte[] dataSet() {
        Map<Integer, byte[]> elements = elements(0);
        put(elements, Tag.SpecificCharacterSet, "CS", "ISO_IR 100");
        put(elements, Tag.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.2\0");
        put(elements, Tag.PatientName, "PN", "Müller^Ärztin ");
        if (syntax == Syntax.ENCAPSULATED) {
            RawDicom pixels = syntax.writer().header(Tag.PixelData, "OB", RawDicom.UNDEFINED);
            pixels.item(new byte[0]);
            for (int i = 0; i <= random.nextInt(3); i++) {
                pixels.item(bytes(2 * random.nextInt(3000)));
            }
            elements.put(Tag.PixelData, pixels.sequenceDelimiter().bytes());
        } else {
            byte[] pixels = bytes(2 * random.nextInt(60_000));
            elements.put(
                    Tag.PixelData, syntax.writer().element(Tag.PixelData, "OW", pixels).bytes());
        }
        return joined(elements);
    }

    private static byte[] joined(Map<Integer, byte[]> elements) {
        var out = new ByteArrayOutputStream();
        elements.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    private void put(Map<Integer, byte[]> elements, int tag, String vr, String text) {
        elements.put(tag, syntax.writer().element(tag, vr, text).bytes());
    }

    private Map<Integer, byte[]> elements(int depth) {
        Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
        if (depth == 0) {
            for (VR vr : VRS) {
                element(elements, vr, tag(vr));
            }
        } else {
            for (int i = random.nextInt(6); i > 0; i--) {
                VR vr = VRS[random.nextInt(VRS.length)];
                element(elements, vr, tag(vr));
            }
        }
        if (depth < 5) {
            for (int i = random.nextInt(depth == 0 ? 5 : 2); i > 0; i--) {
                int tag = tag(VR.SQ);
                elements.put(tag, sequence(tag, depth));
            }
        }
        if (random.nextInt(3) == 0) {
            privateBlock(elements, depth);
        }
        return elements;
    }

    private int tag(VR vr) {
        List<Integer> tags = Objects.requireNonNull(TAGS.get(vr));
        return tags.get(random.nextInt(tags.size()));
    }

    private void element(Map<Integer, byte[]> elements, VR vr, int tag) {
        elements.put(tag, syntax.writer().element(tag, vr.name(), value(vr)).bytes());
    }

    private byte[] sequence(int tag, int depth) {
        List<byte[]> items =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> joined(elements(depth + 1)))
                        .toList();
        // dcm4che writes empty sequences and items with length zero whatever the others have
        RawDicom content = syntax.writer();
        for (byte[] item : items) {
            if (undefinedLengths && item.length > 0) {
                content.openItem().raw(item).itemDelimiter();
            } else {
                content.item(item);
            }
        }
        if (undefinedLengths && !items.isEmpty()) {
            return syntax.writer()
                    .header(tag, "SQ", RawDicom.UNDEFINED)
                    .raw(content.sequenceDelimiter().bytes())
                    .bytes();
        }
        return syntax.writer().element(tag, "SQ", content.bytes()).bytes();
    }

    private void privateBlock(Map<Integer, byte[]> elements, int depth) {
        int group = 0x0009 + 2 * random.nextInt(8);
        int block = 0x10 + random.nextInt(0xF0);
        put(elements, group << 16 | block, "LO", "MEDSENDX TEST " + (char) ('A' + depth) + " ");
        for (int i = random.nextInt(5); i > 0; i--) {
            int tag = group << 16 | block << 8 | random.nextInt(0x100);
            element(elements, VRS[random.nextInt(VRS.length)], tag);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] value(VR vr) {
        if (random.nextInt(8) == 0) {
            return new byte[0];
        }
        if (!vr.text()) {
            int units = 1 + random.nextInt(vr.longForm() ? 40 : 4);
            int width = vr == VR.OB ? 2 : vr == VR.AT ? 4 : vr.unit();
            return bytes(units * width);
        }
        int count = vr.multipleText() ? 1 + random.nextInt(3) : 1;
        String text =
                IntStream.range(0, count).mapToObj(i -> text(vr)).collect(Collectors.joining("\\"));
        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] even = Arrays.copyOf(value, value.length + (value.length & 1));
        if (even.length > value.length) {
            even[value.length] = vr.padding();
        }
        return even;
    }

    private String text(VR vr) {
        int digits = random.nextInt(1000);
        return switch (vr) {
            case AS -> "%03dY".formatted(digits);
            case DA -> "20%02d%02d%02d".formatted(digits % 100, digits % 12 + 1, digits % 28 + 1);
            case TM -> "%02d%02d%02d.%06d".formatted(digits % 24, digits % 60, digits % 60, digits);
            case DT ->
                    "20%02d%02d12103000.5%s"
                            .formatted(
                                    digits % 100,
                                    digits % 12 + 1,
                                    random.nextBoolean() ? "+0200" : "");
            case DS -> random.nextBoolean() ? digits / 8.0 + "" : " -" + digits + "E-3 ";
            case IS -> (random.nextBoolean() ? "-" : " ") + digits;
            case UI -> "1.2.840." + digits + "." + random.nextInt(1 << 20);
            case AE, CS -> letters("ABCDEFGHIJ_ 0123", 1 + random.nextInt(15));
            case UR -> "https://example.org/" + digits;
            case PN -> letters("abcçdéÄÖ ", 8) + "^" + letters("xyzü", 5);
            default -> letters("abc dé ÄÖÜ%&/()=?'*-+.", 1 + random.nextInt(60));
        };
    }

    private String letters(String from, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return text.toString();
    }
}
