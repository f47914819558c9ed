package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A small valid CT instance in explicit VR little endian, written byte by byte. */
record SampleFile(Path path, String sopInstanceUid, byte[] dataSet, long dataSetPosition) {

    static SampleFile write(Path path, int index, int side) throws IOException {
        String uid = "1.2.826.0.1.3680043.10.1." + index;
        Bytes data = new Bytes();
        data.text(0x0008, 0x0016, "UI", Node.CT);
        data.text(0x0008, 0x0018, "UI", uid);
        data.text(0x0008, 0x0020, "DA", "20200101");
        data.text(0x0008, 0x0060, "CS", "CT");
        data.text(0x0010, 0x0010, "PN", "Nobody");
        data.text(0x0010, 0x0020, "LO", "N1");
        data.text(0x0020, 0x000D, "UI", "1.2.826.0.1.3680043.10.2");
        data.text(0x0020, 0x000E, "UI", "1.2.826.0.1.3680043.10.3");
        data.number(0x0028, 0x0002, 1);
        data.text(0x0028, 0x0004, "CS", "MONOCHROME2");
        data.number(0x0028, 0x0010, side);
        data.number(0x0028, 0x0011, side);
        data.number(0x0028, 0x0100, 16);
        data.number(0x0028, 0x0101, 16);
        data.number(0x0028, 0x0102, 15);
        data.number(0x0028, 0x0103, 0);
        byte[] pixels = new byte[2 * side * side];
        new Random(index).nextBytes(pixels);
        data.longValue(0x7FE0, 0x0010, "OW", pixels);

        Bytes meta = new Bytes();
        meta.longValue(0x0002, 0x0001, "OB", new byte[] {0, 1});
        meta.text(0x0002, 0x0002, "UI", Node.CT);
        meta.text(0x0002, 0x0003, "UI", uid);
        meta.text(0x0002, 0x0010, "UI", Node.EXPLICIT);
        meta.text(0x0002, 0x0012, "UI", "1.2.826.0.1.3680043.10.4");

        Bytes file = new Bytes();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.size()).array();
        file.value(0x0002, 0x0000, "UL", length);
        file.out.writeBytes(meta.out.toByteArray());
        long position = file.size();
        file.out.writeBytes(data.out.toByteArray());
        Files.write(path, file.out.toByteArray());
        return new SampleFile(path, uid, data.out.toByteArray(), position);
    }

    private static final class Bytes {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        int size() {
            return out.size();
        }

        void text(int group, int element, String vr, String text) {
            String even = text.length() % 2 == 0 ? text : text + (vr.equals("UI") ? "\0" : " ");
            value(group, element, vr, even.getBytes(StandardCharsets.US_ASCII));
        }

        void number(int group, int element, int number) {
            value(group, element, "US", new byte[] {(byte) number, (byte) (number >> 8)});
        }

        void value(int group, int element, String vr, byte[] value) {
            head(group, element, vr);
            u16(value.length);
            out.writeBytes(value);
        }

        void longValue(int group, int element, String vr, byte[] value) {
            head(group, element, vr);
            u16(0);
            u16(value.length);
            u16(value.length >> 16);
            out.writeBytes(value);
        }

        private void head(int group, int element, String vr) {
            u16(group);
            u16(element);
            out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        }

        private void u16(int value) {
            out.write(value);
            out.write(value >> 8);
        }
    }
}
