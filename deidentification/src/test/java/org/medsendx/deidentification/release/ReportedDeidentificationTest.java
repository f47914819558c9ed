package org.medsendx.deidentification.release;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

/**
 * What other de-identifiers were reported to leave, to break or to stop at, built anew from what
 * the reports say. Which report each is: docs/tried-reports.md.
 */
class ReportedDeidentificationTest {

    private static final String NAME = "Brandtm";

    @TempDir Path folder;

    private Release release(DataSet dataSet, String syntax) throws IOException {
        Path file = folder.resolve("in.dcm");
        Files.deleteIfExists(file);
        DicomWriter.write(
                file,
                new FileMeta(dataSet.string(SOPClassUID), dataSet.string(SOPInstanceUID), syntax),
                dataSet);
        Files.deleteIfExists(target());
        return Instances.releaser().release(file, Instances.TRUCK, target());
    }

    private Path target() {
        return folder.resolve("out.dcm");
    }

    /** The clean copy; fails with the reasons when there is none. */
    private DataSet clean(DataSet dataSet, String syntax) throws IOException {
        Release release = release(dataSet, syntax);
        assertThat(release).isInstanceOf(Release.Released.class);
        return DicomReader.read(target(), ReadLimits.DEFAULT).dataSet();
    }

    private DataSet clean(DataSet dataSet) throws IOException {
        return clean(dataSet, Uid.ExplicitVRLittleEndian);
    }

    private void assertNoByteSays(String text) throws IOException {
        assertThat(new String(Files.readAllBytes(target()), StandardCharsets.ISO_8859_1))
                .doesNotContain(text);
    }

    private static DataSet item(int tag, VR vr, String text) {
        return new DataSet().putString(tag, vr, text);
    }

    @Test
    void removes_the_department_type_code_sequence() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putSequence(
                InstitutionalDepartmentTypeCodeSequence,
                item(CodeMeaning, VR.LO, "Ward of Dr Hollerbach"));

