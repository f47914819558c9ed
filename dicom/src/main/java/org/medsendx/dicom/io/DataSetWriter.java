package org.medsendx.dicom.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Encodes the elements of a data set (PS3.5, 7). Sequences and items keep the kind of length they
 * have; group lengths that are there are calculated anew. Every value has an even length (7.1.1):
 * one that a file has with an odd one gets the padding of its VR, a fragment a zero byte, and the
 * offset tables of such fragments are calculated anew.
 */
final class DataSetWriter {

    private static final long UNDEFINED = 0xFFFFFFFFL;

    private final Output out;

    /** Items are asked for their length once by every sequence around them. */
    private final IdentityHashMap<DataSet, Long> lengths = new IdentityHashMap<>();

    DataSetWriter(Output out) {
        this.out = out;
    }

    void write(DataSet dataSet, TransferSyntax syntax) throws IOException {
        Map<Integer, Long> groups = null;
        for (Element element : dataSet) {
            if (element instanceof Value value && isGroupLength(value)) {
                groups = groups == null ? groupLengths(dataSet, syntax) : groups;
                writeGroupLength(value, groups.getOrDefault(value.tag() >>> 16, 0L), syntax);
            } else if (isData(element)) {
                write(dataSet, element, syntax);
            }
        }
    }

    private static boolean isGroupLength(Value value) {
        boolean four = value.bytes().length == Integer.BYTES;
        return (value.tag() & 0xFFFF) == 0 && four && isData(value);
    }

    private void writeGroupLength(Value value, long length, TransferSyntax syntax)
            throws IOException {
        boolean unknown = value.coding().unknown();
        header(value.tag(), vrWritten(value.vr(), Integer.BYTES, unknown), Integer.BYTES, syntax);
        out.u32(length, !unknown && syntax.bigEndian());
    }

    /** The lengths of all groups but their group lengths (PS3.5, 7.2). */
    private Map<Integer, Long> groupLengths(DataSet dataSet, TransferSyntax syntax) {
        Map<Integer, Long> groups = new HashMap<>();
        for (Element element : dataSet) {
            if ((element.tag() & 0xFFFF) != 0) {
                groups.merge(element.tag() >>> 16, length(element, syntax), Long::sum);
            }
        }
        return groups;
    }

    /** The file meta group and delimiters are no part of a data set. */
    private static boolean isData(Element element) {
        int group = element.tag() >>> 16;
        return group != 0x0002 && group != 0xFFFE;
    }

    private void write(DataSet dataSet, Element element, TransferSyntax syntax) throws IOException {
        switch (element) {
            case Value value -> writeValue(dataSet, value, syntax);
            case Bulk bulk -> {
                VR vr = vrWritten(bulk.vr(), bulk.length(), false);
                header(bulk.tag(), vr, even(bulk.length()), syntax);
                if (bulk.vr().unit() > 1 && dataSet.bigEndian() != bigEndian(vr, syntax)) {
                    out.transferSwapped(
                            bulk.file(), bulk.position(), bulk.length(), bulk.vr().unit());
                } else {
                    out.transfer(bulk.file(), bulk.position(), bulk.length());
                }
                pad(bulk.length(), bulk.vr());
            }
            case Sequence sequence -> writeSequence(sequence, syntax);
            case Encapsulated encapsulated -> {
                header(encapsulated.tag(), encapsulated.vr(), UNDEFINED, syntax);
                var offsets = new EvenOffsets(encapsulated);
                boolean table = true;
                for (Fragment fragment : encapsulated.fragments()) {
                    item(Tag.Item, even(fragment.length()), syntax);
                    if (table && offsets.change()) {
                        out.bytes(offsets.basic());
                    } else {
                        out.transfer(encapsulated.file(), fragment.position(), fragment.length());
                    }
                    pad(fragment.length(), VR.OB);
                    table = false;
                }
                item(Tag.SequenceDelimitationItem, 0, syntax);
            }
        }
    }

    private static long even(long length) {
        return length + (length & 1);
    }

    private void pad(long length, VR vr) throws IOException {
        if ((length & 1) != 0) {
            out.u8(vr.padding());
        }
    }

    /**
     * The bytes of a value; of an Extended Offset Table those that fit the fragments as written.
     */
    private static byte[] bytes(DataSet dataSet, Value value) throws IOException {
        if (value.tag() == Tag.ExtendedOffsetTable
                && dataSet.get(Tag.PixelData) instanceof Encapsulated pixels) {
            var offsets = new EvenOffsets(pixels);
            return offsets.change()
                    ? offsets.extended(value.bytes(), dataSet.bigEndian())
                    : value.bytes();
        }
        return value.bytes();
    }

