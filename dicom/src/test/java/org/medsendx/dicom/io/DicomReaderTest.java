package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.dicom.io.RawDicom.BIG_ENDIAN;
import static org.medsendx.dicom.io.RawDicom.DEFLATED;
import static org.medsendx.dicom.io.RawDicom.EXPLICIT;
import static org.medsendx.dicom.io.RawDicom.IMPLICIT;
import static org.medsendx.dicom.io.RawDicom.UNDEFINED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

class DicomReaderTest {

    @TempDir Path folder;

    private DicomFile read(byte[] bytes) throws IOException {
        return DicomReader.read(RawDicom.write(folder, bytes), ReadLimits.DEFAULT);
    }

    private DicomFile read(byte[] bytes, ReadLimits limits) throws IOException {
        return DicomReader.read(RawDicom.write(folder, bytes), limits);
    }

    private static void assertProblem(Problem problem, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DicomFormatException.class,
                        e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static VR vr(DataSet dataSet, int tag) {
        return Objects.requireNonNull(dataSet.get(tag)).vr();
    }

    private static RawDicom name(RawDicom raw) {
        return raw.element(0x00100010, "PN", "Doe^Jane").element(0x00280010, "US", raw.u16(513));
    }

    @Test
    void reads_meta_group_and_elements_of_explicit_little_endian() throws IOException {
        DicomFile file = read(RawDicom.file(EXPLICIT, name(RawDicom.explicit()).bytes()));

        assertThat(file.meta())
                .isEqualTo(new FileMeta("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4.5", EXPLICIT));
        assertThat(file.dataSet().string(Tag.PatientName)).isEqualTo("Doe^Jane");
        assertThat(file.dataSet().intValue(Tag.Rows, 0)).isEqualTo(513);
        assertThat(file.dataSetPosition()).isEqualTo(RawDicom.meta(EXPLICIT).length);
    }

    @Test
    void takes_the_vr_from_the_dictionary_in_implicit_little_endian() throws IOException {
        RawDicom raw = RawDicom.implicit();
        raw.element(0x00090010, "LO", "ACME").element(0x00091001, "UN", "1234");
        DicomFile file = read(RawDicom.file(IMPLICIT, name(raw).bytes()));

        assertThat(vr(file.dataSet(), Tag.Rows)).isEqualTo(VR.US);
        assertThat(vr(file.dataSet(), 0x00090010)).isEqualTo(VR.LO);
        assertThat(vr(file.dataSet(), 0x00091001)).isEqualTo(VR.UN);
        assertThat(file.dataSet().privateCreator(0x00091001)).isEqualTo("ACME");
    }

    @Test
    void decides_between_us_and_ss_by_pixel_representation() throws IOException {
        RawDicom raw = RawDicom.implicit();
        raw.element(0x00280103, "US", raw.u16(1)).element(0x00280106, "SS", raw.u16(-1000));
        DicomFile file = read(RawDicom.file(IMPLICIT, raw.bytes()));

        assertThat(file.dataSet().intValue(Tag.SmallestImagePixelValue, 0)).isEqualTo(-1000);
    }

    @Test
    void reads_retired_big_endian() throws IOException {
        DicomFile file = read(RawDicom.file(BIG_ENDIAN, name(RawDicom.bigEndian()).bytes()));

        assertThat(file.dataSet().intValue(Tag.Rows, 0)).isEqualTo(513);
        assertThat(file.dataSet().string(Tag.PatientName)).isEqualTo("Doe^Jane");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEFLATED, "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"})
    void inflates_a_deflated_data_set(String transferSyntax) throws IOException {
        byte[] plain = name(RawDicom.explicit()).bytes();
        DicomFile file = read(RawDicom.file(transferSyntax, deflated(plain)));

        assertThat(file.dataSet().string(Tag.PatientName)).isEqualTo("Doe^Jane");
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    @Test
    void refuses_a_deflate_bomb() {
        byte[] bomb = deflated(new byte[40 << 20]);

        assertProblem(
                Problem.TOO_LARGE,
                () -> read(RawDicom.file(DEFLATED, bomb), new ReadLimits(1000, 1 << 20, 64)));
    }

    @Test
    void inflates_what_has_a_zlib_header() throws IOException {
        byte[] raw = deflated(name(RawDicom.explicit()).bytes());
        byte[] withHeader =
                RawDicom.explicit().raw(new byte[] {0x78, (byte) 0x9C}).raw(raw).bytes();

        DicomFile file = read(RawDicom.file(DEFLATED, withHeader));

        assertThat(file.dataSet().string(Tag.PatientName)).isEqualTo("Doe^Jane");
    }

    @Test
    void understands_spaces_for_a_vr() throws IOException {
        byte[] spaces = {0x10, 0, 0x20, 0, ' ', ' ', 2, 0, 'I', 'D'};

        DicomFile file =
                read(
                        RawDicom.file(
                                EXPLICIT,
                                name(RawDicom.explicit())
                                        .raw(spaces)
                                        .element(0x00100040, "CS", "F ")
                                        .bytes()));

        assertThat(file.dataSet().string(Tag.PatientID)).isEqualTo("ID");
        assertThat(file.dataSet().string(Tag.PatientSex)).isEqualTo("F");
    }

    @Test
    void knows_a_private_creator_in_un() throws IOException {
        RawDicom raw = RawDicom.explicit().element(0x00090010, "UN", "ACME");
        DicomFile file = read(RawDicom.file(EXPLICIT, raw.bytes()));

        assertThat(vr(file.dataSet(), 0x00090010)).isEqualTo(VR.LO);
        assertThat(file.dataSet().privateCreator(0x00091001)).isEqualTo("ACME");
        assertThat(DicomWriter.dataSetBytes(file.dataSet(), EXPLICIT)).isEqualTo(raw.bytes());
    }

    @Test
    void believes_the_first_of_two_meta_groups() throws IOException {
        byte[] other = RawDicom.meta(EXPLICIT);
        byte[] left = Arrays.copyOfRange(other, 132, other.length);
        byte[] dataSet = name(RawDicom.implicit()).bytes();
        byte[] both = RawDicom.explicit().raw(left).raw(dataSet).bytes();

        DicomFile file = read(RawDicom.file(IMPLICIT, both));

        assertThat(file.meta().transferSyntaxUid()).isEqualTo(IMPLICIT);
        assertThat(file.dataSetPosition()).isEqualTo(RawDicom.meta(IMPLICIT).length + left.length);
        assertThat(file.dataSet().string(Tag.PatientName)).isEqualTo("Doe^Jane");
    }

    @Test
    void finds_the_syntax_when_preamble_and_meta_group_are_missing() throws IOException {
        byte[] head = RawDicom.explicit().element(0x00080060, "CS", "CT").bytes();
        byte[] big = RawDicom.bigEndian().element(0x00080060, "CS", "CT").bytes();
        byte[] implicit = RawDicom.implicit().element(0x00080060, "CS", "CT").bytes();

        assertThat(read(head).meta().transferSyntaxUid()).isEqualTo(EXPLICIT);
        assertThat(read(big).meta().transferSyntaxUid()).isEqualTo(BIG_ENDIAN);
        assertThat(read(implicit).meta().transferSyntaxUid()).isEqualTo(IMPLICIT);
        assertThat(read(implicit).dataSet().string(Tag.Modality)).isEqualTo("CT");
    }

    @Test
    void refuses_what_is_not_dicom() {
        byte[] text = "Dear colleague, the scans are attached.\n".getBytes(StandardCharsets.UTF_8);

        assertProblem(Problem.EMPTY, () -> read(new byte[0]));
        assertProblem(Problem.NOT_DICOM, () -> read(text));
        assertProblem(Problem.NOT_DICOM, () -> read(new byte[1000]));
        assertProblem(Problem.NO_DATA_SET, () -> read(RawDicom.meta(EXPLICIT)));
    }

    @Test
    void reads_sequences_of_defined_and_undefined_length() throws IOException {
        byte[] inner = RawDicom.explicit().element(0x00080100, "SH", "ABCD").bytes();
        RawDicom raw = RawDicom.explicit();
        raw.header(0x00081140, "SQ", inner.length + 8L).item(inner);
        raw.header(0x00081199, "SQ", UNDEFINED);
        raw.openItem().raw(inner).itemDelimiter().item(inner).sequenceDelimiter();
        raw.element(0x00100020, "LO", "ID");
        DataSet dataSet = read(RawDicom.file(EXPLICIT, raw.bytes())).dataSet();

        assertThat(dataSet.items(Tag.ReferencedImageSequence)).hasSize(1);
        assertThat(dataSet.items(Tag.ReferencedSOPSequence))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.string(Tag.CodeValue)).isEqualTo("ABCD"));
        assertThat(dataSet.string(Tag.PatientID)).isEqualTo("ID");
    }

    @Test
    void reads_un_of_undefined_length_as_a_sequence_in_implicit_vr() throws IOException {
        byte[] inner = RawDicom.implicit().element(0x00080100, "SH", "ABCD").bytes();
        RawDicom raw = RawDicom.explicit().header(0x00091001, "UN", UNDEFINED);
        raw.item(inner).sequenceDelimiter().element(0x00100020, "LO", "ID");
        DataSet dataSet = read(RawDicom.file(EXPLICIT, raw.bytes())).dataSet();

        assertThat(dataSet.items(0x00091001).getFirst().string(Tag.CodeValue)).isEqualTo("ABCD");
        assertThat(dataSet.string(Tag.PatientID)).isEqualTo("ID");
    }

    @Test
    void recognises_standard_elements_that_are_coded_as_un() throws IOException {
        byte[] name = RawDicom.implicit().element(0x00100010, "PN", "Doe^Jane").bytes();
        byte[] item = RawDicom.implicit().item(name).bytes();
        RawDicom raw = RawDicom.explicit().element(0x00081120, "UN", item);
        raw.element(0x00100010, "UN", "Doe^John");
        DataSet dataSet = read(RawDicom.file(EXPLICIT, raw.bytes())).dataSet();

        assertThat(dataSet.items(Tag.ReferencedPatientSequence).getFirst().string(Tag.PatientName))
                .isEqualTo("Doe^Jane");
        assertThat(vr(dataSet, Tag.PatientName)).isEqualTo(VR.PN);
        assertThat(dataSet.string(Tag.PatientName)).isEqualTo("Doe^John");
    }

    @Test
    void leaves_long_values_in_the_file() throws IOException {
        byte[] pixels = new byte[5000];
        RawDicom raw = RawDicom.explicit().element(0x7FE00010, "OW", pixels);
        byte[] bytes = RawDicom.file(EXPLICIT, raw.bytes());
        DicomFile file = read(bytes, new ReadLimits(1024, 1 << 20, 64));

        assertThat(file.dataSet().get(Tag.PixelData))
                .isEqualTo(
                        new Bulk(Tag.PixelData, VR.OW, file.path(), bytes.length - 5000L, 5000L));
    }

    @Test
    void locates_the_fragments_of_encapsulated_pixel_data() throws IOException {
        RawDicom raw = RawDicom.explicit().header(0x7FE00010, "OB", UNDEFINED);
        raw.item(new byte[0]).item(new byte[10]).item(new byte[6]).sequenceDelimiter();
        byte[] bytes = RawDicom.file("1.2.840.10008.1.2.4.50", raw.bytes());
        DicomFile file = read(bytes);

        long first = file.dataSetPosition() + 12 + 8;
        assertThat(file.dataSet().get(Tag.PixelData))
                .isEqualTo(
                        new Encapsulated(
                                Tag.PixelData,
                                VR.OB,
                                file.path(),
                                List.of(
                                        new Fragment(first, 0),
                                        new Fragment(first + 8, 10),
                                        new Fragment(first + 26, 6))));
    }

    @Test
    void refuses_pixel_data_that_is_not_all_there_without_allocating_it() {
        RawDicom raw = RawDicom.explicit().header(0x7FE00010, "OW", 3_000_000_000L);
        raw.raw(new byte[100]);

        assertThatThrownBy(() -> read(RawDicom.file(EXPLICIT, raw.bytes())))
                .isInstanceOfSatisfying(
                        DicomFormatException.class,
                        e -> {
                            assertThat(e.problem()).isEqualTo(Problem.TRUNCATED);
                            assertThat(e.tag()).isEqualTo(Tag.PixelData);
                            assertThat(e.position()).isEqualTo(RawDicom.meta(EXPLICIT).length);
                        });
    }

    @Test
    void refuses_an_element_that_is_longer_than_its_item() {
        RawDicom raw = RawDicom.explicit().header(0x00081140, "SQ", 16);
        raw.tag(0xFFFEE000).raw(raw.u32(8)).header(0x00080100, "SH", 40).raw(new byte[60]);

        assertProblem(Problem.BAD_LENGTH, () -> read(RawDicom.file(EXPLICIT, raw.bytes())));
    }

    @Test
    void refuses_deeper_nesting_than_it_was_allowed() {
        RawDicom raw = RawDicom.explicit();
        for (int i = 0; i < 100_000; i++) {
            raw.header(0x00081140, "SQ", UNDEFINED).openItem();
        }

        assertProblem(Problem.TOO_DEEP, () -> read(RawDicom.file(EXPLICIT, raw.bytes())));
        assertProblem(
                Problem.TOO_DEEP,
                () ->
                        read(
                                RawDicom.file(EXPLICIT, raw.bytes()),
                                new ReadLimits(1000, 64 << 20, 512)));
    }

    @Test
    void counts_elements_against_the_heap_limit() {
        RawDicom raw = RawDicom.explicit().header(0x00081140, "SQ", UNDEFINED);
        for (int i = 0; i < 50_000; i++) {
            raw.item(new byte[0]);
        }

        assertProblem(
                Problem.TOO_LARGE,
                () ->
                        read(
                                RawDicom.file(EXPLICIT, raw.sequenceDelimiter().bytes()),
                                new ReadLimits(1000, 1 << 20, 64)));
    }

    @Test
    void tolerates_padding_stray_delimiters_and_elements_out_of_order() throws IOException {
        RawDicom raw = RawDicom.explicit().element(0x00100020, "LO", "ID");
        raw.itemDelimiter().sequenceDelimiter().item(new byte[0]);
        raw.element(0x00100010, "PN", "Doe^Jane").raw(new byte[300]);
        DataSet dataSet = read(RawDicom.file(EXPLICIT, raw.bytes())).dataSet();

        assertThat(dataSet.size()).isEqualTo(2);
        assertThat(dataSet.iterator().next().tag()).isEqualTo(Tag.PatientName);
    }

    @Test
    void reads_an_implicit_element_among_explicit_ones() throws IOException {
        RawDicom raw = RawDicom.explicit().element(0x00100010, "PN", "Doe^Jane");
        raw.raw(RawDicom.implicit().element(0x00100020, "LO", "ID").bytes());
        DataSet dataSet = read(RawDicom.file(EXPLICIT, raw.bytes())).dataSet();

        assertThat(dataSet.string(Tag.PatientID)).isEqualTo("ID");
    }

    @Test
    void finds_the_data_set_without_reading_it() throws IOException {
        Path file = RawDicom.write(folder, RawDicom.file(EXPLICIT, new byte[] {1, 2, 3}));

        DicomReader.MetaOnly found = DicomReader.readMeta(file);

        assertThat(found.dataSetPosition()).isEqualTo(RawDicom.meta(EXPLICIT).length);
        assertThat(found.meta().sopInstanceUid()).isEqualTo("1.2.3.4.5");
    }

    @Test
    void ends_the_last_item_with_its_sequence_when_it_claims_more() throws IOException {
        byte[] record = RawDicom.explicit().element(0x00041430, "CS", "IMAGE ").bytes();
        RawDicom records = RawDicom.explicit().item(record).tag(0xFFFEE000);
        records.raw(records.u32(record.length + 24)).raw(record);
        RawDicom raw = RawDicom.explicit().element(0x00041220, "SQ", records.bytes());
        byte[] whole = RawDicom.file(EXPLICIT, raw.bytes());

        assertThat(read(whole).dataSet().items(Tag.DirectoryRecordSequence)).hasSize(2);
        assertProblem(Problem.TRUNCATED, () -> read(Arrays.copyOf(whole, whole.length - 2)));
    }

    @Test
    void refuses_a_sequence_that_ends_early() {
        byte[] record = RawDicom.explicit().element(0x00080100, "SH", "ABCD").bytes();
        byte[] items = RawDicom.explicit().item(record).bytes();
        RawDicom claims = RawDicom.explicit().header(0x00081140, "SQ", items.length + 24);

        byte[] cut = RawDicom.file(EXPLICIT, claims.raw(items).bytes());
        assertProblem(Problem.TRUNCATED, () -> read(cut));
    }

    @Test
    void knows_the_transfer_syntax_when_hardly_a_value_may_be_held() throws IOException {
        byte[] bytes = RawDicom.file(IMPLICIT, name(RawDicom.implicit()).bytes());

        DicomFile file = read(bytes, new ReadLimits(0, 1 << 16, 8));

        assertThat(file.meta().transferSyntaxUid()).isEqualTo(IMPLICIT);
        assertThat(file.dataSet().get(Tag.PatientName)).isInstanceOf(Bulk.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {RawDicom.IMPLICIT, RawDicom.EXPLICIT, RawDicom.DEFLATED})
    void takes_the_first_transfer_syntax_whatever_the_data_set_says_again(String syntax)
            throws IOException {
        String other = "1.2.840.10008.1.2.4.57";
        for (RawDicom raw : List.of(RawDicom.implicit(), RawDicom.explicit())) {
            raw.element(0x00020002, "UI", "1.2.9\0").element(0x00020003, "UI", "1.9\0");
            raw.element(0x00020010, "UI", other).element(0x00020010, "UI", other);
            raw.element(0x00080060, "CS", "MG");
            boolean implicit = !new String(raw.bytes(), StandardCharsets.ISO_8859_1).contains("UI");
            if (implicit != syntax.equals(RawDicom.IMPLICIT)) {
                continue;
            }
            byte[] dataSet = syntax.equals(RawDicom.DEFLATED) ? deflated(raw.bytes()) : raw.bytes();

            DicomFile file = read(RawDicom.file(syntax, dataSet));

            assertThat(file.meta().transferSyntaxUid()).isEqualTo(syntax);
            assertThat(file.meta().sopInstanceUid()).isEqualTo("1.2.3.4.5");
            assertThat(file.dataSet().string(Tag.Modality)).isEqualTo("MG");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reads_a_file_that_lacks_only_its_last_delimiters_and_names_them(boolean bigEndian)
            throws IOException {
        RawDicom raw = bigEndian ? RawDicom.bigEndian() : RawDicom.explicit();
        RawDicom item = bigEndian ? RawDicom.bigEndian() : RawDicom.explicit();
        String syntax = bigEndian ? RawDicom.BIG_ENDIAN : RawDicom.EXPLICIT;
        byte[] inner = item.element(0x00080100, "SH", "ABCD").bytes();
        raw.header(0x00081110, "SQ", RawDicom.UNDEFINED).openItem().raw(inner);
        byte[] open = RawDicom.file(syntax, raw.bytes());
        byte[] whole = RawDicom.file(syntax, raw.itemDelimiter().sequenceDelimiter().bytes());

        for (int length = open.length; length < whole.length; length++) {
            DicomFile file = read(Arrays.copyOf(whole, length));

            DataSet found = file.dataSet().items(Tag.ReferencedStudySequence).getFirst();
            assertThat(found.string(Tag.CodeValue)).isEqualTo("ABCD");
            boolean hasItem = length >= open.length + 8;
            var sequence =
                    new ReadWarning(
                            ReadWarning.Kind.MISSING_SEQUENCE_DELIMITER,
                            Tag.ReferencedStudySequence,
                            hasItem ? open.length + 8L : length);
            var delimiter =
                    new ReadWarning(
                            ReadWarning.Kind.MISSING_ITEM_DELIMITER,
                            Tag.ReferencedStudySequence,
                            open.length);
            assertThat(file.warnings())
                    .isEqualTo(hasItem ? List.of(sequence) : List.of(delimiter, sequence));
        }
        assertThat(read(whole).warnings()).isEmpty();
        assertThat(new ReadWarning(ReadWarning.Kind.MISSING_ITEM_DELIMITER, 0x00081110, 9))
                .hasToString("missing-item-delimiter in (0008,1110) at byte 9");
    }

    @Test
    void reads_pixel_data_without_its_delimiter_when_all_frames_are_there() throws IOException {
        String jpeg = "1.2.840.10008.1.2.4.50";
        RawDicom raw = RawDicom.explicit().element(0x00280008, "IS", "2 ");
        raw.header(0x7FE00010, "OB", RawDicom.UNDEFINED).item(new byte[0]).item(new byte[4]);
        byte[] one = RawDicom.file(jpeg, raw.bytes());
        byte[] two = RawDicom.file(jpeg, raw.item(new byte[6]).bytes());

        assertThat(read(two).warnings())
                .containsExactly(
                        new ReadWarning(
                                ReadWarning.Kind.MISSING_SEQUENCE_DELIMITER,
                                Tag.PixelData,
                                two.length));
        assertThatThrownBy(() -> read(one))
                .isInstanceOf(DicomFormatException.class)
                .hasMessage("truncated in (7FE0,0010) at byte " + one.length);
        assertThatThrownBy(() -> read(Arrays.copyOf(two, two.length - 1)))
                .isInstanceOf(DicomFormatException.class);
    }
}