        assertThat(clean(dataSet).contains(InstitutionalDepartmentTypeCodeSequence)).isFalse();
        assertNoByteSays("Hollerbach");
    }

    @Test
    void removes_what_the_original_attributes_sequence_remembers() throws IOException {
        DataSet dataSet = Instances.ct();
        DataSet before = item(PatientName, VR.PN, "Ledig^Elodie");
        dataSet.putSequence(
                OriginalAttributesSequence,
                new DataSet()
                        .putSequence(ModifiedAttributesSequence, before)
                        .putString(SourceOfPreviousValues, VR.LO, "Spital Unterlindau"));

        clean(dataSet);

        assertNoByteSays("Ledig");
        assertNoByteSays("Unterlindau");
    }

    @Test
    void removes_private_elements_at_every_depth_of_functional_groups() throws IOException {
        DataSet dataSet = Instances.ct();
        DataSet frame = new DataSet();
        for (int element = 0; element < 12; element++) {
            frame.putString(0x20050010 + element, VR.LO, "Vendor MR " + element);
            frame.putString(0x20051000 + (element << 8), VR.LO, "Wagenknecht " + element);
        }
        dataSet.putSequence(
                PerFrameFunctionalGroupsSequence,
                new DataSet().putSequence(FrameContentSequence, frame));

        clean(dataSet);

        assertNoByteSays("Vendor MR");
        assertNoByteSays("Wagenknecht");
    }

    @Test
    void withholds_a_directory_of_media() throws IOException {
        DataSet dataSet = new DataSet();
        dataSet.putString(SOPClassUID, VR.UI, Uid.MediaStorageDirectoryStorage)
                .putString(SOPInstanceUID, VR.UI, Instances.INSTANCE)
                .putSequence(
                        DirectoryRecordSequence,
                        item(PatientName, VR.PN, "Ledig^Elodie")
                                .putString(DirectoryRecordType, VR.CS, "PATIENT"));

        Release release = release(dataSet, Uid.ExplicitVRLittleEndian);

        assertThat(release).isInstanceOf(Release.Withheld.class);
        assertThat(target()).doesNotExist();
    }

    @Test
    void cleans_five_levels_of_sequences() throws IOException {
        DataSet deepest =
                item(PatientName, VR.PN, "Brandtm\u00fcller^\u00c9lodie")
                        .putString(PatientBirthDate, VR.DA, "19610412")
                        .putString(AcquisitionDateTime, VR.DT, "20240310101530");
        DataSet level = deepest;
        for (int depth = 0; depth < 5; depth++) {
            level = new DataSet().putSequence(ReferencedSeriesSequence, level);
        }
        DataSet dataSet = Instances.ct();
        dataSet.putSequence(
                ReferencedSeriesSequence, level.items(ReferencedSeriesSequence).getFirst());

        clean(dataSet);

        assertNoByteSays(NAME);
        assertNoByteSays("19610412");
        assertNoByteSays("20240310");
    }

    @Test
    void gives_each_patient_of_a_study_that_mixes_two_their_own_pseudonym() throws IOException {
        DataSet other = Instances.ct();
        other.putString(PatientID, VR.LO, "ZZ-1")
                .putString(PatientName, VR.PN, "Other^Person")
                .putString(SOPInstanceUID, VR.UI, Instances.INSTANCE + ".2");

        String first = requireNonNull(clean(Instances.ct()).string(PatientID));
        String second = requireNonNull(clean(other).string(PatientID));

        assertThat(second).isNotBlank().isNotEqualTo(first);
    }

    @Test
    void gives_a_pseudonym_to_an_instance_without_a_patient_id() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.remove(PatientID);

        assertThat(clean(dataSet).string(PatientID)).isNotBlank();
        assertNoByteSays(NAME);
    }

    @Test
    void shifts_each_of_several_dates_and_keeps_their_number() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(DateOfLastCalibration, VR.DA, "20240101", "20240301")
                .putString(TimeOfLastCalibration, VR.TM, "010000.000000", "020000");

        DataSet clean = clean(dataSet);

        assertThat(clean.strings(DateOfLastCalibration))
                .isEqualTo(
                        List.of(
                                Instances.subject(Instances.ct()).shift().date("20240101"),
                                Instances.subject(Instances.ct()).shift().date("20240301")));
        assertNoByteSays("20240101");
    }

    @Test
    void leaves_valid_dates_in_content_items() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putSequence(
                ContentSequence,
                new DataSet()
                        .putString(RelationshipType, VR.CS, "HAS OBS CONTEXT")
                        .putString(ValueType, VR.CS, "DATETIME")
                        .putString(DateTime, VR.DT, "20170801094500.000000"));

        DataSet clean = clean(dataSet);

        for (DataSet content : clean.items(ContentSequence)) {
            String dateTime = content.string(DateTime);
            assertThat(dateTime == null || dateTime.matches("|\\d{8}(\\d{6}(\\.\\d{1,6})?)?"))
                    .isTrue();
        }
        assertNoByteSays("20170801");
    }

    @Test
    void decides_about_date_times_in_forms_that_the_standard_does_not_have() throws IOException {
        for (String odd :
                List.of("2024-03-10 10:15:30", "10.03.2024", "20240310T101530Z", "202403", "x")) {
            DataSet dataSet = Instances.ct();
            dataSet.put(Instances.text(FrameReferenceDateTime, VR.DT, odd));
            dataSet.put(Instances.text(AcquisitionDateTime, VR.DT, odd));

            Release release = release(dataSet, Uid.ExplicitVRLittleEndian);

            if (release instanceof Release.Released && odd.length() > 6) {
                assertNoByteSays(odd);
            }
        }
    }

    @Test
    void removes_a_private_sequence_of_implicit_vr() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(0x00290010, VR.LO, "ACME")
                .putSequence(0x00291001, item(PatientName, VR.PN, "Ledig^Elodie"));

        clean(dataSet, Uid.ImplicitVRLittleEndian);

        assertNoByteSays("Ledig");
    }

    @Test
    void keeps_numbers_in_text_form_valid() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(NumberOfFrames, VR.IS, "1").putString(PregnancyStatus, VR.US, "4");
        dataSet.remove(PregnancyStatus);
        dataSet.putString(PatientWeight, VR.DS, "71.5").putString(ReferencedFrameNumber, VR.IS, "");

        DataSet clean = clean(dataSet);

        for (Element element : clean) {
            if (element instanceof Value value && element.vr() == VR.IS && !value.isEmpty()) {
                assertThat(clean.string(element.tag())).matches("[+-]?\\d{1,12}");
            }
        }
    }

    @Test
    void empties_dates_of_type_two_when_dates_are_removed() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(PatientBirthDate, VR.DA, "19610412");

        DataSet clean = clean(dataSet);

        assertThat(clean.contains(PatientBirthDate)).isTrue();
        assertThat(clean.string(PatientBirthDate)).isNull();
    }

    @Test
    void withholds_or_cleans_names_that_hide_in_each_kind_of_text() throws IOException {
        for (VR vr : List.of(VR.LO, VR.SH, VR.LT, VR.ST, VR.UT, VR.UC)) {
            int tag =
                    switch (vr) {
                        case LO -> SeriesDescription;
                        case SH -> StudyID;
                        case LT -> AdditionalPatientHistory;
                        case ST -> DerivationDescription;
                        case UT -> LabelText;
                        default -> LongCodeValue;
                    };
            DataSet dataSet = Instances.ct();
            dataSet.put(Instances.text(tag, vr, "scan of BRANDTM\u00dcLLER, seen"));

            Release release = release(dataSet, Uid.ExplicitVRLittleEndian);

            if (release instanceof Release.Released) {
                assertNoByteSays("BRANDTM");
            }
        }
    }
}
