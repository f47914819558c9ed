package org.medsendx.dicom.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.dictionary.VR;

/** Binary values to numbers and back (PS3.5, 6.2). */
final class Numbers {

    private Numbers() {}

    private static ByteBuffer order(ByteBuffer buffer, boolean bigEndian) {
        return buffer.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] encode(VR vr, boolean bigEndian, int... values) {
        int width =
                switch (vr) {
                    case AT, FL, OF, OL, SL, UL -> 4;
                    case OW, SS, US -> 2;
                    case FD, OD, OV, SV, UV -> 8;
                    default -> throw new IllegalArgumentException("not a VR of numbers: " + vr);
                };
        ByteBuffer buffer = order(ByteBuffer.allocate(values.length * width), bigEndian);
        for (int value : values) {
            switch (vr) {
                case AT -> buffer.putShort((short) (value >>> 16)).putShort((short) value);
                case OL, SL, UL -> buffer.putInt(value);
                case FL, OF -> buffer.putFloat(value);
                case FD, OD -> buffer.putDouble(value);
                case OV, SV -> buffer.putLong(value);
                case UV -> buffer.putLong(Integer.toUnsignedLong(value));
                default -> buffer.putShort((short) value);
            }
        }
        return buffer.array();
    }

    static double[] decode(VR vr, boolean bigEndian, byte[] bytes) {
        ByteBuffer buffer = order(ByteBuffer.wrap(bytes), bigEndian);
        int width =
                switch (vr) {
                    case OB -> 1;
                    case OW, SS, US -> 2;
                    case AT, FL, OF, OL, SL, UL -> 4;
                    case FD, OD, OV, SV, UV -> 8;
                    default -> 0;
                };
        if (width == 0) {
            return new double[0];
        }
        double[] values = new double[bytes.length / width];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (vr) {
                        case OB -> buffer.get() & 0xFF;
                        case OW, US -> buffer.getShort() & 0xFFFF;
                        case SS -> buffer.getShort();
                        case SL -> buffer.getInt();
                        case OL, UL -> buffer.getInt() & 0xFFFFFFFFL;
                        case AT ->
                                (buffer.getShort() & 0xFFFFL) << 16 | (buffer.getShort() & 0xFFFFL);
                        case FL, OF -> buffer.getFloat();
                        case FD, OD -> buffer.getDouble();
                        case OV, SV -> buffer.getLong();
                        default -> unsigned(buffer.getLong());
                    };
        }
        return values;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    /** Numbers as text: integers in decimal, AT in hexadecimal. */
    static List<String> texts(VR vr, boolean bigEndian, byte[] bytes) {
        ByteBuffer buffer = order(ByteBuffer.wrap(bytes), bigEndian);
        if (vr == VR.SV || vr == VR.UV) {
            List<String> texts = new ArrayList<>();
            while (buffer.remaining() >= 8) {
                long value = buffer.getLong();
                texts.add(vr == VR.SV ? Long.toString(value) : Long.toUnsignedString(value));
            }
            return texts;
        }
        return Arrays.stream(decode(vr, bigEndian, bytes))
                .mapToObj(value ->
                        switch (vr) {
                            case AT -> "%08X".formatted((long) value);
                            case FL -> Float.toString((float) value);
                            case FD -> Double.toString(value);
                            default -> Long.toString((long) value);
                        })
                .toList();
    }

    /** Those before the first that is none, so that each is in its place. */
    static double[] parse(List<String> texts) {
        double[] values = new double[texts.size()];
        int count = 0;
        for (String text : texts) {
            double value = parse(text);
            if (Double.isNaN(value)) {
                break;
            }
            values[count++] = value;
        }
        return Arrays.copyOf(values, count);
    }

    /**
     * A decimal or integer string (PS3.5, 6.2: digits, a sign, a point, an exponent), or NaN when
     * it is none. Some writers put the decimal comma of their country into it; only where that
     * could as well part thousands, as in {@code 1,024}, it is no number.
     */
    static double parse(String text) {
        String digits = text.strip();
        int comma = digits.indexOf(',');
        if (comma >= 0) {
            if (digits.indexOf('.') >= 0 || mayPartThousands(digits, comma)) {
                return Double.NaN;
            }
            digits = digits.substring(0, comma) + '.' + digits.substring(comma + 1);
        }
        if (!isDecimal(digits)) {
            return Double.NaN;
        }
        double value = Double.parseDouble(digits);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static boolean mayPartThousands(String text, int comma) {
        int begin = sign(text, 0);
        int before = digits(text, begin) - begin;
        int after = digits(text, comma + 1);
        return before >= 1
                && before <= 3
                && begin + before == comma
                && text.charAt(begin) != '0'
                && after == comma + 4
                && after == text.length();
    }

    private static boolean isDecimal(String text) {
        int begin = sign(text, 0);
        int at = digits(text, begin);
        int count = at - begin;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            count += end - at - 1;
            at = end;
        }
        if (count > 0 && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = sign(text, at + 1);
            at = digits(text, exponent);
            count = at - exponent;
        }
        return count > 0 && at == text.length();
    }

    /** Behind a sign, if there is one. */
    private static int sign(String text, int at) {
        boolean there = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
        return there ? at + 1 : at;
    }

    /** Behind the digits that are there. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
