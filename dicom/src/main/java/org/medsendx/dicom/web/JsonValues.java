package org.medsendx.dicom.web;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;

/** The values of one attribute from JSON to the bytes of a data set (PS3.18, F.2.3 and F.2.4). */
final class JsonValues {

    /** JSON's null: an empty value among others, or an empty item. */
    static final Object NULL = new Object();

    private static final int LONGEST_INTEGER = 64;

    /** A JSON number as it is written. */
    record Number(String text) {}

    /** The component groups of a person's name. */
    record Name(String alphabetic, String ideographic, String phonetic) {

        /** As a data set has them: without the equals signs at the end. */
        String text() {
            String more = phonetic.isEmpty() ? ideographic : ideographic + "=" + phonetic;
            return more.isEmpty() ? alphabetic : alphabetic + "=" + more;
        }

        /** Says that there is a name, not which. */
        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    private final JsonInput in;
    private boolean beyondAscii;

    JsonValues(JsonInput in) {
        this.in = in;
    }

    void startDataSet() {
        beyondAscii = false;
    }

    /** Whether text of this data set needs a character set. */
    boolean beyondAscii() {
        return beyondAscii;
    }

    /** Little endian, not padded. */
    byte[] encode(VR vr, List<Object> values) throws DicomFormatException {
        if (values.isEmpty()) {
            return new byte[0];
        }
        return switch (vr) {
            case OB, OD, OF, OL, OV, OW, SQ, UN -> throw in.fault();
            case AT, FD, FL, SL, SS, SV, UL, US, UV -> binary(vr, values);
            default -> text(vr, values);
        };
    }

    private byte[] text(VR vr, List<Object> values) throws DicomFormatException {
        if (values.size() > 1 && !vr.multipleText()) {
            throw in.fault();
        }
        var joined = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                joined.append('\\');
            }
            String text = text(vr, values.get(i));
            in.hold(2L * text.length());
            if (vr.multipleText() && text.indexOf('\\') >= 0) {
                throw in.fault();
            }
            joined.append(text);
        }
        String text = joined.toString();
        in.hold(text.length() * 4L);
        if (vr.characterSet()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            beyondAscii |= bytes.length > text.length();
            return bytes;
        }
        if (text.chars().anyMatch(c -> c > 0xFF)) {
            throw in.fault();
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String text(VR vr, Object value) throws DicomFormatException {
        if (value == NULL) {
            return "";
        }
        boolean decimal = vr == VR.DS || vr == VR.IS;
        return switch (value) {
            case String text -> text;
            case Number number when decimal -> number.text();
            case Name name when vr == VR.PN -> name.text();
            case DataSet empty when vr == VR.PN && empty.size() == 0 -> "";
            default -> throw in.fault();
        };
    }

    private byte[] binary(VR vr, List<Object> values) throws DicomFormatException {
        int width =
                switch (vr) {
                    case SS, US -> 2;
                    case AT, FL, SL, UL -> 4;
                    default -> 8;
                };
        in.hold((long) width * values.size());
        ByteBuffer buffer = ByteBuffer.allocate(width * values.size());
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : values) {
            String text =
                    switch (value) {
                        case String string -> string;
                        case Number number when vr != VR.AT -> number.text();
                        default -> throw in.fault();
                    };
            try {
                put(buffer, vr, text);
            } catch (ArithmeticException | NumberFormatException e) {
                throw in.fault();
            }
        }
        return buffer.array();
    }

    private void put(ByteBuffer buffer, VR vr, String text) throws DicomFormatException {
        switch (vr) {
            case AT -> {
                if (text.length() != 8) {
                    throw in.fault();
                }
                int tag = Integer.parseUnsignedInt(text, 16);
                buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
            }
            case FL -> buffer.putFloat((float) real(text));
            case FD -> buffer.putDouble(real(text));
            case US -> buffer.putShort((short) integer(text, 0, 0xFFFF));
            case SS -> buffer.putShort((short) integer(text, Short.MIN_VALUE, Short.MAX_VALUE));
            case UL -> buffer.putInt((int) integer(text, 0, 0xFFFFFFFFL));
            case SL -> buffer.putInt((int) integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UV -> buffer.putLong(Long.parseUnsignedLong(text));
            default -> buffer.putLong(integer(text, Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    private long integer(String text, long least, long most) throws DicomFormatException {
        if (text.length() > LONGEST_INTEGER) {
            throw in.fault();
        }
        long value = new BigDecimal(text).longValueExact();
        if (value < least || value > most) {
            throw in.fault();
        }
        return value;
    }

    private double real(String text) throws DicomFormatException {
        boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        if (!special && !JsonWriter.isNumber(text)) {
            throw in.fault();
        }
        return Double.parseDouble(text);
    }
}
