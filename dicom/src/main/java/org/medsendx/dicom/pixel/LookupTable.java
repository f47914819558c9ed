package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * A Modality, VOI or palette LUT (PS3.3, C.11.1.1, C.11.2.1.1, C.7.6.3.1.5).
 *
 * <p>The third number of a descriptor, the bits of an entry, is often another one than the data
 * has. So the data's length decides whether entries are words or bytes, and its values how high
 * they go.
 *
 * @param first the input that the first entry is for
 * @param highest the value that is shown brightest
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record LookupTable(int first, int[] entries, int highest) {

    /** Of 65536 words. */
    static final int MAX_BYTES = 1 << 17;

    /**
     * What a descriptor says (C.11.1.1).
     *
     * @param count how many entries there are
     * @param bits the bits of an entry, 1 to 16
     */
    record Descriptor(int count, int first, int bits) {

        /** The descriptor of a data set, or null when it makes no sense. */
        static @Nullable Descriptor of(DataSet dataSet, int tag, boolean signed) {
            double[] numbers = dataSet.doubles(tag);
            if (numbers.length < 3 || numbers[2] < 1 || numbers[2] > 16) {
                return null;
            }
            int count = (int) numbers[0] & 0xFFFF;
            int first = (int) numbers[1];
            // the VR does not always say that inputs can be negative
            return new Descriptor(
                    count == 0 ? 1 << 16 : count,
                    signed && first > Short.MAX_VALUE ? (short) first : first,
                    (int) numbers[2]);
        }

        int highest() {
            return (1 << bits) - 1;
        }
    }

    /**
     * The table of an item of a Modality or a VOI LUT Sequence, or null when it is unusable.
     *
     * @param signed whether its inputs can be negative
     */
    static @Nullable LookupTable of(DataSet item, boolean signed) throws IOException {
        Descriptor descriptor = Descriptor.of(item, Tag.LUTDescriptor, signed);
        byte[] bytes = bytes(item, Tag.LUTData);
        int[] entries = descriptor == null ? null : entries(bytes, descriptor);
        if (descriptor == null || entries == null) {
            return null;
        }
        int most = Arrays.stream(entries).max().orElse(0);
        int declared = descriptor.highest();
        // what needs fewer bits than are declared, or more, says its own range
        boolean fits = most <= declared && most > declared / 2;
        return new LookupTable(descriptor.first(), entries, fits || most == 0 ? declared : most);
    }

    /** As many entries as the descriptor says, or null when there are not as many. */
    static int @Nullable [] entries(byte[] bytes, Descriptor descriptor) {
        int count = descriptor.count();
        if (bytes.length >= 2 * count) {
            return words(bytes, count);
        }
        // bytes, perhaps with one of padding; more is a table of words that is cut off
        boolean packed =
                bytes.length >= count && (descriptor.bits() <= 8 || bytes.length <= count + 1);
        if (count == 0 || !packed) {
            return null;
        }
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = bytes[i] & 0xFF;
        }
        return entries;
    }

    /** Words of little endian bytes. */
    static int[] words(byte[] bytes, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] & 0xFF) << 8;
        }
        return words;
    }

    /**
     * The bytes of a table as little endian words, so that of two bytes in a word the low one comes
     * first; none when there is no table or one that is too long. A long table is still in its
     * file.
     */
    static byte[] bytes(DataSet dataSet, int tag) throws IOException {
        Element data = dataSet.get(tag);
        if (data == null) {
            return new byte[0];
        }
        byte[] bytes;
        switch (data) {
            case Value value -> bytes = value.bytes().clone();
            case Bulk bulk when bulk.length() <= MAX_BYTES + 1 -> {
                try {
                    bytes = ValueBytes.read(bulk, 0, (int) bulk.length());
                } catch (UnsupportedImageException e) {
                    return new byte[0];
                }
            }
            default -> {
                return new byte[0];
            }
        }
        if (dataSet.bigEndian() && data.vr() != VR.OB && data.vr() != VR.UN) {
            ValueBytes.swapPairs(bytes);
        }
        return bytes;
    }

    /** The entry for an input; inputs before the first and behind the last get those. */
    double value(double input) {
        long index = (long) input - first;
        return entries[(int) Math.min(entries.length - 1L, Math.max(0, index))];
    }
}
