package org.medsendx.dicom.data;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.VR;

/**
 * A data set or an item of a sequence: elements in ascending order of their tags (PS3.5, 7.1).
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class DataSet implements Iterable<Element> {

    /** The element with this tag, or null. */
    public @Nullable Element get(int tag) {
        throw new IllegalStateException();
    }

    public boolean contains(int tag) {
        throw new IllegalStateException();
    }

    /** Adds or replaces an element. */
    public DataSet put(Element element) {
        throw new IllegalStateException();
    }

    /** Adds or replaces an element by its text values, encoded in this data set's character set. */
    public DataSet putString(int tag, VR vr, String... values) {
        throw new IllegalStateException();
    }

    /** Adds or replaces an element by integer values (US, SS, UL, SL, AT, IS ...). */
    public DataSet putInt(int tag, VR vr, int... values) {
        throw new IllegalStateException();
    }

    public DataSet putSequence(int tag, DataSet... items) {
        throw new IllegalStateException();
    }

    /** Removes an element; what was there, or null. */
    public @Nullable Element remove(int tag) {
        throw new IllegalStateException();
    }

    /** The first value as text without padding, or null when absent or empty. */
    public @Nullable String string(int tag) {
        throw new IllegalStateException();
    }

    /** All values as text without padding; empty when absent. */
    public List<String> strings(int tag) {
        throw new IllegalStateException();
    }

    /**
     * The first value as an integer (from US, SS, UL, SL or IS text); the given one when absent or
     * unreadable.
     */
    public int intValue(int tag, int otherwise) {
        throw new IllegalStateException();
    }

    /**
     * All values as numbers (from binary VRs or DS and IS text); empty when absent; unreadable ones
     * are left out.
     */
    public double[] doubles(int tag) {
        throw new IllegalStateException();
    }

    /** The items of a sequence; empty when absent or not a sequence. */
    public List<DataSet> items(int tag) {
        throw new IllegalStateException();
    }

    public int size() {
        throw new IllegalStateException();
    }

    /** The element values' byte order. */
    public boolean bigEndian() {
        throw new IllegalStateException();
    }

    @Override
    public Iterator<Element> iterator() {
        throw new IllegalStateException();
    }
}
