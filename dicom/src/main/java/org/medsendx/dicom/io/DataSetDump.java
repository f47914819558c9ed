package org.medsendx.dicom.io;

import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

/**
 * A data set as text for people, one element a line: tag, VR, keyword, value (shortened). Holds
 * header values: not for logs.
 */
public final class DataSetDump {

    private static final int MAX_VALUE = 72;
    private static final int MAX_BYTES = 16;

    private DataSetDump() {}

    public static String text(FileMeta meta, DataSet dataSet) {
        var text = new StringBuilder(4096);
        String uid = meta.transferSyntaxUid();
        text.append("# Transfer syntax: ").append(printable(uid));
        if (!Uid.name(uid).isEmpty()) {
            text.append(" (").append(Uid.name(uid)).append(')');
        }
        text.append('\n');
        append(text, dataSet, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, DataSet dataSet, int depth) {
        for (Element element : dataSet) {
            text.repeat("  ", depth);
            text.append(Tag.toString(element.tag())).append(' ').append(element.vr()).append(' ');
            text.append(name(dataSet, element.tag()));
            switch (element) {
                case Value value -> text.append(": ").append(value(dataSet, value)).append('\n');
                case Bulk bulk ->
                        text.append(": ").append(bulk.length()).append(" bytes, not shown\n");
                case Encapsulated encapsulated ->
                        text.append(": ")
                                .append(Math.max(0, encapsulated.fragments().size() - 1))
                                .append(" fragments, not shown\n");
                case Sequence sequence -> {
                    text.append(": ").append(sequence.items().size()).append(" items\n");
                    int number = 1;
                    for (DataSet item : sequence.items()) {
                        text.repeat("  ", depth + 1).append("item ").append(number++).append('\n');
                        append(text, item, depth + 2);
                    }
                }
            }
        }
    }

    private static String name(DataSet dataSet, int tag) {
        if ((tag & 0xFFFF) == 0) {
            return "GroupLength";
        }
        if (Tag.isPrivate(tag)) {
            String creator = dataSet.privateCreator(tag);
            return creator == null ? "(private)" : "(private, " + printable(creator) + ")";
        }
        String keyword = Dictionary.keyword(tag);
        return keyword.isEmpty() ? "(unknown)" : keyword;
    }

    private static String value(DataSet dataSet, Value value) {
        if (value.isEmpty()) {
            return "(empty)";
        }
        List<String> strings = value.vr() == VR.UN ? List.of() : dataSet.strings(value.tag());
        if (strings.isEmpty()) {
            return bytes(value.bytes());
        }
        String joined = printable(String.join("\\", strings));
        String shown =
                joined.length() > MAX_VALUE ? joined.substring(0, MAX_VALUE) + "..." : joined;
        String meaning = value.vr() == VR.UI ? Uid.name(strings.getFirst()) : "";
        return meaning.isEmpty() ? shown : shown + " (" + meaning + ")";
    }

    private static String bytes(byte[] bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, MAX_BYTES); i++) {
            text.append("%02X ".formatted(bytes[i] & 0xFF));
        }
        if (bytes.length > MAX_BYTES) {
            text.append("... ");
        }
        return text.append('(').append(bytes.length).append(" bytes)").toString();
    }

    /** Control characters would move a terminal's cursor, or do worse. */
    private static String printable(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    boolean control =
                            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
                    shown.appendCodePoint(control ? '.' : c);
                });
        return shown.toString();
    }
}
