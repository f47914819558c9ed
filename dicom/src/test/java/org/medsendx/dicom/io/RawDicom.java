package org.medsendx.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Spells DICOM byte by byte, without the code under test. */
public final class RawDicom {

    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    public static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    public static final long UNDEFINED = 0xFFFFFFFFL;

    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean implicit;
    private final ByteOrder order;

    private RawDicom(boolean implicit, ByteOrder order) {
        this.implicit = implicit;
        this.order = order;
    }

    public static RawDicom implicit() {
        return new RawDicom(true, ByteOrder.LITTLE_ENDIAN);
    }

    public static RawDicom explicit() {
        return new RawDicom(false, ByteOrder.LITTLE_ENDIAN);
    }

    public static RawDicom bigEndian() {
        return new RawDicom(false, ByteOrder.BIG_ENDIAN);
    }

    /** Preamble, prefix and a meta group for a CT image in this transfer syntax. */
    public static byte[] meta(String transferSyntax) {
        RawDicom group =
                explicit()
                        .element(0x00020001, "OB", new byte[] {0, 1})
                        .element(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.2\0")
                        .element(0x00020003, "UI", "1.2.3.4.5\0")
                        .element(
                                0x00020010,
                                "UI",
                                transferSyntax + (transferSyntax.length() % 2 == 1 ? "\0" : ""));
        RawDicom whole = explicit();
        whole.raw(new byte[128]).raw("DICM".getBytes(StandardCharsets.US_ASCII));
        return whole.element(0x00020000, "UL", whole.u32(group.bytes().length))
                .raw(group.bytes())
                .bytes();
    }

    /** A whole file. */
    public static byte[] file(String transferSyntax, byte[] dataSet) {
        return explicit().raw(meta(transferSyntax)).raw(dataSet).bytes();
    }

    public static Path write(Path folder, byte[] bytes) {
        try {
            return Files.write(Files.createTempFile(folder, "raw", ".dcm"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawDicom raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public RawDicom element(int tag, String vr, String text) {
        return element(tag, vr, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawDicom element(int tag, String vr, byte[] value) {
        return header(tag, vr, value.length).raw(value);
    }

    /** An element header alone, with whatever length. */
    public RawDicom header(int tag, String vr, long length) {
        tag(tag);
        if (implicit) {
            return raw(u32(length));
        }
        raw(vr.getBytes(StandardCharsets.US_ASCII));
        return LONG_FORM.contains(vr) ? raw(new byte[2]).raw(u32(length)) : raw(u16((int) length));
    }

    public RawDicom item(byte[] content) {
        return tag(0xFFFEE000).raw(u32(content.length)).raw(content);
    }

    public RawDicom openItem() {
        return tag(0xFFFEE000).raw(u32(UNDEFINED));
    }

    public RawDicom itemDelimiter() {
        return tag(0xFFFEE00D).raw(u32(0));
    }

    public RawDicom sequenceDelimiter() {
        return tag(0xFFFEE0DD).raw(u32(0));
    }

    public RawDicom tag(int tag) {
        return raw(u16(tag >>> 16)).raw(u16(tag));
    }

    public byte[] u16(int value) {
        return ByteBuffer.allocate(2).order(order).putShort((short) value).array();
    }

    public byte[] u32(long value) {
        return ByteBuffer.allocate(4).order(order).putInt((int) value).array();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