    private void writeValue(DataSet dataSet, Value value, TransferSyntax syntax)
            throws IOException {
        byte[] bytes = bytes(dataSet, value);
        VR vr = vrWritten(value.vr(), bytes.length, value.coding().unknown());
        header(value.tag(), vr, even(bytes.length), syntax);
        if (!value.coding().unknown()
                && value.vr().unit() > 1
                && dataSet.bigEndian() != bigEndian(vr, syntax)) {
            out.bytes(Output.swapped(bytes, value.vr().unit()));
        } else {
            out.bytes(bytes);
        }
        pad(bytes.length, value.vr());
    }

    private void writeSequence(Sequence sequence, TransferSyntax syntax) throws IOException {
        TransferSyntax inner = inner(sequence, syntax);
        long itemsLength = itemsLength(sequence, syntax);
        boolean undefined = undefined(sequence, itemsLength);
        VR vr = sequence.coding().unknown() ? VR.UN : VR.SQ;
        header(sequence.tag(), vr, undefined ? UNDEFINED : itemsLength, syntax);
        for (DataSet item : sequence.items()) {
            boolean open = undefined(item, inner);
            item(Tag.Item, open ? UNDEFINED : length(item, inner), inner);
            write(item, inner);
            if (open) {
                item(Tag.ItemDelimitationItem, 0, inner);
            }
        }
        if (undefined) {
            item(Tag.SequenceDelimitationItem, 0, inner);
        }
    }

    /** What does not fit a length of 32 bits gets delimiters instead. */
    private static boolean undefined(Sequence sequence, long itemsLength) {
        return sequence.coding().undefined() || itemsLength >= UNDEFINED;
    }

    private boolean undefined(DataSet item, TransferSyntax inner) {
        return item.undefinedLength() || length(item, inner) >= UNDEFINED;
    }

    /** Inside UN everything is implicit VR little endian (PS3.5, 6.2.2). */
    private static TransferSyntax inner(Sequence sequence, TransferSyntax syntax) {
        return sequence.coding().unknown() ? TransferSyntax.IMPLICIT_LITTLE : syntax;
    }

    /** A value too long for the short form becomes UN (PS3.5, 6.2.2). */
    private static VR vrWritten(VR vr, long length, boolean unknown) {
        return unknown || (!vr.longForm() && even(length) > 0xFFFF) ? VR.UN : vr;
    }

    /** The order of a value's bytes: what is written as UN is little endian (PS3.5, 6.2.2). */
    private static boolean bigEndian(VR vr, TransferSyntax syntax) {
        return vr != VR.UN && syntax.bigEndian();
    }

    private void header(int tag, VR vr, long length, TransferSyntax syntax) throws IOException {
        boolean bigEndian = syntax.bigEndian();
        out.tag(tag, bigEndian);
        if (syntax.implicitVr()) {
            out.u32(length, bigEndian);
            return;
        }
        out.u8(vr.name().charAt(0));
        out.u8(vr.name().charAt(1));
        if (vr.longForm()) {
            out.u16(0, bigEndian);
            out.u32(length, bigEndian);
        } else {
            out.u16((int) length, bigEndian);
        }
    }

    private void item(int tag, long length, TransferSyntax syntax) throws IOException {
        out.tag(tag, syntax.bigEndian());
        out.u32(length, syntax.bigEndian());
    }

    private long length(DataSet item, TransferSyntax syntax) {
        Long known = lengths.get(item);
        if (known != null) {
            return known;
        }
        long length = 0;
        for (Element element : item) {
            if (isData(element)) {
                length += length(element, syntax);
            }
        }
        lengths.put(item, length);
        return length;
    }

    private long length(Element element, TransferSyntax syntax) {
        return switch (element) {
            case Value value -> {
                int length = value.bytes().length;
                VR vr = vrWritten(value.vr(), length, value.coding().unknown());
                yield headerLength(vr, syntax) + even(length);
            }
            case Bulk bulk -> {
                VR vr = vrWritten(bulk.vr(), bulk.length(), false);
                yield headerLength(vr, syntax) + even(bulk.length());
            }
            case Sequence sequence -> {
                long items = itemsLength(sequence, syntax);
                yield headerLength(VR.SQ, syntax) + items + (undefined(sequence, items) ? 8 : 0);
            }
            case Encapsulated encapsulated -> {
                long length = headerLength(encapsulated.vr(), syntax) + 8L;
                for (Fragment fragment : encapsulated.fragments()) {
                    length += 8 + even(fragment.length());
                }
                yield length;
            }
        };
    }

    private static int headerLength(VR vr, TransferSyntax syntax) {
        return !syntax.implicitVr() && vr.longForm() ? 12 : 8;
    }

    private long itemsLength(Sequence sequence, TransferSyntax syntax) {
        TransferSyntax inner = inner(sequence, syntax);
        long length = 0;
        for (DataSet item : sequence.items()) {
            length += 8 + length(item, inner) + (undefined(item, inner) ? 8 : 0);
        }
        return length;
    }
}
