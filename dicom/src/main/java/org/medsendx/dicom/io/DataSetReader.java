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

    /** What no sequence has for a tag. */
    private static final int NOT_DELIMITED = 0;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private Input input;
    private final Path file;
    private final ReadLimits limits;
    private final ReadBudget budget;
    private final List<ReadWarning> warnings = new ArrayList<>();

    /** Where a file ends, when missing delimiters there may be passed over; else null. */
    private @Nullable Input whole;

    /** The element being read; group and element 0 before the first. */
    private int currentTag;

    DataSetReader(Input input, Path file, ReadLimits limits) {
        this.input = input;
        this.file = file;
        this.limits = limits;
        this.budget = new ReadBudget(limits);
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
                    budget.displace(dataSet.size(), position);
                }
                last = tag;
                position = readElement(dataSet, position, end, syntax, depth);
            }
        }
        return position;
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
        ElementHeader header = ElementHeader.read(input, dataSet, begin, end, syntax);
        if (!header.undefined() && header.length() > end - header.position()) {
            throw problem(end == input.size() ? Problem.TRUNCATED : Problem.BAD_LENGTH, begin);
        }
        if (header.undefined() && header.mayBeFragmented()) {
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

    private long readValue(DataSet dataSet, ElementHeader header, VR vr, Coding coding)
            throws IOException {
        if (header.length() > limits.bulkThreshold() && input.isFile()) {
            budget.hold(0, header.position());
            VR kept = coding.unknown() ? VR.UN : vr;
            dataSet.putAsRead(
                    new Bulk(header.tag(), kept, file, header.position(), header.length()));
        } else {
            budget.hold(budget.cost(header.length(), vr), header.position());
            byte[] bytes = bytes(header);
            dataSet.putAsRead(new Value(header.tag(), vr, bytes, coding));
        }
        return header.end();
    }

    private byte[] bytes(ElementHeader header) throws IOException {
        if (header.length() > LONGEST_ARRAY) {
            throw problem(Problem.TOO_LARGE, header.position());
        }
        return input.bytes(header.position(), (int) header.length());
    }

    /**
     * UN over a copy of its value where going back would mean to inflate again: what turns out not
     * to be a sequence is read twice.
     */
    private long readCopied(DataSet dataSet, ElementHeader header, long end, int depth)
            throws IOException {
        Input whole = input;
        budget.hold(header.length(), header.position());
        input = new Input(bytes(header), (int) header.length(), header.position());
        try {
            return readUnknown(dataSet, header, end, depth);
        } finally {
            input = whole;
            budget.release(header.length());
        }
    }

    /** UN: what the dictionary makes of it, else the bytes (PS3.5, 6.2.2). */
    private long readUnknown(DataSet dataSet, ElementHeader header, long end, int depth)
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
            long heldBefore = budget.held();
            int warningsBefore = warnings.size();
            try {
                return readSequence(
                        dataSet, header, Coding.UN, end, TransferSyntax.IMPLICIT_LITTLE, depth);
            } catch (DicomFormatException e) {
                // not a sequence after all, unless a limit was met
                if (e.problem() == Problem.TOO_LARGE || e.problem() == Problem.TOO_DEEP) {
                    throw e;
                }
                budget.backTo(heldBefore);
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
            ElementHeader header,
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
                budget.hold(0, position);
                items.add(item);
                position = readItem(item, position, length, sequenceEnd, !undefined, syntax, depth);
                currentTag = header.tag();
            } else if (tag != Tag.ItemDelimitationItem) {
                throw problem(Problem.BAD_DELIMITER, position - 8);
            }
        }
        budget.hold(0, position);
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
        if (length == ElementHeader.UNDEFINED) {
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

    private long readFragments(DataSet dataSet, ElementHeader header, long end, boolean bigEndian)
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
            if (tag != Tag.Item || length == ElementHeader.UNDEFINED) {
                throw problem(Problem.BAD_DELIMITER, position - 8);
            }
            if (length > end - position) {
                throw problem(Problem.TRUNCATED, position - 8);
            }
            budget.hold(0, position);
            fragments.add(new Fragment(position, length));
            position += length;
        }
        budget.hold(0, position);
        dataSet.putAsRead(new Encapsulated(header.tag(), header.vr(), file, fragments));
        return position;
    }
}
