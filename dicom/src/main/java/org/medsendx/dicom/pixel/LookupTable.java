package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.dictionary.Tag;

/**
 * A Modality or VOI LUT (PS3.3, C.11.1.1, C.11.2.1.1).
 *
 * @param first the input that the first entry is for
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record LookupTable(int first, int[] entries, int highest) {

    /** Of 65536 words. */
    private static final long MAX_BYTES = 1 << 17;

    /**
     * The table of a sequence item, or null when it is unusable.
     *
     * @param signed whether its inputs can be negative, which the descriptor's VR does not always
     *     say
     */
    static @Nullable LookupTable of(DataSet item, boolean signed) throws IOException {
        LookupTable table = of(item, Tag.LUTDescriptor, Tag.LUTData);
        return table != null && signed && table.first > Short.MAX_VALUE
                ? new LookupTable((short) table.first, table.entries, table.highest)
                : table;
    }

    static @Nullable LookupTable of(DataSet dataSet, int descriptorTag, int dataTag)
            throws IOException {
        double[] descriptor = dataSet.doubles(descriptorTag);
        int[] data = words(dataSet, dataTag);
        if (descriptor.length < 3 || data.length == 0) {
            return null;
        }
        int count = (int) descriptor[0] & 0xFFFF;
        count = count == 0 ? 1 << 16 : count;
        int bits = (int) descriptor[2];
        if (bits < 1 || bits > 16) {
            return null;
        }
        int[] entries = bits <= 8 && data.length < count ? packed(data) : data;
        if (entries.length < count) {
            return null;
        }
        int[] table = Arrays.copyOf(entries, count);
        return new LookupTable((int) descriptor[1], table, (1 << bits) - 1);
    }

    /** A long table is still in its file. */
    private static int[] words(DataSet dataSet, int tag) throws IOException {
        if (!(dataSet.get(tag) instanceof Bulk bulk)) {
            return words(dataSet.doubles(tag));
        }
        if (bulk.length() > MAX_BYTES || bulk.vr().unit() != 2) {
            return new int[0];
        }
        byte[] bytes;
        try {
            bytes = ValueBytes.read(bulk, 0, (int) bulk.length());
        } catch (UnsupportedImageException e) {
            return new int[0];
        }
        int[] words = new int[bytes.length / 2];
        var buffer = ByteBuffer.wrap(bytes).order(OffsetTable.order(dataSet)).asShortBuffer();
        for (int i = 0; i < words.length; i++) {
            words[i] = buffer.get(i) & 0xFFFF;
        }
        return words;
    }

    private static int[] words(double[] data) {
        int[] entries = new int[data.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (int) data[i] & 0xFFFF;
        }
        return entries;
    }

    /** Two entries of eight bits a word, the low byte first. */
    private static int[] packed(int[] data) {
        int[] entries = new int[data.length * 2];
        for (int i = 0; i < data.length; i++) {
            entries[2 * i] = data[i] & 0xFF;
            entries[2 * i + 1] = data[i] >> 8 & 0xFF;
        }
        return entries;
    }

    /** The entry for an input; inputs before the first and behind the last get those. */
    double value(double input) {
        long index = (long) input - first;
        return entries[(int) Math.min(entries.length - 1L, Math.max(0, index))];
    }
}
