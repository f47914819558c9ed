package org.medsendx.deidentification.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;

class DeidentifierTest {

    private final DataSet original = Instances.ct();

    @Test
    void removes_what_is_optional_and_identifying() {
        DataSet clean = apply();

        assertThat(clean.contains(PatientAddress)).isFalse();
        assertThat(clean.contains(InstitutionName)).isFalse();
    }

    @Test
    void empties_what_the_iod_wants_to_be_there() {
        DataSet clean = apply();

        assertThat(clean.contains(ReferringPhysicianName)).isTrue();
        assertThat(clean.string(ReferringPhysicianName)).isNull();
        assertThat(clean.contains(PatientBirthDate)).isTrue();
        assertThat(clean.string(PatientBirthDate)).isNull();
        assertThat(clean.string(StudyID)).isNull();
    }

    @Test
    void replaces_identity_by_pseudonyms() {
        DataSet clean = apply();

        assertThat(clean.string(PatientID)).matches("P-[0-9A-F]{16}");
        assertThat(clean.string(PatientName)).isEqualTo(clean.string(PatientID));
        assertThat(clean.string(AccessionNumber)).matches("A[0-9A-F]{15}");
        assertThat(clean.string(StationName)).isEqualTo(Instances.TRUCK);
    }

    @Test
    void names_no_station_where_the_equipment_module_is_absent() {
        original.remove(StationName);
        original.remove(Manufacturer);

        assertThat(apply().contains(StationName)).isFalse();
    }

    @Test
    void names_the_station_beside_a_manufacturer() {
        original.remove(StationName);
        original.putString(Manufacturer, VR.LO, "ACME");

        assertThat(apply().string(StationName)).isEqualTo(Instances.TRUCK);
    }

    @Test
    void maps_uids_at_every_depth_and_keeps_those_of_the_standard() {
        Subject subject = Instances.subject(original);

        DataSet clean = apply();

        assertThat(clean.string(SOPInstanceUID)).isEqualTo(subject.uids().map(Instances.INSTANCE));
        assertThat(clean.string(FrameOfReferenceUID))
                .isEqualTo(subject.uids().map(Instances.FRAME));
        DataSet reference = clean.items(ReferencedImageSequence).getFirst();
        assertThat(reference.string(ReferencedSOPInstanceUID))
                .isEqualTo(subject.uids().map(Instances.INSTANCE + ".77"));
        assertThat(reference.string(ReferencedSOPClassUID)).isEqualTo(Instances.CT);
    }

    @Test
    void moves_dates_by_the_patients_shift_and_keeps_times() {
        Subject subject = Instances.subject(original);

        DataSet clean = apply();

        assertThat(clean.string(StudyDate)).isEqualTo(subject.shift().date("20240310"));
        assertThat(clean.string(ContentDate)).isEqualTo(subject.shift().date("20240311"));
        assertThat(clean.string(StudyTime)).isEqualTo("101530.25");
    }

    @Test
    void leaves_no_time_zone_beside_dates_that_were_moved_at_any_depth() {
        String moved = Instances.subject(original).shift().date("20240310");
        DataSet item = original.items(ReferencedImageSequence).getFirst();
        var content = new DataSet();
        content.putString(RelationshipType, VR.CS, "CONTAINS")
                .putString(ValueType, VR.CS, "DATETIME")
                .putString(DateTime, VR.DT, "20240310101112+0545");
        original.putSequence(ContentSequence, content);
        for (DataSet one : new DataSet[] {original, item, content}) {
            one.putString(TimezoneOffsetFromUTC, VR.SH, "+0545");
            one.putString(AcquisitionDateTime, VR.DT, "20240310101112.000000+0545");
        }

        DataSet clean = apply();

        assertThat(clean.string(AcquisitionDateTime)).startsWith(moved);
        assertThat(clean.items(ReferencedImageSequence).getFirst().string(AcquisitionDateTime))
                .startsWith(moved);
        assertNoTimeZone(clean);
    }

    private static void assertNoTimeZone(DataSet clean) {
        assertThat(clean.contains(TimezoneOffsetFromUTC)).isFalse();
        for (Element element : clean) {
            for (String text : clean.strings(element.tag())) {
                assertThat(text).doesNotContain("+0545", "20240310");
            }
            clean.items(element.tag()).forEach(DeidentifierTest::assertNoTimeZone);
        }
    }

