package org.medsendx.dicom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Coding;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * A data set or an item of a sequence: elements in ascending order of their tags (PS3.5, 7.1).
 *
 * <p>Text is read and written in the character set that (0008,0005) of this data set names, else in
 * that of the data set around it (PS3.5, 7.5.3). Changing (0008,0005) does not recode values that
 * are already here.
 */
public final class DataSet implements Iterable<Element> {

    private static final int FIRST_CAPACITY = 8;

    private final boolean bigEndian;
    private boolean undefinedLength;
    private @Nullable DataSet parent;
    private @Nullable SpecificCharacterSet ownCharacterSet;
    private int[] tags = new int[FIRST_CAPACITY];

    /**
     * In the places of their tags; null where one was removed, so that removing all is no square.
     */
    private @Nullable Element[] elements = new Element[FIRST_CAPACITY];

    /** The places that are taken, and how many of them are empty again. */
    private int size;

    private int removed;

    /** An empty data set whose values are little endian. */
    public DataSet() {
        this(false);
    }

    /** An empty data set with values in this byte order. */
    public DataSet(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** The element with this tag, or null. */
    public @Nullable Element get(int tag) {
        int index = indexOf(tag);
        return index < 0 ? null : elements[index];
    }

    public boolean contains(int tag) {
        return get(tag) != null;
    }

    /**
     * Adds or replaces an element. A plain value of odd length is padded as its VR asks; values
     * that a file encodes are not touched. Items of a sequence inherit this data set's character
     * set.
     */
    public DataSet put(Element element) {
        if (element instanceof Value value
                && (value.bytes().length & 1) != 0
                && value.coding() == Coding.PLAIN) {
            byte[] padded = Arrays.copyOf(value.bytes(), value.bytes().length + 1);
            padded[padded.length - 1] = value.vr().padding();
            return putAsRead(new Value(value.tag(), value.vr(), padded));
        }
        return putAsRead(element);
    }

    /** Adds or replaces an element exactly as a reader found it, odd length or not. */
    public DataSet putAsRead(Element element) {
        if (element instanceof Sequence sequence) {
            for (DataSet item : sequence.items()) {
                item.parent = this;
            }
        }
        if (element.tag() == Tag.SpecificCharacterSet) {
            ownCharacterSet = null;
        }
        int index =
                size > 0 && Integer.compareUnsigned(tags[size - 1], element.tag()) < 0
                        ? -size - 1
                        : indexOf(element.tag());
        if (index >= 0) {
            removed -= elements[index] == null ? 1 : 0;
            elements[index] = element;
        } else {
            insert(-index - 1, element);
        }
        return this;
    }

    private void insert(int index, Element element) {
        if (size == tags.length) {
            tags = Arrays.copyOf(tags, size * 2);
            elements = Arrays.copyOf(elements, size * 2);
        }
        System.arraycopy(tags, index, tags, index + 1, size - index);
        System.arraycopy(elements, index, elements, index + 1, size - index);
        tags[index] = element.tag();
        elements[index] = element;
        size++;
    }

    /** Adds or replaces an element by its text values, encoded in this data set's character set. */
    public DataSet putString(int tag, VR vr, String... values) {
        String text = String.join("\\", values);
        return put(new Value(tag, vr, characterSet().encode(text, vr)));
    }

    /** Adds or replaces an element by integer values (US, SS, UL, SL, AT, SV, UV, IS ...). */
    public DataSet putInt(int tag, VR vr, int... values) {
        if (vr.text()) {
            String[] texts =
                    Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new);
            return putString(tag, vr, texts);
        }
        return put(new Value(tag, vr, Numbers.encode(vr, bigEndian, values)));
    }

    /** Adds or replaces a sequence; it is written with defined length. */
    public DataSet putSequence(int tag, DataSet... items) {
        return put(new Sequence(tag, new ArrayList<>(List.of(items))));
    }

    /** Removes an element; what was there, or null. */
    public @Nullable Element remove(int tag) {
        int index = indexOf(tag);
        Element element = index < 0 ? null : elements[index];
        if (element == null) {
            return null;
        }
        elements[index] = null;
        removed++;
        if (removed > size / 2) {
            closeGaps();
        }
        if (tag == Tag.SpecificCharacterSet) {
            ownCharacterSet = null;
        }
        return element;
    }

