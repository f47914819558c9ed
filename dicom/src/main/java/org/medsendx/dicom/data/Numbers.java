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

    static double[] parse(List<String> texts) {
        double[] values = new double[texts.size()];
        int count = 0;
        for (String text : texts) {
            try {
                values[count] = Double.parseDouble(text.strip());
                count++;
            } catch (NumberFormatException e) {
                // left out, as the caller was promised
            }
        }
        return Arrays.copyOf(values, count);
    }
}
