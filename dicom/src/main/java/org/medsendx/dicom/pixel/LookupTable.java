package org.medsendx.dicom.pixel;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * A Modality or VOI LUT (PS3.3, C.11.1.1, C.11.2.1.1).
 *
 * @param first the input that the first entry is for
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record LookupTable(int first, int[] entries, int highest) {

    /** The table of a sequence item, or null when it is unusable. */
    static @Nullable LookupTable of(DataSet item) {
        return of(item, Tag.LUTDescriptor, Tag.LUTData);
    }

    static @Nullable LookupTable of(DataSet dataSet, int descriptorTag, int dataTag) {
        double[] descriptor = dataSet.doubles(descriptorTag);
        double[] data = dataSet.doubles(dataTag);
        if (descriptor.length < 3 || data.length == 0) {
            return null;
        }
        int count = descriptor[0] == 0 ? 1 << 16 : (int) descriptor[0] & 0xFFFF;
        int bits = (int) descriptor[2];
        if (bits < 1 || bits > 16) {
            return null;
        }
        int[] entries = bits <= 8 && data.length < count ? packed(data) : words(data);
        if (entries.length < count) {
            return null;
        }
        return new LookupTable((int) descriptor[1], entries, (1 << bits) - 1);
    }

    private static int[] words(double[] data) {
        int[] entries = new int[data.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (int) data[i] & 0xFFFF;
        }
        return entries;
    }

    /** Two entries of eight bits a word, the low byte first. */
    private static int[] packed(double[] data) {
        int[] entries = new int[data.length * 2];
        for (int i = 0; i < data.length; i++) {
            entries[2 * i] = (int) data[i] & 0xFF;
            entries[2 * i + 1] = (int) data[i] >> 8 & 0xFF;
        }
        return entries;
    }

    /** The entry for an input; inputs before the first and behind the last get those. */
    double value(double input) {
        long index = (long) input - first;
        return entries[(int) Math.min(entries.length - 1L, Math.max(0, index))];
    }
}
