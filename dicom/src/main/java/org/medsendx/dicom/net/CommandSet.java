package org.medsendx.dicom.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.medsendx.dicom.net.PduException.Reason;

/**
 * The command of a DIMSE message: elements of group 0000 in implicit VR little endian (PS3.7, 6.3).
 * Elements are named by their element number.
 */
final class CommandSet {

    /** Longest command set that is read, bytes; real ones take some 200. */
    static final int MAX_LENGTH = 32 << 10;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>();

    CommandSet() {}

    /** A request or response of this kind; without a data set until told otherwise. */
    static CommandSet of(int commandField) {
        return new CommandSet()
                .putUnsigned(Dimse.COMMAND_FIELD, commandField)
                .putUnsigned(Dimse.DATA_SET_TYPE, Dimse.NO_DATA_SET);
    }

    static CommandSet decode(ByteBuffer bytes) throws PduException {
        CommandSet set = new CommandSet();
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                throw new PduException(Reason.NOT_SPECIFIED, "command set ends inside an element");
            }
            int group = in.getShort() & 0xffff;
            int element = in.getShort() & 0xffff;
            long length = in.getInt() & 0xffffffffL;
            if (group != 0) {
                throw new PduException(Reason.NOT_SPECIFIED, "command element of another group");
            }
            if (length > in.remaining()) {
                throw new PduException(Reason.NOT_SPECIFIED, "command element longer than its set");
            }
            byte[] value = new byte[(int) length];
            in.get(value);
            if (set.elements.put(element, value) != null) {
                throw new PduException(Reason.NOT_SPECIFIED, "command element twice");
            }
        }
        return set;
    }

    /** The bytes, with a right group length in front. */
    byte[] encode() {
        int length = 0;
        for (Map.Entry<Integer, byte[]> entry : elements.entrySet()) {
            if (entry.getKey() != Dimse.GROUP_LENGTH) {
                length += 8 + entry.getValue().length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(4).putInt(length);
        elements.forEach((element, value) -> {
            if (element != Dimse.GROUP_LENGTH) {
                out.putShort((short) 0).putShort(element.shortValue());
                out.putInt(value.length).put(value);
            }
        });
        return out.array();
    }

    /** A number of 16 bits; empty when absent or of another length. */
    OptionalInt unsigned(int element) {
        byte[] value = elements.get(element);
        return value == null || value.length != 2
                ? OptionalInt.empty()
                : OptionalInt.of((value[0] & 0xff) | (value[1] & 0xff) << 8);
    }

    /** A number that the command cannot do without. */
    int required(int element) throws PduException {
        return unsigned(element)
                .orElseThrow(() ->
                        new PduException(
                                Reason.NOT_SPECIFIED,
                                "command without element 0000,%04X".formatted(element)));
    }

    /** A text or UID without its padding; empty when absent. */
    String text(int element) {
        byte[] value = elements.getOrDefault(element, new byte[0]);
        int end = value.length;
        while (end > 0 && (value[end - 1] == 0 || value[end - 1] == ' ')) {
            end--;
        }
        return new String(value, 0, end, StandardCharsets.ISO_8859_1);
    }

    boolean hasDataSet() {
        return unsigned(Dimse.DATA_SET_TYPE).orElse(Dimse.NO_DATA_SET) != Dimse.NO_DATA_SET;
    }

    /** Says that a data set follows. */
    CommandSet withDataSet() {
        return putUnsigned(Dimse.DATA_SET_TYPE, 0);
    }

    CommandSet putUnsigned(int element, int value) {
        elements.put(element, new byte[] {(byte) value, (byte) (value >> 8)});
        return this;
    }

    /** Nothing is written for an empty UID. */
    CommandSet putUid(int element, String uid) {
        return uid.isEmpty() ? this : putPadded(element, uid, (byte) 0);
    }

    /** Nothing is written for an empty text. */
    CommandSet putText(int element, String text) {
        return text.isEmpty() ? this : putPadded(element, text, (byte) ' ');
    }

    private CommandSet putPadded(int element, String text, byte padding) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length) {
            even[bytes.length] = padding;
        }
        elements.put(element, even);
        return this;
    }
}
