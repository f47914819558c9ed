package org.medsendx.dicom.web;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.data.PersonName;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.web.DicomJson.BulkUris;

/** Writes data sets as DICOM JSON (PS3.18, F.2). */
final class JsonWriter {

    private static final int FLUSH = 16 << 10;
    private static final int LONGEST_TEXT = 64 << 20;

    /** A decimal string (PS3.5, 6.2). */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder json;
    private final Appendable out;
    private final BulkUris uris;

    JsonWriter(Appendable out, BulkUris uris) {
        this.json = new StringBuilder(FLUSH);
        this.out = out;
        this.uris = uris;
    }

    /** Writes an object, in pieces of some kilobytes. */
    void write(DataSet dataSet) throws IOException {
        object(dataSet);
        flush();
    }

    private void flush() throws IOException {
        out.append(json);
        json.setLength(0);
    }

    private void object(DataSet dataSet) throws IOException {
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
    }

    private static boolean isWritten(Element element) {
        return (element.tag() & 0xFFFF) != 0 && element.tag() != Tag.SpecificCharacterSet;
    }

    private void attribute(DataSet dataSet, Element element) throws IOException {
        json.append('"').append(HEX.toHexDigits(element.tag())).append("\":{\"vr\":\"");
        json.append(element.vr().name()).append('"');
        switch (element) {
            case Value value -> value(dataSet, value);
            case Sequence sequence -> sequence(sequence);
            case Bulk bulk -> {
                if (!uri(bulk)) {
                    bulk(dataSet, bulk);
                }
            }
            case Encapsulated encapsulated -> {
                if (!uri(encapsulated)) {
                    encapsulated(encapsulated);
                }
            }
        }
        json.append('}');
    }

    /** Whether a value has a URI, which is written then. */
    private boolean uri(Element element) {
        String uri = uris.of(element);
        if (uri == null) {
            return false;
        }
        json.append(",\"BulkDataURI\":");
        quoted(uri);
        return true;
    }

    private void bulk(DataSet dataSet, Bulk bulk) throws IOException {
        if (bulk.isEmpty()) {
            return;
        }
        try (FileChannel file = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
            if (isBinary(bulk.vr())) {
                int unit = dataSet.bigEndian() ? bulk.vr().unit() : 1;
                flush();
                var base64 = new InlineBinary(out);
                base64.part(file, bulk.tag(), bulk.position(), bulk.length(), unit);
                base64.end();
                return;
            }
            if (bulk.length() > LONGEST_TEXT) {
                throw new DicomFormatException(Problem.TOO_LARGE, bulk.tag(), bulk.position());
            }
            byte[] bytes = InlineBinary.bytes(file, bulk.tag(), bulk.position(), bulk.length());
            var held = new DataSet(dataSet.bigEndian()).within(dataSet);
            held.putAsRead(new Value(bulk.tag(), bulk.vr(), bytes));
            list(bulk.vr(), held.strings(bulk.tag()));
        }
    }

    /** Items and delimiter as in the file, little endian as all encapsulated data is (A.4). */
    private void encapsulated(Encapsulated pixels) throws IOException {
        flush();
        var base64 = new InlineBinary(out);
        try (FileChannel file = FileChannel.open(pixels.file(), StandardOpenOption.READ)) {
            for (Fragment fragment : pixels.fragments()) {
                base64.header(Tag.Item, fragment.length());
                base64.part(file, pixels.tag(), fragment.position(), fragment.length(), 1);
            }
        }
        base64.header(Tag.SequenceDelimitationItem, 0);
        base64.end();
    }

    private static boolean isBinary(VR vr) {
        return switch (vr) {
            case OB, OD, OF, OL, OV, OW, UN -> true;
            default -> false;
        };
    }

    private void sequence(Sequence sequence) throws IOException {
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
        if (isBinary(value.vr())) {
            inline(dataSet, value);
        } else {
            list(value.vr(), dataSet.strings(value.tag()));
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
        // not what only Java takes for a number, such as 1.5f
        boolean decimal = DECIMAL.matcher(text).matches();
        double value = decimal ? Double.parseDouble(text) : Double.NaN;
        if (Double.isFinite(value)) {
            json.append(value);
        } else {
            quoted(text);
        }
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
