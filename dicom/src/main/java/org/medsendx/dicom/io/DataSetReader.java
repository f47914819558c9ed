package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Coding;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Parses the elements of a data set (PS3.5, 7). Every length is checked against what encloses it
 * before anything is allocated, and what is held counts against {@link ReadLimits}.
 *
 * <p>Lenient where the meaning is clear: an element in implicit VR among explicit ones, delimiters
 * where none belong, elements out of order (the last of a tag counts, in the file meta group the
 * first), NUL bytes at the end, a last item that claims more than its sequence and ends with it, a
 * file that ends where only delimiters are missing.
 */
final class DataSetReader {

    /** What an element, an item or a fragment costs in memory besides its value. */
    private static final int OVERHEAD = 96;

    /** What a byte of values as short as can be costs as strings. */
    private static final int BYTES_AS_TEXT = 32;

    private static final long UNDEFINED = 0xFFFFFFFFL;

    /** How many elements may have to make room for those that come too late, added up. */
    private static final long MOST_DISPLACED = 50_000_000;

    /** What no sequence has for a tag. */
    private static final int NOT_DELIMITED = 0;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private Input input;
    private final Path file;
    private final ReadLimits limits;
    private final List<ReadWarning> warnings = new ArrayList<>();

    /** Where a file ends, when missing delimiters there may be passed over; else null. */
    private @Nullable Input whole;

    private long held;
    private long displaced;

    /** The element being read; group and element 0 before the first. */
    private int currentTag;

    DataSetReader(Input input, Path file, ReadLimits limits) {
        this.input = input;
        this.file = file;
        this.limits = limits;
    }

    /** Where an element's value begins, and how long it is. */
    private record Header(int tag, VR vr, long position, long length, boolean unknown) {
        boolean undefined() {
            return length == UNDEFINED;
        }

        long end() {
            return position + length;
        }
    }

    /** Reads elements up to the end of the input. */
    void readAll(DataSet dataSet, long position, TransferSyntax syntax) throws IOException {
        try {
            readElements(dataSet, position, input.size(), syntax, 0, NOT_DELIMITED);
        } catch (DicomFormatException e) {
            throw named(e);
        }
    }

    /** The same for a file that is complete: it may lack the delimiters at its very end. */
    void readWhole(DataSet dataSet, long position, TransferSyntax syntax) throws IOException {
        whole = input;
        readAll(dataSet, position, syntax);
    }

    /** What was passed over in {@link #readWhole}. */
    List<ReadWarning> warnings() {
        return List.copyOf(warnings);
    }

    /** Whether nothing but (a part of) a delimiter is missing where the file ends. */
    private boolean lacksDelimiter(
            ReadWarning.Kind kind, int tag, long position, long end, boolean bigEndian)
            throws IOException {
        if (input != whole || end != input.size()) {
            return false;
        }
        int delimiter =
                kind == ReadWarning.Kind.MISSING_ITEM_DELIMITER
                        ? Tag.ItemDelimitationItem
                        : Tag.SequenceDelimitationItem;
        // a little endian tag has its group first too (PS3.5, 7.3)
        int first = bigEndian ? delimiter : Integer.rotateLeft(Integer.reverseBytes(delimiter), 16);
        for (long at = position; at < end; at++) {
            int index = (int) (at - position);
            int expected = index < 4 ? first >>> (24 - 8 * index) & 0xFF : 0;
            if (input.u8(at) != expected) {
                return false;
            }
        }
        warnings.add(new ReadWarning(kind, tag, position));
        return true;
    }

    /**
     * Reads the elements of one group of a file, of each the first, up to another group length; the
     * position behind them.
     */
    long readGroup(DataSet dataSet, int group, long position, TransferSyntax syntax)
            throws IOException {
        long at = position;
        try {
            while (input.size() - at >= 8
                    && input.u16(at, syntax.bigEndian()) == group
                    && (at == position || input.u16(at + 2, syntax.bigEndian()) != 0)) {
                Element first = dataSet.get(input.tag(at, syntax.bigEndian()));
                at = readElement(dataSet, at, input.size(), syntax, 0);
                if (first != null) {
                    dataSet.putAsRead(first);
                }
            }
        } catch (DicomFormatException e) {
            throw named(e);
        }
        return at;
    }

    private DicomFormatException named(DicomFormatException e) {
        return e.tag() != null || currentTag == 0
                ? e
                : new DicomFormatException(e.problem(), currentTag, e.position());
    }

    private DicomFormatException problem(Problem problem, long position) {
        return new DicomFormatException(problem, currentTag == 0 ? null : currentTag, position);
    }

