package org.medsendx.dicom.io;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.dicom.io.RawDicom.EXPLICIT;
import static org.medsendx.dicom.io.RawDicom.IMPLICIT;
import static org.medsendx.dicom.io.RawDicom.UNDEFINED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Files that other toolkits were reported to fail on, built anew from what the reports say. Which
 * report each is: docs/tried-reports.md.
 */
class ReportedFilesTest {

    private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

    @TempDir Path folder;

    private DicomFile read(byte[] bytes) throws IOException {
        return DicomReader.read(RawDicom.write(folder, bytes), ReadLimits.DEFAULT);
    }

    private DataSet explicit(RawDicom dataSet) throws IOException {
        return read(RawDicom.file(EXPLICIT, dataSet.bytes())).dataSet();
    }

    private DataSet writtenAndReadAgain(DicomFile file, String transferSyntax) throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve("copy.dcm");
        DicomWriter.write(
                copy,
                new FileMeta("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4.5", transferSyntax),
                file.dataSet());
        return DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
    }

    /** A value that must be read as what stands behind whatever was odd. */
    private static RawDicom thenRows(RawDicom raw) {
        return raw.element(0x00280010, "US", raw.u16(513));
    }

    private static void assertRows(DataSet dataSet) {
        assertThat(dataSet.intValue(Tag.Rows, 0)).isEqualTo(513);
    }

    @Test
    void reads_a_data_set_that_has_neither_preamble_nor_meta_group() throws IOException {
        for (RawDicom raw : new RawDicom[] {RawDicom.implicit(), RawDicom.explicit()}) {
            raw.element(0x00080005, "CS", "ISO_IR 100").element(0x00100010, "PN", "Doe^Jane");

            DataSet dataSet = read(thenRows(raw).bytes()).dataSet();

            assertThat(dataSet.string(Tag.PatientName)).isEqualTo("Doe^Jane");
            assertRows(dataSet);
        }
    }

    @Test
    void reads_an_item_in_implicit_vr_inside_an_explicit_file() throws IOException {
        byte[] item = RawDicom.implicit().element(0x00080100, "SH", "121311").bytes();
        RawDicom raw = RawDicom.explicit();
        raw.header(0x00081032, "SQ", item.length + 8L).item(item);

        DataSet dataSet = explicit(thenRows(raw));

        assertThat(dataSet.items(Tag.ProcedureCodeSequence).getFirst().string(Tag.CodeValue))
                .isEqualTo("121311");
        assertRows(dataSet);
    }

    @Test
    void takes_an_implicit_length_whose_bytes_look_like_a_vr_for_a_length() throws IOException {
        // 0x00005855 bytes: "UX" to whom looks for two letters.
        byte[] text = new byte[0x5855 + 1];
        Arrays.fill(text, (byte) 'x');
        byte[] item = RawDicom.implicit().element(0x00104000, "LT", text).bytes();
        item[4] = 0x56;
        RawDicom raw = RawDicom.implicit();
        raw.header(0x00081032, "SQ", item.length + 8L).item(item);

        DataSet dataSet = read(RawDicom.file(IMPLICIT, thenRows(raw).bytes())).dataSet();

        DataSet first = dataSet.items(Tag.ProcedureCodeSequence).getFirst();
        assertThat(requireNonNull(first.string(Tag.PatientComments))).hasSize(0x5856);
        assertRows(dataSet);
    }

    @Test
    void reads_un_of_undefined_length_as_a_sequence_in_implicit_vr() throws IOException {
        RawDicom inner = RawDicom.implicit().element(0x0020000E, "UI", "1.2.3.4\0");
        RawDicom raw = RawDicom.explicit();
        raw.element(0x44530010, "LO", "ACME 1.0");
        raw.header(0x4453100C, "UN", UNDEFINED).openItem().raw(inner.bytes());
        raw.itemDelimiter().sequenceDelimiter();
        RawDicom rows = RawDicom.explicit().element(0x00280010, "US", raw.u16(513));

        DicomFile file = read(RawDicom.file(EXPLICIT, rows.raw(raw.bytes()).bytes()));

        DataSet item = file.dataSet().items(0x4453100C).getFirst();
        assertThat(item.string(Tag.SeriesInstanceUID)).isEqualTo("1.2.3.4");
        assertThat(requireNonNull(item.get(Tag.SeriesInstanceUID)).vr()).isEqualTo(VR.UI);
        DataSet again = writtenAndReadAgain(file, EXPLICIT);
        assertThat(again.items(0x4453100C).getFirst().string(Tag.SeriesInstanceUID))
                .isEqualTo("1.2.3.4");
        assertRows(again);
    }

    @Test
    void reads_a_group_length_coded_un() throws IOException {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00080000, "UN", raw.u32(40)).element(0x00100010, "PN", "Doe^Jane");

        DataSet dataSet = explicit(thenRows(raw));

        assertThat(dataSet.string(Tag.PatientName)).isEqualTo("Doe^Jane");
        assertRows(dataSet);
    }

    @Test
    void reads_on_behind_two_dashes_where_a_vr_belongs() throws IOException {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00100010, "PN", "Doe^Jane").element(0x001021B0, "--", "G0000000");

        DataSet dataSet = explicit(thenRows(raw));

        assertThat(dataSet.contains(Tag.AdditionalPatientHistory)).isTrue();
        assertRows(dataSet);
    }

    @Test
    void refuses_fragments_that_end_in_zeros_and_says_where() {
        RawDicom raw = thenRows(RawDicom.explicit());
        raw.header(Tag.PixelData, "OB", UNDEFINED).item(new byte[0]).item(new byte[10]);
        raw.raw(new byte[16]);

        assertThatThrownBy(() -> read(RawDicom.file(JPEG_BASELINE, raw.bytes())))
                .isInstanceOfSatisfying(
                        DicomFormatException.class,
                        e -> {
                            assertThat(e.problem()).isEqualTo(Problem.BAD_DELIMITER);
                            assertThat(e.tag()).isEqualTo(Tag.PixelData);
                        });
    }

    @Test
    void keeps_a_sequence_attribute_that_was_written_as_text_in_each_transfer_syntax()
            throws IOException {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00120064, "LO", "Header Anonymizer 1 ").element(0x00100020, "LO", "1 ");
        DicomFile file = read(RawDicom.file(EXPLICIT, thenRows(raw).bytes()));

        for (String syntax : new String[] {EXPLICIT, IMPLICIT}) {
            DataSet again = writtenAndReadAgain(file, syntax);

            assertThat(again.contains(Tag.DeidentificationMethodCodeSequence)).isTrue();
            assertRows(again);
        }
    }

    @Test
    void reads_fragments_whose_vr_is_un() throws IOException {
        RawDicom raw = thenRows(RawDicom.explicit());
        raw.header(Tag.PixelData, "UN", UNDEFINED).item(new byte[0]).item(new byte[10]);
        raw.sequenceDelimiter();

        DataSet dataSet = read(RawDicom.file(JPEG_BASELINE, raw.bytes())).dataSet();

        assertThat(((Encapsulated) requireNonNull(dataSet.get(Tag.PixelData))).fragments())
                .hasSize(2);
    }

    @Test
    void reads_the_three_vrs_with_eight_byte_values() throws IOException {
        byte[] eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(96).array();
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00081161, "UV", eight).element(0x00081164, "SV", eight);
        raw.element(Tag.ExtendedOffsetTable, "OV", eight);

        DataSet dataSet = explicit(thenRows(raw));

        assertThat(requireNonNull(dataSet.get(Tag.ExtendedOffsetTable)).vr()).isEqualTo(VR.OV);
        assertRows(dataSet);
    }

    @Test
    void ignores_group_lengths_that_are_wrong() throws IOException {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00080000, "UL", raw.u32(7)).element(0x00080060, "CS", "CT");
        raw.element(0x00100000, "UL", raw.u32(0x7FFFFFFF)).element(0x00100020, "LO", "1 ");

        DataSet dataSet = explicit(thenRows(raw));

        assertThat(dataSet.string(Tag.Modality)).isEqualTo("CT");
        assertThat(dataSet.string(Tag.PatientID)).isEqualTo("1");
        assertRows(dataSet);
    }

    @Test
    void reads_a_meta_group_without_its_length() throws IOException {
        byte[] whole = RawDicom.file(EXPLICIT, thenRows(RawDicom.explicit()).bytes());
        byte[] without = new byte[whole.length - 12];
        System.arraycopy(whole, 0, without, 0, 132);
        System.arraycopy(whole, 144, without, 132, without.length - 132);

        DicomFile file = read(without);

        assertThat(file.meta().transferSyntaxUid()).isEqualTo(EXPLICIT);
        assertRows(file.dataSet());
    }

    @Test
    void takes_lengths_above_two_gigabytes_for_what_they_are() {
        for (long length : new long[] {0x80000000L, 3_000_000_000L, 0xFFFFFFFEL}) {
            RawDicom raw = thenRows(RawDicom.explicit());
            raw.header(Tag.PixelData, "OB", UNDEFINED).item(new byte[0]);
            raw.tag(Tag.Item).raw(raw.u32(length)).raw(new byte[64]);

            assertThatThrownBy(() -> read(RawDicom.file(JPEG_BASELINE, raw.bytes())))
                    .isInstanceOfSatisfying(
                            DicomFormatException.class,
                            e -> assertThat(e.problem()).isEqualTo(Problem.TRUNCATED));
        }
    }

    @Test
    void reads_a_fragment_of_odd_length_and_writes_it_even() throws IOException {
        RawDicom raw = thenRows(RawDicom.explicit());
        raw.header(Tag.PixelData, "OB", UNDEFINED).item(new byte[0]);
        raw.item(new byte[] {1, 2, 3}).item(new byte[] {4, 5, 6, 7, 8}).sequenceDelimiter();

        DicomFile file = read(RawDicom.file(JPEG_BASELINE, raw.bytes()));
        DataSet again = writtenAndReadAgain(file, JPEG_BASELINE);

        assertThat(((Encapsulated) requireNonNull(again.get(Tag.PixelData))).fragments())
                .extracting(fragment -> fragment.length() % 2)
                .containsOnly(0L);
        assertRows(again);
    }

    @Test
    void reads_pixel_data_that_is_the_last_element_of_a_file_of_any_length() throws IOException {
        for (int length = 0; length < 20; length++) {
            RawDicom raw = thenRows(RawDicom.explicit());
            raw.element(Tag.PixelData, "OW", new byte[2 * length]);

            assertThat(explicit(raw).contains(Tag.PixelData)).isTrue();
        }
    }

    @Test
    void reads_text_that_is_not_in_the_characters_of_its_vr() throws IOException {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00080060, "CS", "ct scan-1 ".getBytes(StandardCharsets.US_ASCII));
        raw.element(0x00200013, "IS", "12abc ").element(0x00180050, "DS", "1.23456789012345678 ");

        DicomFile file = read(RawDicom.file(EXPLICIT, thenRows(raw).bytes()));

        assertThat(file.dataSet().intValue(Tag.InstanceNumber, -1)).isEqualTo(-1);
        assertThat(file.dataSet().string(Tag.SliceThickness)).isEqualTo("1.23456789012345678");
        assertRows(writtenAndReadAgain(file, EXPLICIT));
    }
}
