package org.medsendx.dicom.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Encodes the text of a data set in another character set (PS3.3, C.12.1.1.2; PS3.5, 6.1).
 *
 * <p>It refuses rather than guesses: text that the new set does not have, bytes that have no
 * meaning in the old one or in none that is named, terms that are not known. Values of VR UN are
 * left as they are, because nobody knows whether they are text.
 */
public final class CharacterSetConversion {

    /** Longer text that was left in its file is not loaded in order to convert it. */
    private static final int LONGEST_TEXT = 16 << 20;

    private static final char UNKNOWN = '\uFFFD';

    private final List<String> terms;
    private final SpecificCharacterSet target;

    private CharacterSetConversion(List<String> terms) {
        this.terms = terms;
        this.target = SpecificCharacterSet.of(terms);
    }

    /**
     * A copy in another character set; the data set itself is not changed. Text that has the same
     * bytes in both, headers and the kind of lengths stay as they are. An item that names a
     * character set of its own names the new one.
     *
     * @param terms defined terms such as {@code ISO_IR 192}, or {@code "", "ISO 2022 IR 87"}; none
     *     for the default repertoire
     * @throws UnrepresentableTextException when some text cannot be converted
     * @throws IllegalArgumentException when a term is not known
     */
    public static DataSet convert(DataSet dataSet, String... terms) throws IOException {
        if (!SpecificCharacterSet.isKnown(List.of(terms))) {
            throw new IllegalArgumentException("not a defined term");
        }
        var conversion = new CharacterSetConversion(List.of(terms));
        DataSet converted = conversion.copy(dataSet);
        conversion.name(converted);
        return converted;
    }

    private void name(DataSet dataSet) {
        if (!terms.isEmpty()) {
            dataSet.putString(Tag.SpecificCharacterSet, VR.CS, terms.toArray(String[]::new));
        }
    }

    private DataSet copy(DataSet dataSet) throws IOException {
        var copy = new DataSet(dataSet.bigEndian()).undefinedLength(dataSet.undefinedLength());
        for (Element element : dataSet) {
            if (element.tag() == Tag.SpecificCharacterSet) {
                name(copy);
                continue;
            }
            copy.putAsRead(
                    switch (element) {
                        case Value value when value.vr().characterSet() -> text(dataSet, value);
                        case Bulk bulk when bulk.vr().characterSet() -> text(dataSet, bulk);
                        case Sequence sequence -> {
                            List<DataSet> items = new ArrayList<>(sequence.items().size());
                            for (DataSet item : sequence.items()) {
                                items.add(copy(item));
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

    private Element text(DataSet dataSet, Bulk bulk) throws IOException {
        if (bulk.length() > LONGEST_TEXT) {
            throw new UnrepresentableTextException(bulk.tag());
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) bulk.length());
        try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, bulk.position() + bytes.position()) < 0) {
                    throw new UnrepresentableTextException(bulk.tag());
                }
            }
        }
        var value = new Value(bulk.tag(), bulk.vr(), bytes.array());
        Value converted = text(dataSet, value);
        return converted == value ? bulk : converted;
    }

    private Value text(DataSet dataSet, Value value) throws UnrepresentableTextException {
        if (isAscii(value.bytes())) {
            return value;
        }
        if (!dataSet.hasKnownCharacterSet()) {
            throw new UnrepresentableTextException(value.tag());
        }
        String text = dataSet.characterSet().decode(value.bytes(), value.vr());
        byte[] bytes = target.encode(text, value.vr());
        boolean same = text.indexOf(UNKNOWN) < 0 && target.decode(bytes, value.vr()).equals(text);
        if (!same) {
            throw new UnrepresentableTextException(value.tag());
        }
        if ((bytes.length & 1) != 0) {
            bytes = Arrays.copyOf(bytes, bytes.length + 1);
            bytes[bytes.length - 1] = value.vr().padding();
        }
        return new Value(value.tag(), value.vr(), bytes, value.coding());
    }

    /** Without escape sequences, so that it is the same in every character set. */
    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0 || b == 0x1B) {
                return false;
            }
        }
        return true;
    }
}
