package org.medsendx.dicom.web;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.data.PersonName;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** The DICOM JSON model (PS3.18, F.2). */
public final class DicomJson {

    private final StringBuilder json = new StringBuilder(8192);

    private DicomJson() {}

    /**
     * The data set as DICOM JSON. Values that were left in the file and encapsulated data have
     * neither Value nor BulkDataURI; group lengths are left out, as F.2.2 asks, and so is
     * (0008,0005), as JSON is UTF-8.
     */
    public static String write(DataSet dataSet) {
        var writer = new DicomJson();
        writer.object(dataSet);
        return writer.json.toString();
    }

    private void object(DataSet dataSet) {
        json.append('{');
        boolean first = true;
        for (Element element : dataSet) {
            if ((element.tag() & 0xFFFF) == 0 || element.tag() == Tag.SpecificCharacterSet) {
                continue;
            }
            if (!first) {
                json.append(',');
            }
            first = false;
            json.append("\"%08X\":{\"vr\":\"".formatted(element.tag()));
            json.append(element.vr()).append('"');
            switch (element) {
                case Value value -> value(dataSet, value);
                case Sequence sequence -> sequence(sequence);
                case Bulk bulk -> {}
                case Encapsulated encapsulated -> {}
            }
            json.append('}');
        }
        json.append('}');
    }

    private void sequence(Sequence sequence) {
        if (sequence.isEmpty()) {
            return;
        }
        json.append(",\"Value\":[");
        for (int i = 0; i < sequence.items().size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            object(sequence.items().get(i));
        }
        json.append(']');
    }

    private void value(DataSet dataSet, Value value) {
        if (value.isEmpty()) {
            return;
        }
        switch (value.vr()) {
            case OB, OD, OF, OL, OV, OW, UN -> inline(dataSet, value);
            case DS, IS, FD, FL, SL, SS, SV, UL, US, UV ->
                    list(numbers(value.vr(), dataSet.strings(value.tag())));
            case PN -> list(dataSet.strings(value.tag()).stream().map(DicomJson::name).toList());
            default ->
                    list(
                            dataSet.strings(value.tag()).stream()
                                    .map(text -> text.isEmpty() ? "null" : quoted(text))
                                    .toList());
        }
    }

    private void list(List<String> values) {
        if (!values.isEmpty()) {
            json.append(",\"Value\":[").append(String.join(",", values)).append(']');
        }
    }

    /** Base64 of the little endian encoding (F.2.7). */
    private void inline(DataSet dataSet, Value value) {
        byte[] bytes = value.bytes();
        int unit = value.vr().unit();
        if (dataSet.bigEndian() && unit > 1) {
            byte[] swapped = bytes.clone();
            for (int i = 0; i + unit <= bytes.length; i++) {
                swapped[i] = bytes[i - i % unit + unit - 1 - i % unit];
            }
            bytes = swapped;
        }
        json.append(",\"InlineBinary\":\"")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('"');
    }

    /** JSON numbers; what is none stays text, which F.2.3 permits for DS, IS, SV and UV. */
    private static List<String> numbers(VR vr, List<String> texts) {
        List<String> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            if (text.isEmpty()) {
                values.add("null");
            } else if (isNumber(text)) {
                values.add(text);
            } else {
                values.add(vr == VR.DS ? decimal(text) : quoted(text));
            }
        }
        return values;
    }

    /** Decimal strings such as {@code +1.50} and {@code .5} are no JSON numbers as they are. */
    private static String decimal(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? Double.toString(number) : quoted(text);
        } catch (NumberFormatException e) {
            return quoted(text);
        }
    }

    /** Whether a text is a JSON number as it stands (RFC 8259, 6). */
    private static boolean isNumber(String text) {
        return text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    }

    private static String name(String text) {
        if (text.isEmpty()) {
            return "null";
        }
        PersonName name = PersonName.of(text);
        List<String> groups = new ArrayList<>(3);
        group(groups, "Alphabetic", name.alphabetic());
        group(groups, "Ideographic", name.ideographic());
        group(groups, "Phonetic", name.phonetic());
        return "{" + String.join(",", groups) + "}";
    }

    private static void group(List<String> groups, String key, String value) {
        if (!value.isEmpty()) {
            groups.add("\"" + key + "\":" + quoted(value));
        }
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < 0x20 || c == 0x7F || (c >= 0xD800 && c < 0xE000)) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
