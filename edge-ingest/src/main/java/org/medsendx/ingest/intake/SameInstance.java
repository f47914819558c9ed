package org.medsendx.ingest.intake;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Whether two files hold the same instance, however each of them encodes it: with explicit or
 * implicit VR, in either byte order, with defined or undefined lengths, with group lengths or
 * padding or without, in another character set, numbers in another notation. Toolkits write what
 * they read anew, so an instance that comes by two ways seldom has the same bytes.
 *
 * <p>Pixels are compared and not decoded: compressed frames are the same when their bytes are.
 */
final class SameInstance {

    private static final int GROUP_LENGTH = 0xFFFF;
    private static final char UNDECODED = '\uFFFD';
    private static final Pattern ENDS_OF_GROUP = Pattern.compile("[ ^]+$");
    private static final Pattern ENDS_OF_NAME = Pattern.compile("=+$");
    private static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;

    private final DicomFile one;
    private final DicomFile other;

    private SameInstance(DicomFile one, DicomFile other) {
        this.one = one;
        this.other = other;
    }

    /**
     * @throws IOException when one of them cannot be read; the message holds no value
     */
    static boolean inBoth(Path one, Path other, ReadLimits limits) throws IOException {
        var both = new SameInstance(DicomReader.read(one, limits), DicomReader.read(other, limits));
        return both.sameDataSet(both.one.dataSet(), both.other.dataSet());
    }

