package org.medsendx.deidentification.rules;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pseudonym.DateShift;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Private elements whose VR the encoding hides: implicit VR and UN (PS3.5, 6.2.2). Those that stay
 * get the VR of the site's list, or the one that their bytes show, so that dates, UIDs, names and
 * nested items in them are treated as in explicit VR. What cannot be understood is not {@linkplain
 * #judgeable judgeable} and goes.
 */
public final class PrivateValues {

    /** Longer ones are left in their file, and not judged. */
    private static final long LONGEST = 16 << 20;

    /** Deeper nesting is not read. */
    private static final int MAX_DEPTH = 32;

    /** So many characters in a row are words, not numbers by chance. */
    private static final Pattern WORDS = Pattern.compile("[ -~]{6,}");

    private static final Pattern DATE =
            Pattern.compile(
                    "(?:19|20)\\d\\d([-./]?)(?:0[1-9]|1[0-2])\\1(?:0[1-9]|[12]\\d|3[01])"
                            + "|(?:0?[1-9]|[12]\\d|3[01])([-./])(?:0?[1-9]|1[0-2])\\2(?:19|20)\\d\\d"
                            + "|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\\d|3[01])/(?:19|20)\\d\\d");
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "\\d{8}(?:\\d{2}){1,3}(?:\\.\\d{1,6})?(?:[+-]\\d{4})?|\\d{8}[+-]\\d{4}");
    private static final Pattern UID = Pattern.compile("[0-2](?:\\.\\d+){4,}|2\\.25\\.\\d{10,}");
    private static final Pattern BINARY =
            Pattern.compile("[\\x00-\\x08\\x0B\\x0E-\\x1A\\x1C-\\x1F\\x7F]");

    /** What a site's word counts for against another VR of the file. */
    private static final Set<VR> STRICT = Set.of(VR.DA, VR.DT, VR.TM, VR.UI, VR.PN);

    /** Where sequences are read as items of a known one. */
    private static final int ANY_SEQUENCE = Tag.ReferencedImageSequence;

    private final SafePrivate safe;

    PrivateValues(SafePrivate safe) {
        this.safe = safe;
    }

    /**
     * Replaces the listed elements of a data set, at any depth, by what they are.
     *
     * @throws IOException when the disk fails
     */
    void explain(DataSet dataSet) throws IOException {
        if (!safe.isEmpty()) {
            explain(dataSet, 0);
        }
    }

    private void explain(DataSet dataSet, int depth) throws IOException {
        List<Element> explained = new ArrayList<>();
        for (Element element : dataSet) {
            VR listed = safe.listed(dataSet, element.tag());
            Element now = listed == null ? element : explained(dataSet, element, listed, depth);
            if (now != element) {
                explained.add(now);
            }
            if (now instanceof Element.Sequence sequence) {
                for (DataSet item : sequence.items()) {
                    explain(item, depth + 1);
                }
            }
        }
        explained.forEach(dataSet::putAsRead);
    }

    private static Element explained(DataSet dataSet, Element element, VR listed, int depth)
            throws IOException {
        if (element.vr() != VR.UN) {
            return element instanceof Element.Value value
                            && STRICT.contains(listed)
                            && value.vr().text()
                    ? new Element.Value(value.tag(), listed, value.bytes(), value.coding())
                    : element;
        }
        byte[] bytes = bytes(element);
        if (bytes == null) {
            return element;
        }
        if (listed == VR.SQ || (listed == VR.UN && beginsWithItem(bytes))) {
            Element sequence = sequence(dataSet, element.tag(), bytes, depth);
            return sequence == null ? element : sequence;
        }
        VR vr = listed == VR.UN ? shown(bytes) : listed;
        return vr.unit() == 1 && vr != VR.UN ? value(element.tag(), vr, bytes) : element;
    }

    /**
     * Gives the elements of a written data set the VRs that those of its original were given.
     *
     * @throws IOException when the disk fails
     */
    public static void explainAs(DataSet original, DataSet written) throws IOException {
        explainAs(original, written, 0);
    }

    private static void explainAs(DataSet original, DataSet written, int depth) throws IOException {
        List<Element> explained = new ArrayList<>();
        for (Element element : written) {
            Element like = original.get(element.tag());
            Element now = element;
            if (like != null
                    && Tag.isPrivate(element.tag())
                    && element.vr() == VR.UN
                    && like.vr() != VR.UN) {
                byte[] bytes = bytes(element);
                Element as =
                        bytes == null
                                ? null
                                : like.vr() == VR.SQ
                                        ? sequence(written, element.tag(), bytes, depth)
                                        : value(element.tag(), like.vr(), bytes);
                if (as != null) {
                    now = as;
                    explained.add(as);
                }
            }
            if (like instanceof Element.Sequence before && now instanceof Element.Sequence after) {
                int items = Math.min(before.items().size(), after.items().size());
                for (int i = 0; i < items; i++) {
                    explainAs(before.items().get(i), after.items().get(i), depth + 1);
                }
            }
        }
        explained.forEach(written::putAsRead);
    }

    /**
     * Whether an explained element can be kept: its words are known as such, and it is read.
     *
     * @param listed VR of the site's list, UN where the site does not say
     */
    static boolean judgeable(Element element, VR listed) {
        return switch (element) {
            case Element.Sequence sequence -> true;
            case Element.Encapsulated encapsulated -> false;
            case Element.Bulk bulk -> bulk.vr() != VR.UN && !bulk.vr().text();
            case Element.Value value ->
                    switch (value.vr()) {
                        case UN -> unknown(value.bytes(), listed);
                        case OB, OW -> {
                            String words = latin(value.bytes());
                            yield !DATE.matcher(words).find() && !beginsWithItem(value.bytes());
                        }
                        default -> true;
                    };
        };
    }

    private static boolean unknown(byte[] bytes, VR listed) {
        if (listed == VR.SQ || beginsWithItem(bytes)) {
            return bytes.length == 0;
        }
        if (listed != VR.UN) {
            // Numbers: their bytes are little endian in UN whatever the data set's are.
            return bytes.length % listed.unit() == 0;
        }
        String text = latin(bytes);
        boolean binary = BINARY.matcher(padded(text)).find();
        return binary ? !WORDS.matcher(text.replace("\0", "")).find() : !DATE.matcher(text).find();
    }

    /** The VR that needs treatment and that the bytes of an unknown value have the form of. */
    private static VR shown(byte[] bytes) {
        String text = padded(latin(bytes));
        if (text.isBlank() || BINARY.matcher(text).find()) {
            return VR.UN;
        }
        if (all(text, one -> DateShift.parse(one) != null)) {
            return VR.DA;
        }
        if (all(text, one -> DATE_TIME.matcher(one).matches())) {
            // Digits of a number have no date in front.
            return all(text, one -> DateShift.parse(one.substring(0, 8)) != null) ? VR.DT : VR.UN;
        }
        if (all(text, one -> UID.matcher(one).matches())) {
            return VR.UI;
        }
        return text.indexOf('^') >= 0 ? VR.PN : VR.UN;
    }

    private static boolean all(String text, Predicate<String> form) {
        boolean any = false;
        for (String one : text.split("\\\\", -1)) {
            if (!one.isBlank()) {
                any = true;
                if (!form.test(one.strip())) {
                    return false;
                }
            }
        }
        return any;
    }

    private static @Nullable Element sequence(DataSet dataSet, int tag, byte[] bytes, int depth)
            throws IOException {
        if (depth >= MAX_DEPTH) {
            return null;
        }
        var encoded =
                ByteBuffer.allocate(bytes.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) (ANY_SEQUENCE >>> 16))
                        .putShort((short) ANY_SEQUENCE)
                        .putInt(bytes.length)
                        .put(bytes);
        DataSet around;
        try {
            around =
                    DicomReader.readDataSet(
                            encoded.array(), Uid.ImplicitVRLittleEndian, ReadLimits.DEFAULT);
        } catch (DicomFormatException e) {
            return null;
        }
        if (!(around.get(ANY_SEQUENCE) instanceof Element.Sequence read)) {
            return null;
        }
        read.items().forEach(item -> item.within(dataSet));
        return new Element.Sequence(tag, read.items(), Element.Coding.UN);
    }

    private static Element value(int tag, VR vr, byte[] bytes) {
        return new Element.Value(tag, vr, bytes, Element.Coding.UN);
    }

    private static byte @Nullable [] bytes(Element element) throws IOException {
        if (element instanceof Element.Value value) {
            return value.bytes();
        }
        if (!(element instanceof Element.Bulk bulk) || bulk.length() > LONGEST) {
            return null;
        }
        var buffer = ByteBuffer.allocate((int) bulk.length());
        try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, bulk.position() + buffer.position()) < 0) {
                    return null;
                }
            }
        }
        return buffer.array();
    }

    private static boolean beginsWithItem(byte[] bytes) {
        return bytes.length >= 8
                && bytes[0] == (byte) 0xFE
                && bytes[1] == (byte) 0xFF
                && bytes[2] == 0
                && bytes[3] == (byte) 0xE0;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A text without the padding behind it. */
    private static String padded(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == 0 || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end);
    }
}
