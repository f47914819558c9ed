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

    /** Whether the value has no bytes, no items or no fragments. */
    boolean isEmpty();

    /**
     * A value held in memory, as the bytes it has in its file.
     *
     * @param bytes encoded value, in the byte order of the data set it belongs to; not to be
     *     changed by the caller
     * @param coding how its file encodes it; kept when it is written unchanged
     */
    @SuppressWarnings("ArrayRecordComponent") // immutable by agreement: copies would cost too much
    record Value(int tag, VR vr, byte[] bytes, Coding coding) implements Element {

        /** A value that did not come from a file. */
        public Value(int tag, VR vr, byte[] bytes) {
            this(tag, vr, bytes, Coding.PLAIN);
        }

        @Override
        public boolean isEmpty() {
            return bytes.length == 0;
        }

        /** Tag, VR and length; never the value. */
        @Override
        public String toString() {
            return "Value[%08X %s %d bytes]".formatted(tag, vr, bytes.length);
        }
    }

    /**
     * A native value left in its file: long values, pixel data.
     *
     * @param file the file it lies in
     * @param position where the value begins
     * @param length how many bytes
     */
    record Bulk(int tag, VR vr, Path file, long position, long length) implements Element {
        public Bulk {
            if (position < 0 || length < 0 || length >= 0xFFFFFFFFL) {
                throw new IllegalArgumentException("no length of a value (PS3.5, 7.1.1)");
            }
        }

        @Override
        public boolean isEmpty() {
            return length == 0;
        }

        /** Tag, VR and length; never the path. */
        @Override
        public String toString() {
            return "Bulk[%08X %s %d bytes]".formatted(tag, vr, length);
        }
    }

    /**
     * A sequence of items (PS3.5, 7.5).
     *
     * @param items the items; the list is mutable
     * @param coding how its file encodes it; kept when it is written
     */
    record Sequence(int tag, List<DataSet> items, Coding coding) implements Element {

        /** A sequence that did not come from a file; written with defined length. */
        public Sequence(int tag, List<DataSet> items) {
            this(tag, items, Coding.PLAIN);
        }

        @Override
        public VR vr() {
            return VR.SQ;
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }

        /** Tag and number of items; never values. */
        @Override
        public String toString() {
            return "Sequence[%08X %d items]".formatted(tag, items.size());
        }
    }

    /**
     * Encapsulated pixel data (PS3.5, A.4) left in its file.
     *
     * @param fragments all fragments; the first is the basic offset table, which may be empty
     */
    record Encapsulated(int tag, VR vr, Path file, List<Fragment> fragments) implements Element {
        public Encapsulated {
            fragments = List.copyOf(fragments);
        }

        @Override
        public boolean isEmpty() {
            return fragments.isEmpty();
        }

        /** Tag, VR and number of fragments; never the path. */
        @Override
        public String toString() {
            return "Encapsulated[%08X %s %d fragments]".formatted(tag, vr, fragments.size());
        }
    }

    /** Where the value of one fragment lies in its file. */
    record Fragment(long position, long length) {}

    /**
     * How an element's header is encoded, where the standard leaves a choice. {@code UN} means that
     * the file calls the VR unknown although the dictionary knows it (PS3.5, 6.2.2).
     */
    enum Coding {
        /** Its own VR and a defined length. */
        PLAIN,
        /** A sequence of undefined length. */
        UNDEFINED_LENGTH,
        /** VR UN and a defined length. */
        UN,
        /** VR UN and undefined length; the items are in implicit VR little endian. */
        UN_UNDEFINED_LENGTH;

        /** Whether the header says UN. */
        public boolean unknown() {
            return this == UN || this == UN_UNDEFINED_LENGTH;
        }

        /** Whether a delimiter ends it. */
        public boolean undefined() {
            return this == UNDEFINED_LENGTH || this == UN_UNDEFINED_LENGTH;
        }
    }
}