    private boolean sameDataSet(DataSet mine, DataSet its) throws IOException {
        var left = counted(mine);
        var right = counted(its);
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).tag() != right.get(i).tag()
                    || !sameElement(mine, left.get(i), its, right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What says something of the instance and not of its encoding. */
    private static List<Element> counted(DataSet dataSet) {
        var elements = new ArrayList<Element>();
        for (var element : dataSet) {
            int tag = element.tag();
            if ((tag & GROUP_LENGTH) != 0
                    && tag != DATA_SET_TRAILING_PADDING
                    && tag != Tag.SpecificCharacterSet) {
                elements.add(element);
            }
        }
        return elements;
    }

    private boolean sameElement(DataSet mine, Element left, DataSet its, Element right)
            throws IOException {
        boolean nothing = saysNothing(mine, left);
        if (nothing || saysNothing(its, right)) {
            return nothing && saysNothing(its, right);
        }
        if (left instanceof Element.Sequence ours && right instanceof Element.Sequence theirs) {
            if (ours.items().size() != theirs.items().size()) {
                return false;
            }
            for (int i = 0; i < ours.items().size(); i++) {
                if (!sameDataSet(ours.items().get(i), theirs.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Element.Encapsulated ours
                && right instanceof Element.Encapsulated theirs) {
            return one.meta().transferSyntaxUid().equals(other.meta().transferSyntaxUid())
                    && sameFrames(mine, ours, theirs)
                    && sameBytes(frames(ours), frames(theirs), 1, false);
        }
        if (left instanceof Element.Value && right instanceof Element.Value) {
            return sameValue(mine, its, left.tag(), vr(left, right), left, right);
        }
        return bulk(left) && bulk(right) && sameWords(mine, left, its, right, vr(left, right));
    }

    /** No value, or padding alone. */
    private static boolean saysNothing(DataSet dataSet, Element element) {
        return element.isEmpty()
                || (element instanceof Element.Value
                        && element.vr().text()
                        && dataSet.strings(element.tag()).stream().allMatch(String::isBlank));
    }

    private static boolean bulk(Element element) {
        return element instanceof Element.Value || element instanceof Element.Bulk;
    }

    /** Where one of them does not know it, the other's counts. */
    private static VR vr(Element left, Element right) {
        return left.vr() == VR.UN ? right.vr() : left.vr();
    }

    private static boolean sameValue(
            DataSet mine, DataSet its, int tag, VR vr, Element left, Element right)
            throws IOException {
        if (!vr.text()) {
            return sameWords(mine, left, its, right, vr);
        }
        var ours = mine.strings(tag);
        var theirs = its.strings(tag);
        if (ours.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            boolean same =
                    vr == VR.DS || vr == VR.IS
                            ? sameNumber(ours.get(i), theirs.get(i))
                            : bare(vr, ours.get(i)).equals(bare(vr, theirs.get(i)));
            if (!same) {
                return false;
            }
        }
        // What could not be decoded looks alike whatever it was.
        return ours.stream().noneMatch(text -> text.indexOf(UNDECODED) >= 0)
                || sameWords(mine, left, its, right, vr);
    }

    /** The character set that counts in a data set, which an item has from what it lies in. */
    private static List<String> terms(DataSet dataSet) {
        for (DataSet set = dataSet; set != null; set = set.parent()) {
            if (set.contains(Tag.SpecificCharacterSet)) {
                return set.strings(Tag.SpecificCharacterSet);
            }
        }
        return List.of();
    }

    /**
     * Without the blanks that say nothing, in long texts those at the end alone (PS3.5, 6.2), and
     * the delimiters of a name behind which nothing comes (6.2.1.1).
     */
    private static String bare(VR vr, String text) {
        if (vr == VR.PN) {
            var groups = new ArrayList<String>();
            for (String group : text.split("=", -1)) {
                groups.add(ENDS_OF_GROUP.matcher(group).replaceFirst(""));
            }
            return ENDS_OF_NAME.matcher(String.join("=", groups)).replaceFirst("").strip();
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        int begin = 0;
        while (vr.multipleText() && begin < end && text.charAt(begin) == ' ') {
            begin++;
        }
        return text.substring(begin, end);
    }

    private static boolean sameNumber(String ours, String theirs) {
        if (ours.strip().equals(theirs.strip())) {
            return true;
        }
        try {
            return new BigDecimal(ours.strip()).compareTo(new BigDecimal(theirs.strip())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Of several frames it may be fragments or the offset table that say where one ends, so both
     * have to agree; a table may be empty (PS3.5, A.4).
     */
    private static boolean sameFrames(
            DataSet dataSet, Element.Encapsulated ours, Element.Encapsulated theirs)
            throws IOException {
        if (dataSet.intValue(Tag.NumberOfFrames, 1) <= 1) {
            return true;
        }
        var left = ours.fragments();
        var right = theirs.fragments();
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 1; i < left.size(); i++) {
            if (left.get(i).length() != right.get(i).length()) {
                return false;
            }
        }
        var table = left.getFirst();
        var itsTable = right.getFirst();
        return table.length() == 0
                || itsTable.length() == 0
                || sameBytes(
                        range(ours.file(), table.position(), table.length()),
                        range(theirs.file(), itsTable.position(), itsTable.length()),
                        1,
                        false);
    }

    private static boolean sameWords(DataSet mine, Element left, DataSet its, Element right, VR vr)
            throws IOException {
        boolean turned = mine.bigEndian() != its.bigEndian();
        if ((vr == VR.UN || vr.characterSet()) && !terms(mine).equals(terms(its))) {
            // The same bytes are another text in another character set.
            return false;
        }
        return sameBytes(
                bytes(left),
                bytes(right),
                turned ? vr.unit() : 1,
                vr == VR.UN || vr == VR.OB || vr.text());
    }

    /** The bytes of the frames: a basic offset table and where fragments end say nothing. */
    private static InputStream frames(Element.Encapsulated pixels) throws IOException {
        var parts = new ArrayList<InputStream>();
        for (var fragment : pixels.fragments().subList(1, pixels.fragments().size())) {
            parts.add(range(pixels.file(), fragment.position(), fragment.length()));
        }
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream bytes(Element element) throws IOException {
        return switch (element) {
            case Element.Value value -> new ByteArrayInputStream(value.bytes());
            case Element.Bulk bulk -> range(bulk.file(), bulk.position(), bulk.length());
            default -> throw new IllegalArgumentException("has no bytes of its own");
        };
    }

    private static InputStream range(Path file, long position, long length) throws IOException {
        return new Range(file, position, length);
    }

    /**
     * @param unit bytes of a word, of which the two have opposite orders; 1 for the same order
     * @param padded whether one byte of padding at the end says nothing
     */
    private static boolean sameBytes(InputStream ours, InputStream theirs, int unit, boolean padded)
            throws IOException {
        try (var left = new BufferedInputStream(ours, 1 << 16);
                var right = new BufferedInputStream(theirs, 1 << 16)) {
            byte[] word = new byte[unit];
            while (true) {
                int read = left.readNBytes(word, 0, unit);
                for (int i = unit - 1; i >= 0 && read == unit; i--) {
                    int its = right.read();
                    if (its < 0) {
                        return padded && unit == 1 && padding(word[0]) && left.read() < 0;
                    }
                    if ((byte) its != word[i]) {
                        return false;
                    }
                }
                if (read < unit) {
                    int rest = right.read();
                    return read <= 0
                            && (rest < 0 || (padded && padding((byte) rest) && right.read() < 0));
                }
            }
        }
    }

    private static boolean padding(byte value) {
        return value == 0 || value == ' ';
    }

    /** A part of a file, opened when it is its turn. */
    private static final class Range extends InputStream {

        private final Path file;
        private final long position;
        private long left;
        private @Nullable InputStream in;

        Range(Path file, long position, long length) {
            this.file = file;
            this.position = position;
            this.left = length;
        }

        private InputStream open() throws IOException {
            var now = in;
            if (now == null) {
                var channel = FileChannel.open(file, StandardOpenOption.READ);
                channel.position(position);
                now = Channels.newInputStream(channel);
                in = now;
            }
            return now;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = open().read(into, from, (int) Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