    @Test
    void treats_a_date_that_is_none_as_the_basic_profile_does() {
        original.put(Instances.text(StudyDate, VR.DA, "MARCH 10"));
        original.put(Instances.text(AcquisitionDate, VR.DA, "LAST MAY"));

        DataSet clean = apply();

        assertThat(clean.string(StudyDate)).isNull();
        assertThat(clean.contains(StudyDate)).isTrue();
        assertThat(clean.contains(AcquisitionDate)).isFalse();
    }

    @Test
    void removes_private_attributes_curves_and_overlays_at_every_depth() {
        DataSet item = original.items(ReferencedImageSequence).getFirst();
        for (DataSet one : new DataSet[] {original, item}) {
            one.put(Instances.text(0x00290010, VR.LO, "ACME"));
            one.put(Instances.text(0x00291001, VR.PN, "Brandtmueller"));
            one.put(Instances.text(0x50000010, VR.US, "xx"));
            one.put(Instances.text(0x60003000, VR.OW, "xx"));
            one.put(Instances.text(0x60024000, VR.LT, "comment"));
        }

        DataSet clean = apply();

        for (DataSet one : new DataSet[] {clean, clean.items(ReferencedImageSequence).getFirst()}) {
            for (Element element : one) {
                assertThat(ActionTable.removedAsGroup(element.tag())).isFalse();
            }
        }
    }

    @Test
    void cleans_descriptions_by_the_vocabulary() {
        DataSet clean = apply();

        assertThat(clean.string(StudyDescription)).isEqualTo("CT chest of");
        assertThat(clean.string(SeriesDescription)).isEqualTo("Thorax 3mm axial");
        assertThat(clean.string(ProtocolName)).isEqualTo("Thorax routine");
    }

    @Test
    void removes_a_description_of_which_no_word_may_stay() {
        original.putString(SeriesDescription, VR.LO, "Familie Wagenknecht");

        assertThat(apply().contains(SeriesDescription)).isFalse();
    }

    @Test
    void keeps_part_of_device_identity_and_patient_characteristics() {
        DataSet clean = apply();

        assertThat(clean.string(DeviceSerialNumber)).isEqualTo("SN-90210-77");
        assertThat(clean.string(ManufacturerModelName)).isEqualTo("Model 64");
        assertThat(clean.string(PatientSex)).isEqualTo("F");
        assertThat(clean.string(PatientSize)).isEqualTo("1.71");
        assertThat(clean.string(PatientAge)).isEqualTo("062Y");
    }

    @ParameterizedTest
    @CsvSource({"089Y, 089Y", "090Y, 090Y", "101Y, 090Y", "003M, 003M"})
    void caps_ages_at_ninety_years(String age, String kept) {
        original.putString(PatientAge, VR.AS, age);

        assertThat(apply().string(PatientAge)).isEqualTo(kept);
    }

    @Test
    void keeps_nothing_that_is_no_age_and_no_sex() {
        original.put(Instances.text(PatientAge, VR.AS, "Elodie"));
        original.put(Instances.text(PatientSex, VR.CS, "ELODIE"));

        DataSet clean = apply();

        assertThat(clean.string(PatientAge)).isNull();
        assertThat(clean.string(PatientSex)).isNull();
    }

    @Test
    void removes_copies_of_the_subjects_tokens_outside_the_table() {
        original.putString(
                SoftwareVersions, VR.LO, "v1 brandtmueller\u00e9", "built for \u00c9lodie");
        original.putString(FilterType, VR.SH, "19610412");
        original.put(Instances.text(ReceiveCoilName, VR.SH, "QZ-4711-0815-K"));
        original.putString(
                SoftwareVersions, VR.LO, "v1 " + Instances.STUDY, "built for \u00c9lodie");

        DataSet clean = apply();

        assertThat(clean.strings(SoftwareVersions)).containsExactly("v1", "built for");
        assertThat(clean.string(FilterType)).isEqualTo("ANONYMIZED");
        assertThat(clean.string(ReceiveCoilName)).isEqualTo("ANONYMIZED");
    }

    @Test
    void slices_of_one_frame_of_reference_stay_in_one_and_where_they_are() {
        String frame = apply().string(FrameOfReferenceUID);
        original.putString(SOPInstanceUID, VR.UI, Instances.INSTANCE + ".2");
        original.putString(SeriesInstanceUID, VR.UI, Instances.SERIES + ".2");
        original.putString(ImagePositionPatient, VR.DS, "-12.5", "3", "43.125");

        DataSet clean = apply();

        assertThat(clean.string(FrameOfReferenceUID))
                .isEqualTo(frame)
                .isNotEqualTo(Instances.FRAME);
        assertThat(clean.strings(ImagePositionPatient)).containsExactly("-12.5", "3", "43.125");
        assertThat(clean.get(ImageOrientationPatient))
                .isSameAs(original.get(ImageOrientationPatient));
    }

