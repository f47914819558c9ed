package org.medsendx.dicom.web;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
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
import org.medsendx.dicom.web.DicomJson.BulkUris;

/** Writes data sets as DICOM JSON (PS3.18, F.2). */
final class JsonWriter {

    private static final int FLUSH = 16 << 10;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder json;
    private final Appendable out;
    private final BulkUris uris;

    JsonWriter(StringBuilder json, BulkUris uris) {
        this.json = json;
        this.out = json;
        this.uris = uris;
    }

    JsonWriter(Appendable out, BulkUris uris) {
        this.json = new StringBuilder(FLUSH);
        this.out = out;
        this.uris = uris;
    }

    /** Writes an object, in pieces of some kilobytes. */
    void write(DataSet dataSet) throws IOException {
        json.append('{');
        String separator = "";
        for (Element element : dataSet) {
            if (isWritten(element)) {
                json.append(separator);
                attribute(dataSet, element);
                separator = ",";
                if (json.length() > FLUSH) {
                    flush();
                }
            }
        }
        json.append('}');
        flush();
    }

    private void flush() throws IOException {
        out.append(json);
        json.setLength(0);
    }

    void object(DataSet dataSet) {
        json.append('{');
        String separator = "";
        for (Element element : dataSet) {
            if (isWritten(element)) {
                json.append(separator);
                attribute(dataSet, element);
                separator = ",";
            }
        }
        json.append('}');
    }

    private static boolean isWritten(Element element) {
        return (element.tag() & 0xFFFF) != 0 && element.tag() != Tag.SpecificCharacterSet;
    }

    private void attribute(DataSet dataSet, Element element) {
        json.append('"').append(HEX.toHexDigits(element.tag())).append("\":{\"vr\":\"");
        json.append(element.vr().name()).append('"');
        switch (element) {
            case Value value -> value(dataSet, value);
            case Sequence sequence -> sequence(sequence);
            case Bulk bulk -> uri(bulk);
            case Encapsulated encapsulated -> uri(encapsulated);
        }
        json.append('}');
    }

    private void uri(Element element) {
        String uri = uris.of(element);
        if (uri != null) {
            json.append(",\"BulkDataURI\":");
            quoted(uri);
        }
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
            default -> list(value.vr(), dataSet.strings(value.tag()));
        }
    }

    private void list(VR vr, List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        String separator = ",\"Value\":[";
        for (String text : texts) {
            json.append(separator);
            separator = ",";
            if (text.isEmpty()) {
                json.append("null");
                continue;
            }
            switch (vr) {
                case DS, IS, FD, FL, SL, SS, SV, UL, US, UV -> number(vr, text);
                case PN -> name(text);
                default -> quoted(text);
            }
        }
        json.append(']');
    }

    /** Base64 of the little endian encoding (F.2.7). */
    private void inline(DataSet dataSet, Value value) {
        byte[] bytes = value.bytes();
        int unit = value.vr().unit();
        if (dataSet.bigEndian() && unit > 1) {
            byte[] swapped = bytes.clone();
            for (int i = 0; i < bytes.length - bytes.length % unit; i++) {
                swapped[i] = bytes[i - i % unit + unit - 1 - i % unit];
            }
            bytes = swapped;
        }
        json.append(",\"InlineBinary\":\"")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('"');
    }

    /** JSON numbers; what is none stays text, which F.2.3 permits for DS, IS, SV and UV. */
    private void number(VR vr, String text) {
        if (isNumber(text)) {
            json.append(text);
        } else if (vr == VR.DS) {
            decimal(text);
        } else {
            quoted(text);
        }
    }

    /** Decimal strings such as {@code +1.50} and {@code .5} are no JSON numbers as they are. */
    private void decimal(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                json.append(number);
                return;
            }
        } catch (NumberFormatException e) {
            // text
        }
        quoted(text);
    }

    /** Whether a text is a JSON number as it stands (RFC 8259, 6). */
    static boolean isNumber(String text) {
        int i = text.startsWith("-") ? 1 : 0;
        int digits = digits(text, i);
        if (digits == 0 || (digits > 1 && text.charAt(i) == '0')) {
            return false;
        }
        i += digits;
        if (i < text.length() && text.charAt(i) == '.') {
            digits = digits(text, i + 1);
            if (digits == 0) {
                return false;
            }
            i += 1 + digits;
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            digits = digits(text, i);
            if (digits == 0) {
                return false;
            }
            i += digits;
        }
        return i == text.length();
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }

    private void name(String text) {
        PersonName name = PersonName.of(text);
        json.append('{');
        String separator = group("", "Alphabetic", name.alphabetic());
        separator = group(separator, "Ideographic", name.ideographic());
        group(separator, "Phonetic", name.phonetic());
        json.append('}');
    }

    private String group(String separator, String key, String value) {
        if (value.isEmpty()) {
            return separator;
        }
        json.append(separator).append('"').append(key).append("\":");
        quoted(value);
        return ",";
    }

    private void quoted(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7F || (Character.isSurrogate(c) && !isPaired(text, i))) {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static boolean isPaired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
