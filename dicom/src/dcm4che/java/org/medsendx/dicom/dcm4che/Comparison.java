package org.medsendx.dicom.dcm4che;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dcm4che.Difference.Kind;
import org.medsendx.dicom.dictionary.VR;

/**
 * What differs between a data set as we see it and as dcm4che does: elements, value
 * representations, bytes, text, numbers, items, fragments. Group lengths are left out, because
 * dcm4che drops them when it reads.
 *
 * <p>Asking dcm4che for text makes it keep the text instead of the bytes; compare after writing.
 */
final class Comparison {

    private final List<Difference> differences = new ArrayList<>();
    private int elements;

    private Comparison() {}

    static Comparison of(DataSet ours, Attributes theirs) throws IOException {
        var comparison = new Comparison();
        comparison.compare("", ours, theirs);
        return comparison;
    }

    List<Difference> differences() {
        return differences;
    }

    /** How many elements were compared, those of items included. */
    int elements() {
        return elements;
    }

    private void compare(String path, DataSet ours, Attributes theirs) throws IOException {
        var tags = new TreeSet<Integer>(Integer::compareUnsigned);
        ours.forEach(element -> tags.add(element.tag()));
        Arrays.stream(theirs.tags()).forEach(tags::add);
        for (int tag : tags) {
            if ((tag & 0xFFFF) == 0) {
                continue;
            }
            elements++;
            String at = path + "%08X".formatted(tag);
            Element element = ours.get(tag);
            if (element == null) {
                differs(Kind.ONLY_THEIRS, at);
            } else if (!theirs.contains(tag)) {
                differs(Kind.ONLY_OURS, at);
            } else {
                compare(at, ours, element, theirs);
            }
        }
    }

    private void differs(Kind kind, String path) {
        differences.add(new Difference(kind, path));
    }

    private void compare(String at, DataSet ours, Element element, Attributes theirs)
            throws IOException {
        int tag = element.tag();
        if (!element.vr().name().equals(theirs.getVR(tag).name())) {
            differs(Kind.VR, at);
        }
        Object value = theirs.getValue(tag);
        switch (element) {
            case Element.Sequence sequence -> compare(at, sequence, value);
            case Element.Encapsulated encapsulated -> compare(at, encapsulated, value);
            case Element.Bulk bulk -> {
                byte[] bytes = read(bulk.file(), bulk.position(), bulk.length());
                compare(at, littleEndian(bytes, bulk.vr(), ours.bigEndian()), tag, theirs);
            }
            case Element.Value held -> {
                boolean swapped = ours.bigEndian() && !held.coding().unknown();
                compare(at, littleEndian(held.bytes(), held.vr(), swapped), tag, theirs);
                compareMeaning(at, ours, held, theirs);
            }
        }
    }

    private void compare(String at, Element.Sequence sequence, Object value) throws IOException {
        if (!(value instanceof Sequence items)) {
            if (!isEmpty(value) || !sequence.isEmpty()) {
                differs(Kind.STRUCTURE, at);
            }
            return;
        }
        if (items.size() != sequence.items().size()) {
            differs(Kind.ITEMS, at);
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            compare(at + "/", sequence.items().get(i), items.get(i));
        }
    }

    private void compare(String at, Element.Encapsulated encapsulated, Object value)
            throws IOException {
        if (!(value instanceof Fragments fragments)) {
            differs(Kind.STRUCTURE, at);
            return;
        }
        if (fragments.size() != encapsulated.fragments().size()) {
            differs(Kind.ITEMS, at);
            return;
        }
        for (int i = 0; i < fragments.size(); i++) {
            Element.Fragment part = encapsulated.fragments().get(i);
            byte[] bytes = read(encapsulated.file(), part.position(), part.length());
            Object theirs = fragments.get(i);
            byte[] other = theirs instanceof byte[] held ? held : new byte[0];
            if (!Arrays.equals(bytes, other)) {
                differs(Kind.BYTES, at);
            }
        }
    }

    private void compare(String at, byte[] ours, int tag, Attributes theirs) {
        Object value = theirs.getValue(tag);
        byte[] bytes;
        if (value instanceof byte[] held) {
            bytes = theirs.bigEndian() ? theirs.getVR(tag).toggleEndian(held.clone(), false) : held;
        } else if (isEmpty(value)) {
            bytes = new byte[0];
        } else {
            // reading has turned the character set and private creators into text
            if (!(value instanceof String || value instanceof String[])) {
                differs(Kind.STRUCTURE, at);
            }
            return;
        }
        if (!Arrays.equals(ours, bytes)) {
            differs(Kind.BYTES, at);
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value instanceof org.dcm4che3.data.Value held && held.isEmpty();
    }

    private void compareMeaning(String at, DataSet ours, Element.Value value, Attributes theirs) {
        int tag = value.tag();
        VR vr = value.vr();
        if (!theirs.getVR(tag).name().equals(vr.name())) {
            return;
        }
        if (vr.text()) {
            compareText(at, ours.strings(tag), texts(theirs.getStrings(tag)));
            return;
        }
        boolean same =
                switch (vr) {
                    case FL, FD -> Arrays.equals(ours.doubles(tag), theirs.getDoubles(tag));
                    case SS, US, SL, UL, AT ->
                            Arrays.equals(
                                    Arrays.stream(ours.doubles(tag))
                                            .mapToInt(d -> (int) (long) d)
                                            .toArray(),
                                    theirs.getInts(tag));
                    case SV ->
                            ours.strings(tag)
                                    .equals(
                                            Arrays.stream(theirs.getLongs(tag))
                                                    .mapToObj(Long::toString)
                                                    .toList());
                    case UV ->
                            ours.strings(tag)
                                    .equals(
                                            Arrays.stream(theirs.getLongs(tag))
                                                    .mapToObj(Long::toUnsignedString)
                                                    .toList());
                    default -> true;
                };
        if (!same && !value.isEmpty()) {
            differs(Kind.NUMBERS, at);
        }
    }

    private void compareText(String at, List<String> ours, List<String> theirs) {
        if (ours.equals(theirs)) {
            return;
        }
        boolean stripped = ours.stream().map(String::trim).toList().equals(theirs);
        differs(stripped ? Kind.SPACES : Kind.TEXT, at);
    }

    /** Absent and empty values are the same; a value that is missing among others is empty. */
    static List<String> texts(String @Nullable [] values) {
        if (values == null) {
            return List.of();
        }
        List<String> texts = Arrays.stream(values).map(text -> text == null ? "" : text).toList();
        return texts.equals(List.of("")) ? List.of() : texts;
    }

    private static byte[] littleEndian(byte[] bytes, VR vr, boolean bigEndian) {
        int unit = vr.unit();
        if (!bigEndian || unit == 1) {
            return bytes;
        }
        byte[] swapped = bytes.clone();
        for (int i = 0; i + unit <= bytes.length; i += unit) {
            for (int j = 0; j < unit; j++) {
                swapped[i + j] = bytes[i + unit - 1 - j];
            }
        }
        return swapped;
    }

    private static byte[] read(Path file, long position, long length) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(length));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
        }
        return bytes.array();
    }
}