    @Test
    void keeps_bytes_that_nobody_has_a_reason_to_touch() {
        DataSet clean = apply();

        for (int tag : new int[] {ImagePositionPatient, KVP, BodyPartExamined, Manufacturer}) {
            assertThat(clean.get(tag)).isSameAs(original.get(tag));
        }
        assertThat(clean.get(PixelData)).isSameAs(original.get(PixelData));
    }

    @Test
    void keeps_the_structure_of_content_and_none_of_its_words() {
        var concept = new DataSet();
        concept.putString(CodeValue, VR.SH, "121071");
        concept.putString(CodingSchemeDesignator, VR.SH, "DCM");
        concept.putString(CodeMeaning, VR.LO, "Finding");
        var item = new DataSet();
        item.putString(ValueType, VR.CS, "TEXT");
        item.putSequence(ConceptNameCodeSequence, concept);
        item.putString(TextValue, VR.UT, "Shadow in the left lobe, seen by her neighbour");
        item.putString(PersonName, VR.PN, "Wagenknecht^Rosa");
        original.putSequence(ContentSequence, item);

        DataSet clean = apply().items(ContentSequence).getFirst();

        assertThat(clean.string(ValueType)).isEqualTo("TEXT");
        assertThat(clean.string(TextValue)).isEqualTo("ANONYMIZED");
        assertThat(clean.string(PersonName)).isEqualTo("ANONYMIZED");
        assertThat(clean.items(ConceptNameCodeSequence).getFirst().string(CodeMeaning))
                .isEqualTo("Finding");
    }

    @Test
    void says_how_it_was_done_whatever_the_input_said() {
        original.putString(PatientIdentityRemoved, VR.CS, "NO");
        original.putString(DeidentificationMethod, VR.LO, "by hand, for Elodie");

        DataSet clean = apply();

        assertThat(clean.string(PatientIdentityRemoved)).isEqualTo("YES");
        assertThat(clean.strings(DeidentificationMethod))
                .allMatch(text -> text.length() <= 64)
                .noneMatch(text -> text.contains("Elodie"));
        assertThat(clean.items(DeidentificationMethodCodeSequence))
                .extracting(code -> code.string(CodeValue))
                .containsExactly("113100", "113107", "113105");
        assertThat(clean.string(LongitudinalTemporalInformationModified)).isEqualTo("MODIFIED");
    }

    @Test
    void removes_dates_times_ages_and_words_with_the_basic_profile_alone() {
        DataSet clean = apply(Profile.basic());

        assertThat(clean.string(StudyDate)).isNull();
        assertThat(clean.contains(SeriesDate)).isFalse();
        assertThat(clean.contains(PatientAge)).isFalse();
        assertThat(clean.string(PatientSex)).isNull();
        assertThat(clean.contains(StudyDescription)).isFalse();
        assertThat(clean.contains(DeviceSerialNumber)).isFalse();
        assertThat(clean.string(LongitudinalTemporalInformationModified)).isEqualTo("REMOVED");
    }

    @Test
    void gives_a_study_and_a_series_to_an_instance_that_has_none() {
        original.remove(StudyInstanceUID);
        original.put(Instances.text(SeriesInstanceUID, VR.UI, ""));

        DataSet clean = apply();

        assertThat(clean.string(StudyInstanceUID)).startsWith("2.25.");
        assertThat(clean.string(SeriesInstanceUID))
                .startsWith("2.25.")
                .isNotEqualTo(clean.string(StudyInstanceUID));
    }

    @Test
    void leaves_the_original_as_it_was() {
        DataSet before = Instances.ct();

        apply();

        assertThat(original.size()).isEqualTo(before.size());
        assertThat(original.string(PatientName)).isEqualTo(before.string(PatientName));
        assertThat(
                        original.items(ReferencedImageSequence)
                                .getFirst()
                                .string(ReferencedSOPInstanceUID))
                .isEqualTo(Instances.INSTANCE + ".77");
    }

    private DataSet apply() {
        return apply(Profile.truck());
    }

    private DataSet apply(Profile profile) {
        var file = new DicomFile(Path.of("unused"), Instances.meta(original), 0, original);
        return new Deidentifier(profile, Instances.TRUCK)
                .apply(file, Instances.subject(original))
                .dataSet();
    }
}
