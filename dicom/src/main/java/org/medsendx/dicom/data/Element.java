package org.medsendx.dicom.data;

import java.nio.file.Path;
import java.util.List;
import org.medsendx.dicom.dictionary.VR;

/**
 * One data element (PS3.5, 7.1). Immutable, except that the items of a {@link Sequence} are data
 * sets that can be edited.
 */
public sealed interface Element {

    /** The tag as {@code 0xggggeeee}. */
    int tag();

    /** The value representation. */
    VR vr();

    /**
     * A value held in memory, as the bytes it has in its file.
     *
     * @param bytes encoded value, in the byte order of the data set it belongs to; not to be
     *     changed by the caller
     */
    record Value(int tag, VR vr, byte[] bytes) implements Element {}

    /**
     * A native value left in its file: long values, pixel data.
     *
     * @param file the file it lies in
     * @param position where the value begins
     * @param length how many bytes
     */
    record Bulk(int tag, VR vr, Path file, long position, long length) implements Element {}

    /**
     * A sequence of items (PS3.5, 7.5).
     *
     * @param items the items; the list is mutable
     */
    record Sequence(int tag, List<DataSet> items) implements Element {
        @Override
        public VR vr() {
            return VR.SQ;
        }
    }

    /**
     * Encapsulated pixel data (PS3.5, A.4) left in its file.
     *
     * @param fragments all fragments; the first is the basic offset table, which may be empty
     */
    record Encapsulated(int tag, VR vr, Path file, List<Fragment> fragments) implements Element {}

    /** Where the value of one fragment lies in its file. */
    record Fragment(long position, long length) {}
}