    private void hold(long bytes, long position) throws DicomFormatException {
        held += bytes + OVERHEAD;
        if (held > limits.maxHeapBytes()) {
            throw problem(Problem.TOO_LARGE, position);
        }
    }

    /**
     * @param sequence the sequence of an item whose elements a delimiter ends, else {@link
     *     #NOT_DELIMITED}
     * @return the position behind the elements and their delimiter
     */
    private long readElements(
            DataSet dataSet, long begin, long end, TransferSyntax syntax, int depth, int sequence)
            throws IOException {
        boolean delimited = sequence != NOT_DELIMITED;
        long position = begin;
        int last = 0;
        while (position < end || delimited) {
            if (end - position < 8) {
                if (depth == 0 && input.onlyPaddingFrom(position)) {
                    return end;
                }
                if (delimited
                        && lacksDelimiter(
                                ReadWarning.Kind.MISSING_ITEM_DELIMITER,
                                sequence,
                                position,
                                end,
                                syntax.bigEndian())) {
                    return end;
                }
                throw problem(Problem.TRUNCATED, position);
            }
            int tag = input.tag(position, syntax.bigEndian());
            if (tag == Tag.ItemDelimitationItem) {
                position += 8;
                if (delimited) {
                    return position;
                }
            } else if (tag == Tag.SequenceDelimitationItem && !delimited) {
                position += 8;
            } else if (tag >>> 16 == 0xFFFE) {
                position = skipStrayItem(tag, position, end, syntax.bigEndian());
            } else if (tag == 0 && depth == 0 && input.onlyPaddingFrom(position)) {
                return end;
            } else {
                if (Integer.compareUnsigned(tag, last) < 0) {
                    displace(dataSet.size(), position);
                }
                last = tag;
                position = readElement(dataSet, position, end, syntax, depth);
            }
        }
        return position;
    }

    private void displace(int elements, long position) throws DicomFormatException {
        displaced += elements;
        if (displaced > MOST_DISPLACED) {
            throw problem(Problem.TOO_LARGE, position);
        }
    }

    /**
     * An item outside a sequence belongs to nothing: it is passed over when its length says how.
     */
    private long skipStrayItem(int tag, long position, long end, boolean bigEndian)
            throws IOException {
        currentTag = tag;
        long length = input.u32(position + 4, bigEndian);
        if (tag != Tag.Item || length > end - position - 8) {
            throw problem(Problem.BAD_DELIMITER, position);
        }
        return position + 8 + length;
    }

    private long readElement(
            DataSet dataSet, long begin, long end, TransferSyntax syntax, int depth)
            throws IOException {
        currentTag = input.tag(begin, syntax.bigEndian());
        Header header = header(dataSet, begin, end, syntax);
        if (!header.undefined() && header.length() > end - header.position()) {
            throw problem(end == input.size() ? Problem.TRUNCATED : Problem.BAD_LENGTH, begin);
        }
        if (header.undefined() && isFragmented(header)) {
            return readFragments(dataSet, header, end, syntax.bigEndian());
        }
        if (header.unknown()) {
            return readUnknown(dataSet, header, end, depth);
        }
        if (header.vr() == VR.SQ) {
            return readSequence(dataSet, header, Coding.PLAIN, end, syntax, depth);
        }
        if (header.undefined()) {
            throw problem(Problem.BAD_LENGTH, begin);
        }
        return readValue(dataSet, header, header.vr(), Coding.PLAIN);
    }

    private Header header(DataSet dataSet, long begin, long end, TransferSyntax syntax)
            throws IOException {
        boolean bigEndian = syntax.bigEndian();
        int tag = input.tag(begin, bigEndian);
        int first = syntax.implicitVr() ? 0 : input.u8(begin + 4);
        int second = syntax.implicitVr() ? 0 : input.u8(begin + 5);
        if (!isLetter(first) || !isLetter(second)) {
            long length = input.u32(begin + 4, bigEndian);
            boolean fits = length == UNDEFINED || length <= end - begin - 8;
            if (!fits && isPrintable(first) && isPrintable(second)) {
                // not a length, so two spaces or the like where the VR belongs
                return new Header(tag, VR.UN, begin + 8, input.u16(begin + 6, bigEndian), true);
            }
            VR vr = ImplicitVr.of(tag, dataSet);
            return new Header(
                    tag, shown(vr, begin + 8, length, end, bigEndian), begin + 8, length, false);
        }
        VR vr = VR.of(first, second);
        int shortLength = input.u16(begin + 6, bigEndian);
        boolean longForm = vr != null && vr.longForm();
        if (vr == null && shortLength == 0 && end - begin >= 12) {
            // a VR of a later edition has the long form (PS3.5, 6.2); of a broken file, the short
            long length = input.u32(begin + 8, bigEndian);
            longForm = length > 0 && length <= end - begin - 12;
        }
        boolean unknown = vr == null || vr == VR.UN;
        VR known = vr == null ? VR.UN : vr;
        if (!longForm) {
            return new Header(tag, known, begin + 8, shortLength, unknown);
        }
        if (end - begin < 12) {
            throw problem(Problem.TRUNCATED, begin);
        }
        return new Header(tag, known, begin + 12, input.u32(begin + 8, bigEndian), unknown);
    }