    private void closeGaps() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (elements[i] != null) {
                tags[kept] = tags[i];
                elements[kept] = elements[i];
                kept++;
            }
        }
        Arrays.fill(elements, kept, size, null);
        size = kept;
        removed = 0;
    }

    /** The first value as text without padding, or null when absent or empty. */
    public @Nullable String string(int tag) {
        List<String> strings = strings(tag);
        return strings.isEmpty() || strings.getFirst().isEmpty() ? null : strings.getFirst();
    }

    /**
     * All values as text without padding; empty when absent, empty or left in its file. Numbers are
     * given in decimal, AT as eight hexadecimal digits, UN as if it were text.
     */
    public List<String> strings(int tag) {
        if (!(get(tag) instanceof Value value) || value.isEmpty()) {
            return List.of();
        }
        return switch (value.vr()) {
            case OB, OD, OF, OL, OV, OW, SQ -> List.of();
            case AT, FD, FL, SL, SS, SV, UL, US, UV ->
                    Numbers.texts(value.vr(), bigEndian, value.bytes());
            default -> Texts.split(characterSet().decode(value.bytes(), value.vr()), value.vr());
        };
    }

    /**
     * The first value as an integer (from US, SS, UL, SL or IS text); the given one when absent or
     * unreadable.
     */
    public int intValue(int tag, int otherwise) {
        double[] values = doubles(tag);
        if (values.length == 0 || values[0] != Math.rint(values[0])) {
            return otherwise;
        }
        double first = values[0];
        return first < Integer.MIN_VALUE || first > 0xFFFFFFFFL ? otherwise : (int) (long) first;
    }

    /**
     * All values as numbers (from binary VRs or DS and IS text); empty when absent or left in its
     * file. They end before the first that is no number, see {@link #hasUnreadableNumber}. A
     * decimal comma is read as a point.
     */
    public double[] doubles(int tag) {
        if (!(get(tag) instanceof Value value)) {
            return new double[0];
        }
        return value.vr().text() || value.vr() == VR.UN
                ? Numbers.parse(strings(tag))
                : Numbers.decode(value.vr(), bigEndian, value.bytes());
    }

    /**
     * Whether an element that should hold decimal or integer strings holds something else, so that
     * {@link #doubles} lacks values that the element has. Its text is not repeated anywhere.
     */
    public boolean hasUnreadableNumber(int tag) {
        return get(tag) instanceof Value value
                && (value.vr().text() || value.vr() == VR.UN)
                && strings(tag).stream()
                        .anyMatch(text -> !text.isBlank() && Double.isNaN(Numbers.parse(text)));
    }

    /** The items of a sequence; empty when absent or not a sequence. */
    public List<DataSet> items(int tag) {
        return get(tag) instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /**
     * The private creator that reserves a private element's block in this data set (PS3.5, 7.8.1),
     * or null.
     */
    public @Nullable String privateCreator(int tag) {
        if (!Tag.isPrivate(tag) || (tag & 0xFFFF) < 0x1000) {
            return null;
        }
        return string((tag & 0xFFFF0000) | ((tag >>> 8) & 0xFF));
    }

    public int size() {
        return size - removed;
    }

    /** The element values' byte order. */
    public boolean bigEndian() {
        return bigEndian;
    }

    /** Whether this item of a sequence is written with undefined length. */
    public boolean undefinedLength() {
        return undefinedLength;
    }

    /** Chooses how this item of a sequence is written; a new one has defined length. */
    public DataSet undefinedLength(boolean undefined) {
        this.undefinedLength = undefined;
        return this;
    }

    /** The data set whose sequence this item belongs to, or null for the outermost. */
    public @Nullable DataSet parent() {
        return parent;
    }

    /** States the data set around this item before it is added there; readers need it. */
    public DataSet within(DataSet outer) {
        this.parent = outer;
        return this;
    }

    /** The character set of text values here: its own or, when it names none, its parent's. */
    public SpecificCharacterSet characterSet() {
        if (ownCharacterSet != null) {
            return ownCharacterSet;
        }
        if (get(Tag.SpecificCharacterSet) instanceof Value value) {
            var terms = Texts.split(Texts.latin1(value.bytes()), VR.CS);
            ownCharacterSet = SpecificCharacterSet.of(terms);
            return ownCharacterSet;
        }
        return parent == null ? SpecificCharacterSet.DEFAULT : parent.characterSet();
    }

    /** Whether a character set is named here or around, and known. */
    boolean hasKnownCharacterSet() {
        if (get(Tag.SpecificCharacterSet) instanceof Value value && !value.isEmpty()) {
            return SpecificCharacterSet.isKnown(Texts.split(Texts.latin1(value.bytes()), VR.CS));
        }
        return parent != null && parent.hasKnownCharacterSet();
    }

    /**
     * A copy whose elements and items can be edited without changing this one; values are shared,
     * because they are immutable.
     */
    public DataSet copy() {
        var copy = new DataSet(bigEndian).undefinedLength(undefinedLength);
        for (Element element : this) {
            copy.putAsRead(
                    switch (element) {
                        case Sequence sequence -> {
                            List<DataSet> items = new ArrayList<>(sequence.items().size());
                            for (DataSet item : sequence.items()) {
                                items.add(item.copy());
                            }
                            yield new Sequence(sequence.tag(), items, sequence.coding());
                        }
                        case Value value -> value;
                        case Bulk bulk -> bulk;
                        case Encapsulated encapsulated -> encapsulated;
                    });
        }
        return copy;
    }

    /** The elements as they are now: the data set may be changed while they are walked. */
    @Override
    public Iterator<Element> iterator() {
        List<Element> snapshot = new ArrayList<>(size());
        for (int i = 0; i < size; i++) {
            Element element = elements[i];
            if (element != null) {
                snapshot.add(element);
            }
        }
        return snapshot.iterator();
    }

    /** The number of elements; never values. */
    @Override
    public String toString() {
        return "DataSet[" + size() + " elements]";
    }

    private int indexOf(int tag) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(tags[middle], tag);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
