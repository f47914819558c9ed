package org.medsendx.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Where the frames of encapsulated pixel data begin: the Basic Offset Table (PS3.5, A.4) or, when
 * its 32 bits do not reach, the Extended Offset Table (PS3.3, C.7.6.3.1.8).
 *
 * @param frames one fragment a frame, in order
 */
record OffsetTable(List<Fragment> frames) {

    private static final int ITEM_HEADER = 8;
    private static final long MAX_BASIC = 0xFFFFFFFFL;

    OffsetTable {
        frames = List.copyOf(frames);
    }

    /** From the first byte of the first frame's item tag. */
    private long[] offsets() {
        long[] offsets = new long[frames.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + ITEM_HEADER + frames.get(i - 1).length();
        }
        return offsets;
    }

    boolean extended() {
        return offsets()[frames.size() - 1] > MAX_BASIC;
    }

    /** The value of the first item: empty when the table is extended. */
    byte[] basic() {
        if (extended()) {
            return new byte[0];
        }
        ByteBuffer table = ByteBuffer.allocate(4 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long offset : offsets()) {
            table.putInt((int) offset);
        }
        return table.array();
    }

    /** Adds the extended table where it is needed; else removes what another encoding left. */
    void putInto(DataSet dataSet) {
        dataSet.remove(Tag.ExtendedOffsetTable);
        dataSet.remove(Tag.ExtendedOffsetTableLengths);
        if (extended()) {
            long[] lengths = frames.stream().mapToLong(Fragment::length).toArray();
            dataSet.put(value(Tag.ExtendedOffsetTable, offsets(), dataSet));
            dataSet.put(value(Tag.ExtendedOffsetTableLengths, lengths, dataSet));
        }
    }

    private static Value value(int tag, long[] numbers, DataSet dataSet) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(order(dataSet));
        bytes.asLongBuffer().put(numbers);
        return new Value(tag, VR.OV, bytes.array());
    }

    static ByteOrder order(DataSet dataSet) {
        return dataSet.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