    /** The VR that an implicit header's value has, when it contradicts the dictionary. */
    private VR shown(VR vr, long position, long length, long end, boolean bigEndian)
            throws IOException {
        if (vr == VR.UN && length == UNDEFINED) {
            return VR.SQ;
        }
        boolean items =
                vr != VR.SQ
                        || length == 0
                        || length == UNDEFINED
                        || (end - position >= 8 && input.u16(position, bigEndian) == 0xFFFE);
        return items ? vr : VR.UN;
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isFragmented(Header header) {
        return switch (header.vr()) {
            case OB, OD, OF, OL, OV, OW -> true;
            default -> header.tag() == Tag.PixelData;
        };
    }

    private long readValue(DataSet dataSet, Header header, VR vr, Coding coding)
            throws IOException {
        if (header.length() > limits.bulkThreshold() && input.isFile()) {
            hold(0, header.position());
            VR kept = coding.unknown() ? VR.UN : vr;
            dataSet.putAsRead(
                    new Bulk(header.tag(), kept, file, header.position(), header.length()));
        } else {
            hold(cost(header.length(), vr), header.position());
            byte[] bytes = bytes(header);
            dataSet.putAsRead(new Value(header.tag(), vr, bytes, coding));
        }
        return header.end();
    }

    private byte[] bytes(Header header) throws IOException {
        if (header.length() > LONGEST_ARRAY) {
            throw problem(Problem.TOO_LARGE, header.position());
        }
        return input.bytes(header.position(), (int) header.length());
    }

    /**
     * A long value that cannot stay in its file counts as what it becomes when it is asked for its
     * values as text: a few kilobytes of deflated delimiters would be gigabytes.
     */
    private long cost(long length, VR vr) {
        boolean many = vr.multipleText() || vr == VR.UN || vr == VR.SV || vr == VR.UV;
        return many && length > limits.bulkThreshold() ? length * BYTES_AS_TEXT : length;
    }

    /**
     * UN over a copy of its value where going back would mean to inflate again: what turns out not
     * to be a sequence is read twice.
     */
    private long readCopied(DataSet dataSet, Header header, long end, int depth)
            throws IOException {
        Input whole = input;
        hold(header.length(), header.position());
        input = new Input(bytes(header), (int) header.length(), header.position());
        try {
            return readUnknown(dataSet, header, end, depth);
        } finally {
            input = whole;
            held -= header.length() + OVERHEAD;
        }
    }

    /** UN: what the dictionary makes of it, else the bytes (PS3.5, 6.2.2). */
    private long readUnknown(DataSet dataSet, Header header, long end, int depth)
            throws IOException {
        if (header.undefined()) {
            return readSequence(
                    dataSet,
                    header,
                    Coding.UN_UNDEFINED_LENGTH,
                    end,
                    TransferSyntax.IMPLICIT_LITTLE,
                    depth);
        }
        VR vr = ImplicitVr.of(header.tag(), dataSet);
        if (vr == VR.SQ && input.isForwards()) {
            return readCopied(dataSet, header, end, depth);
        }
        if (vr == VR.SQ) {
            long heldBefore = held;
            int warningsBefore = warnings.size();
            try {
                return readSequence(
                        dataSet, header, Coding.UN, end, TransferSyntax.IMPLICIT_LITTLE, depth);
            } catch (DicomFormatException e) {
                // not a sequence after all, unless a limit was met
                if (e.problem() == Problem.TOO_LARGE || e.problem() == Problem.TOO_DEEP) {
                    throw e;
                }
                held = heldBefore;
                warnings.subList(warningsBefore, warnings.size()).clear();
                currentTag = header.tag();
                vr = VR.UN;
            }
        }
        // the bytes of UN are little endian whatever the data set's are, so only those that have
        // no order, or the same, get their VR
        boolean fits = header.length() % vr.unit() == 0;
        boolean sameOrder = !dataSet.bigEndian() || vr.unit() == 1;
        return vr != VR.UN && fits && sameOrder
                ? readValue(dataSet, header, vr, Coding.UN)
                : readValue(dataSet, header, VR.UN, Coding.PLAIN);
    }

    private long readSequence(
            DataSet dataSet,
            Header header,
            Coding defined,
            long end,
            TransferSyntax syntax,
            int depth)
            throws IOException {
        if (depth >= limits.maxDepth()) {
            throw problem(Problem.TOO_DEEP, header.position());
        }
        List<DataSet> items = new ArrayList<>(2);
        boolean undefined = header.undefined();
        long sequenceEnd = undefined ? end : header.end();
        long position = header.position();
        while (undefined || position < sequenceEnd) {
            if (undefined
                    && sequenceEnd - position < 8
                    && lacksDelimiter(
                            ReadWarning.Kind.MISSING_SEQUENCE_DELIMITER,
                            header.tag(),
                            position,
                            sequenceEnd,
                            syntax.bigEndian())) {
                position = sequenceEnd;
                break;
            }
            if (sequenceEnd - position < 8) {
                throw problem(undefined ? Problem.TRUNCATED : Problem.BAD_LENGTH, position);
            }
            int tag = input.tag(position, syntax.bigEndian());
            long length = input.u32(position + 4, syntax.bigEndian());
            position += 8;
            if (tag == Tag.SequenceDelimitationItem) {
                position = undefined ? position : sequenceEnd;
                break;
            }
            if (tag == Tag.Item) {
                var item = new DataSet(syntax.bigEndian()).within(dataSet);
                hold(0, position);
                items.add(item);
                position = readItem(item, position, length, sequenceEnd, !undefined, syntax, depth);
                currentTag = header.tag();
            } else if (tag != Tag.ItemDelimitationItem) {
                throw problem(Problem.BAD_DELIMITER, position - 8);
            }
        }
        hold(0, position);
        Coding coding = undefined && defined == Coding.PLAIN ? Coding.UNDEFINED_LENGTH : defined;
        dataSet.putAsRead(new Sequence(header.tag(), items, coding));
        return position;
    }

    private long readItem(
            DataSet item,
            long position,
            long length,
            long sequenceEnd,
            boolean definite,
            TransferSyntax syntax,
            int depth)
            throws IOException {
        TransferSyntax found = itemSyntax(position, sequenceEnd, syntax);
        if (length == UNDEFINED) {
            item.undefinedLength(true);
            return readElements(item, position, sequenceEnd, found, depth + 1, currentTag);
        }
        if (definite && length > sequenceEnd - position) {
            // the sequence's length, checked before, is right: the last item ends with it
            readElements(item, position, sequenceEnd, found, depth + 1, NOT_DELIMITED);
            return sequenceEnd;
        }
        if (length > sequenceEnd - position) {
            Problem problem = sequenceEnd == input.size() ? Problem.TRUNCATED : Problem.BAD_LENGTH;
            throw problem(problem, position);
        }
        readElements(item, position, position + length, found, depth + 1, NOT_DELIMITED);
        return position + length;
    }

    /**
     * Some writers put explicit VR where implicit is due; the other way is seen element by element.
     */
    private TransferSyntax itemSyntax(long position, long end, TransferSyntax syntax)
            throws IOException {
        if (!syntax.implicitVr() || end - position < 8) {
            return syntax;
        }
        boolean explicit = VR.of(input.u8(position + 4), input.u8(position + 5)) != null;
        return explicit ? TransferSyntax.EXPLICIT_LITTLE : syntax;
    }

    private long readFragments(DataSet dataSet, Header header, long end, boolean bigEndian)
            throws IOException {
        if (!input.isFile()) {
            throw problem(Problem.BAD_LENGTH, header.position());
        }
        List<Fragment> fragments = new ArrayList<>();
        long position = header.position();
        while (true) {
            if (end - position < 8) {
                // fewer fragments than frames: more is missing than the delimiter
                int frames = Math.max(1, dataSet.intValue(Tag.NumberOfFrames, 1));
                if (fragments.size() > frames
                        && lacksDelimiter(
                                ReadWarning.Kind.MISSING_SEQUENCE_DELIMITER,
                                header.tag(),
                                position,
                                end,
                                bigEndian)) {
                    position = end;
                    break;
                }
                throw problem(Problem.TRUNCATED, position);
            }
            int tag = input.tag(position, bigEndian);
            long length = input.u32(position + 4, bigEndian);
            position += 8;
            if (tag == Tag.SequenceDelimitationItem) {
                break;
            }
            if (tag != Tag.Item || length == UNDEFINED) {
                throw problem(Problem.BAD_DELIMITER, position - 8);
            }
            if (length > end - position) {
                throw problem(Problem.TRUNCATED, position - 8);
            }
            hold(0, position);
            fragments.add(new Fragment(position, length));
            position += length;
        }
        hold(0, position);
        dataSet.putAsRead(new Encapsulated(header.tag(), header.vr(), file, fragments));
        return position;
    }
}
