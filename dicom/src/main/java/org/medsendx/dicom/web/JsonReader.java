package org.medsendx.dicom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.web.DicomJson.BulkValues;
import org.medsendx.dicom.web.JsonValues.Name;
import org.medsendx.dicom.web.JsonValues.Number;

/** Reads data sets from DICOM JSON (PS3.18, F.2), members in whatever order. */
final class JsonReader {

    /** What an element or an item costs in memory besides its value. */
    private static final int OVERHEAD = 96;

    private static final byte[] UTF_8 = "ISO_IR 192".getBytes(StandardCharsets.US_ASCII);

    private final JsonInput in;
    private final BulkValues bulk;
    private final JsonValues values;

    JsonReader(JsonInput in, BulkValues bulk) {
        this.in = in;
        this.bulk = bulk;
        this.values = new JsonValues(in);
    }

    DataSet single() throws IOException {
        DataSet dataSet = outermost();
        in.expectEnd();
        return dataSet;
    }

    void all(Consumer<DataSet> each) throws IOException {
        if (in.peek() == '{') {
            each.accept(single());
            return;
        }
        in.expect('[');
        for (boolean first = true; in.more(first, ']'); first = false) {
            each.accept(outermost());
            in.settle(0);
        }
        in.expectEnd();
    }

    private DataSet outermost() throws IOException {
        values.startDataSet();
        in.expect('{');
        var dataSet = new DataSet();
        if (in.more(true, '}')) {
            members(dataSet, in.string(), 0);
        }
        in.reading(null);
        if (values.beyondAscii()) {
            dataSet.put(new Value(Tag.SpecificCharacterSet, VR.CS, UTF_8));
        }
        return dataSet;
    }

    /** The members of an object whose first key is read already, and its closing bracket. */
    private void members(DataSet dataSet, String firstKey, int depth) throws IOException {
        String key = firstKey;
        while (true) {
            int tag = tag(key);
            in.reading(tag);
            in.expect(':');
            long before = in.held();
            Element element = attribute(tag, depth);
            // JSON is UTF-8, so that a character set of an item says nothing
            if (depth == 0 || tag != Tag.SpecificCharacterSet) {
                dataSet.put(element);
            }
            if (element instanceof Value value) {
                in.settle(before + value.bytes().length);
            }
            in.hold(OVERHEAD);
            if (!in.more(false, '}')) {
                return;
            }
            key = in.string();
        }
    }

    private int tag(String key) throws IOException {
        if (!isTag(key)) {
            throw in.fault();
        }
        return Integer.parseUnsignedInt(key, 16);
    }

    private static boolean isTag(String key) {
        return key.length() == 8
                && key.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private Element attribute(int tag, int depth) throws IOException {
        in.expect('{');
        VR vr = null;
        List<Object> list = null;
        byte[] inline = null;
        String uri = null;
        for (boolean first = true; in.more(first, '}'); first = false) {
            String key = in.string();
            in.expect(':');
            switch (key) {
                case "vr" -> vr = vr(in.string());
                case "Value" -> list = list(depth);
                case "InlineBinary" -> inline = in.base64();
                case "BulkDataURI" -> uri = in.string();
                default -> skip(depth);
            }
            in.reading(tag);
        }
        if ((list == null ? 0 : 1) + (inline == null ? 0 : 1) + (uri == null ? 0 : 1) > 1) {
            throw in.fault();
        }
        VR known = vr == null ? Dictionary.vr(tag) : vr;
        if (uri != null) {
            return bulk.of(tag, known, uri);
        }
        if (inline != null) {
            return new Value(tag, known, inline);
        }
        return element(tag, known, list == null ? List.of() : list);
    }

    private Element element(int tag, VR vr, List<Object> list) throws IOException {
        if (vr != VR.SQ) {
            return new Value(tag, vr, values.encode(vr, list));
        }
        List<DataSet> items = new ArrayList<>(list.size());
        for (Object item : list) {
            if (item == JsonValues.NULL) {
                items.add(new DataSet());
            } else if (item instanceof DataSet dataSet) {
                items.add(dataSet);
            } else {
                throw in.fault();
            }
        }
        return new Sequence(tag, items);
    }

    private VR vr(String code) throws IOException {
        VR vr = code.length() == 2 ? VR.of(code.charAt(0), code.charAt(1)) : null;
        if (vr == null) {
            throw in.fault();
        }
        return vr;
    }

    private List<Object> list(int depth) throws IOException {
        in.expect('[');
        List<Object> list = new ArrayList<>(1);
        for (boolean first = true; in.more(first, ']'); first = false) {
            in.hold(16);
            switch (in.peekSome()) {
                case '"' -> list.add(in.string());
                case '{' -> list.add(object(depth));
                case 'n' -> {
                    in.word("null");
                    list.add(JsonValues.NULL);
                }
                default -> list.add(new Number(in.number()));
            }
        }
        return list;
    }

    /** An item or a person's name: the first key tells; without any it is an empty item. */
    private Object object(int depth) throws IOException {
        in.checkDepth(depth + 1);
        in.expect('{');
        in.hold(OVERHEAD);
        var item = new DataSet();
        if (!in.more(true, '}')) {
            return item;
        }
        String key = in.string();
        if (isTag(key)) {
            members(item, key, depth + 1);
            return item;
        }
        return name(key);
    }

    private Name name(String firstKey) throws IOException {
        String key = firstKey;
        String[] groups = {"", "", ""};
        while (true) {
            in.expect(':');
            String text = nullableText();
            switch (key) {
                case "Alphabetic" -> groups[0] = text;
                case "Ideographic" -> groups[1] = text;
                case "Phonetic" -> groups[2] = text;
                default -> throw in.fault();
            }
            if (!in.more(false, '}')) {
                return new Name(groups[0], groups[1], groups[2]);
            }
            key = in.string();
        }
    }

    private String nullableText() throws IOException {
        if (in.peekSome() == 'n') {
            in.word("null");
            return "";
        }
        return in.string();
    }

    /** A value of a member that DICOM JSON does not know. */
    private void skip(int depth) throws IOException {
        in.checkDepth(depth + 1);
        long before = in.held();
        switch (in.peekSome()) {
            case '"' -> in.string();
            case 'n' -> in.word("null");
            case 't' -> in.word("true");
            case 'f' -> in.word("false");
            case '[' -> {
                in.expect('[');
                for (boolean first = true; in.more(first, ']'); first = false) {
                    skip(depth + 1);
                }
            }
            case '{' -> {
                in.expect('{');
                for (boolean first = true; in.more(first, '}'); first = false) {
                    in.string();
                    in.expect(':');
                    skip(depth + 1);
                }
            }
            default -> in.number();
        }
        in.settle(before);
    }
}
