package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.io.RawDicom.BIG_ENDIAN;
import static org.medsendx.dicom.io.RawDicom.DEFLATED;
import static org.medsendx.dicom.io.RawDicom.EXPLICIT;
import static org.medsendx.dicom.io.RawDicom.IMPLICIT;
import static org.medsendx.dicom.io.RawDicom.UNDEFINED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class DicomWriterTest {

    private static final ReadLimits LITTLE_HEAP = new ReadLimits(512, 1 << 20, 64);

    @TempDir Path folder;

    private byte[] rewritten(byte[] bytes) throws IOException {
        DicomFile file = DicomReader.read(RawDicom.write(folder, bytes), LITTLE_HEAP);
        Path copy = folder.resolve("copy.dcm");
        Files.deleteIfExists(copy);
        DicomWriter.write(copy, file.meta(), file.dataSet());
        long position = DicomReader.readMeta(copy).dataSetPosition();
        byte[] written = Files.readAllBytes(copy);
        return Arrays.copyOfRange(written, (int) position, written.length);
    }

    private static byte[] everything(RawDicom raw, RawDicom item, RawDicom nested) {
        byte[] inner = item.element(0x00080100, "SH", "ABCD").bytes();
        byte[] sequence = nested.header(0x00081140, "SQ", inner.length + 8L).item(inner).bytes();
        raw.element(0x00080005, "CS", "ISO_IR 100");
        raw.header(0x00081110, "SQ", UNDEFINED).openItem().raw(inner).itemDelimiter();
        raw.item(sequence).sequenceDelimiter();
        raw.header(0x00081111, "SQ", 0);
        raw.header(0x00081115, "SQ", UNDEFINED).sequenceDelimiter();
        raw.element(0x00090010, "LO", "ACME").element(0x00091001, "UN", "evenly");
        raw.element(0x00100010, "PN", "M\u00fcller^J");
        raw.element(0x00280010, "US", raw.u16(4)).element(0x00280106, "US", raw.u16(1000));
        raw.element(0x00282000, "OB", new byte[700]);
        return raw.element(0x7FE00010, "OW", new byte[2000]).bytes();
    }

    @Test
    void writes_what_it_read_byte_for_byte() throws IOException {
        byte[] explicit = everything(RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
        byte[] implicit = everything(RawDicom.implicit(), RawDicom.implicit(), RawDicom.implicit());
        byte[] big = everything(RawDicom.bigEndian(), RawDicom.bigEndian(), RawDicom.bigEndian());

        assertThat(rewritten(RawDicom.file(EXPLICIT, explicit))).isEqualTo(explicit);
        assertThat(rewritten(RawDicom.file(IMPLICIT, implicit))).isEqualTo(implicit);
        assertThat(rewritten(RawDicom.file(BIG_ENDIAN, big))).isEqualTo(big);
    }

    @Test
    void keeps_un_headers_encapsulated_data_and_group_lengths() throws IOException {
        byte[] inner = RawDicom.implicit().element(0x00080100, "SH", "ABCD").bytes();
        RawDicom raw = RawDicom.explicit();
        byte[] group = RawDicom.explicit().element(0x00080060, "CS", "CT").bytes();
        raw.element(0x00080000, "UL", raw.u32(group.length)).raw(group);
        raw.header(0x00091001, "UN", UNDEFINED).openItem().raw(inner).itemDelimiter();
        raw.sequenceDelimiter().element(0x00100010, "UN", "Doe^John");
        raw.header(0x7FE00010, "OB", UNDEFINED).item(new byte[4]).item(new byte[900]);
        raw.item(new byte[6]).sequenceDelimiter();
        String jpeg = "1.2.840.10008.1.2.4.50";

        assertThat(rewritten(RawDicom.file(jpeg, raw.bytes()))).isEqualTo(raw.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED})
    void encodes_a_data_set_in_every_syntax(String transferSyntax) throws IOException {
        byte[] explicit = everything(RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
        DicomFile file =
                DicomReader.read(
                        RawDicom.write(folder, RawDicom.file(EXPLICIT, explicit)), LITTLE_HEAP);
        Path copy = folder.resolve("copy.dcm");

        DicomWriter.write(copy, new FileMeta(null, null, transferSyntax), file.dataSet());

        DicomFile back = DicomReader.read(copy, LITTLE_HEAP);
        Path again = folder.resolve("again.dcm");
        DicomWriter.write(again, new FileMeta(null, null, EXPLICIT), back.dataSet());
        long position = DicomReader.readMeta(again).dataSetPosition();
        byte[] bytes = Files.readAllBytes(again);
        assertThat(Arrays.copyOfRange(bytes, (int) position, bytes.length)).isEqualTo(explicit);
    }

    @Test
    void writes_edited_elements_and_calculates_lengths_anew() throws IOException {
        byte[] explicit = everything(RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
        DicomFile file =
                DicomReader.read(
                        RawDicom.write(folder, RawDicom.file(EXPLICIT, explicit)), LITTLE_HEAP);
        DataSet nested = file.dataSet().items(Tag.ReferencedStudySequence).get(1);
        nested.items(Tag.ReferencedImageSequence)
                .getFirst()
                .putString(Tag.CodeMeaning, VR.LO, "something longer than before");
        file.dataSet().putString(Tag.PatientName, VR.PN, "Roe^Richard");
        file.dataSet().remove(Tag.PixelData);
        Path copy = folder.resolve("edited.dcm");

        DicomWriter.write(copy, file.meta(), file.dataSet());

        DataSet back = DicomReader.read(copy, LITTLE_HEAP).dataSet();
        assertThat(back.string(Tag.PatientName)).isEqualTo("Roe^Richard");
        assertThat(back.contains(Tag.PixelData)).isFalse();
        assertThat(
                        back.items(Tag.ReferencedStudySequence)
                                .get(1)
                                .items(Tag.ReferencedImageSequence)
                                .getFirst()
                                .string(Tag.CodeMeaning))
                .isEqualTo("something longer than before");
    }

    @Test
    void spells_the_meta_group() throws IOException {
        byte[] meta = DicomWriter.metaBytes(new FileMeta("1.2", "1.2.3", EXPLICIT));

        Path file = RawDicom.write(folder, meta);
        assertThat(DicomReader.readMeta(file).meta())
                .isEqualTo(new FileMeta("1.2", "1.2.3", EXPLICIT));
        assertThat(Arrays.copyOf(meta, 128)).containsOnly(0);
        assertThat(Arrays.copyOfRange(meta, 128, 144))
                .isEqualTo(
                        RawDicom.explicit()
                                .raw(new byte[] {'D', 'I', 'C', 'M'})
                                .element(
                                        0x00020000,
                                        "UL",
                                        RawDicom.explicit().u32(meta.length - 144))
                                .bytes());
    }

    @Test
    void writes_a_value_too_long_for_its_vr_as_un() throws IOException {
        var dataSet = new DataSet().putString(Tag.StudyDescription, VR.LO, "x".repeat(70_000));

        byte[] bytes = DicomWriter.dataSetBytes(dataSet, EXPLICIT);

        DataSet back = DicomReader.readDataSet(bytes, EXPLICIT, ReadLimits.DEFAULT);
        assertThat(new String(bytes, 4, 2, StandardCharsets.US_ASCII)).isEqualTo("UN");
        assertThat(back.string(Tag.StudyDescription)).hasSize(70_000);
    }

    @Test
    void writes_to_a_channel_that_is_no_file() throws IOException {
        byte[] explicit = everything(RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
        DicomFile file =
                DicomReader.read(
                        RawDicom.write(folder, RawDicom.file(EXPLICIT, explicit)), LITTLE_HEAP);
        var out = new ByteArrayOutputStream();

        DicomWriter.write(Channels.newChannel(out), file.meta(), file.dataSet());

        byte[] bytes = out.toByteArray();
        assertThat(Arrays.copyOfRange(bytes, bytes.length - explicit.length, bytes.length))
                .isEqualTo(explicit);
    }

    @Test
    void writes_what_becomes_UN_in_little_endian_order() throws IOException {
        var dataSet = new DataSet();
        byte[] values = new byte[0x10000];
        values[0] = 1;
        dataSet.put(new Element.Value(0x00091001, VR.US, values));

        byte[] bytes = DicomWriter.dataSetBytes(dataSet, RawDicom.BIG_ENDIAN);

        assertThat(new String(bytes, 4, 2, StandardCharsets.US_ASCII)).isEqualTo("UN");
        assertThat(bytes[12]).isEqualTo((byte) 1);
        assertThat(bytes[13]).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED})
    void writes_values_of_odd_length_with_the_padding_of_their_vr(String transferSyntax)
            throws IOException {
        byte[] inner = RawDicom.explicit().element(0x00080100, "SH", "ABC").bytes();
        byte[] item = RawDicom.explicit().raw(inner).element(0x00081150, "UI", "1.2").bytes();
        RawDicom raw = RawDicom.explicit();
        // lengths of sequence and items are odd sums as well
        raw.header(0x00081110, "SQ", 2 * (item.length + 8L)).item(item).item(item);
        raw.element(0x00091001, "UN", "odd").element(0x00100010, "PN", "Doe");
        raw.element(0x00282000, "OB", new byte[701]);
        raw.element(0x7FE00010, "OW", new byte[2001]);
        DicomFile file =
                DicomReader.read(
                        RawDicom.write(folder, RawDicom.file(EXPLICIT, raw.bytes())), LITTLE_HEAP);
        Path copy = folder.resolve("even.dcm");

        DicomWriter.write(copy, new FileMeta(null, null, transferSyntax), file.dataSet());

        DataSet back = DicomReader.read(copy, LITTLE_HEAP).dataSet();
        List<DataSet> items = back.items(Tag.ReferencedStudySequence);
        assertThat(items).hasSize(2);
        for (DataSet one : items) {
            assertThat(value(one, Tag.CodeValue)).isEqualTo("ABC ");
            assertThat(value(one, Tag.ReferencedSOPClassUID)).isEqualTo("1.2\0");
        }
        assertThat(value(back, 0x00091001)).isEqualTo("odd\0");
        assertThat(value(back, Tag.PatientName)).isEqualTo("Doe ");
        assertThat(length(back, Tag.ICCProfile)).isEqualTo(702);
        assertThat(length(back, Tag.PixelData)).isEqualTo(2002);
    }

    private static String value(DataSet dataSet, int tag) {
        byte[] bytes = ((Element.Value) Objects.requireNonNull(dataSet.get(tag))).bytes();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static long length(DataSet dataSet, int tag) {
        return switch (dataSet.get(tag)) {
            case Element.Value value -> value.bytes().length;
            case Element.Bulk bulk -> bulk.length();
            case null, default -> -1;
        };
    }

    @Test
    void moves_the_offsets_of_fragments_that_had_odd_lengths() throws IOException {
        RawDicom raw = RawDicom.explicit();
        byte[] extended =
                ByteBuffer.allocate(24)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0)
                        .putLong(11)
                        .putLong(24)
                        .array();
        raw.element(0x00280008, "IS", "3 ").element(0x7FE00001, "OV", extended);
        raw.header(0x7FE00010, "OB", UNDEFINED);
        raw.item(RawDicom.explicit().raw(raw.u32(0)).raw(raw.u32(11)).raw(raw.u32(24)).bytes());
        raw.item(new byte[3]).item(new byte[5]).item(new byte[4]).sequenceDelimiter();
        String jpeg = "1.2.840.10008.1.2.4.50";
        DicomFile file =
                DicomReader.read(
                        RawDicom.write(folder, RawDicom.file(jpeg, raw.bytes())), LITTLE_HEAP);
        Path copy = folder.resolve("fragments.dcm");

        DicomWriter.write(copy, file.meta(), file.dataSet());

        DataSet back = DicomReader.read(copy, LITTLE_HEAP).dataSet();
        var pixels = (Element.Encapsulated) Objects.requireNonNull(back.get(Tag.PixelData));
        assertThat(pixels.fragments())
                .extracting(Element.Fragment::length)
                .containsExactly(12L, 4L, 6L, 4L);
        long origin = pixels.fragments().get(1).position() - 8;
        byte[] bytes = Files.readAllBytes(copy);
        var basic =
                ByteBuffer.wrap(bytes, (int) pixels.fragments().getFirst().position(), 12)
                        .order(ByteOrder.LITTLE_ENDIAN);
        var table =
                ByteBuffer.wrap(
                                value(back, Tag.ExtendedOffsetTable)
                                        .getBytes(StandardCharsets.ISO_8859_1))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i < 4; i++) {
            long offset = pixels.fragments().get(i).position() - 8 - origin;
            assertThat(Integer.toUnsignedLong(basic.getInt())).isEqualTo(offset);
            assertThat(table.getLong()).isEqualTo(offset);
        }
    }
}
