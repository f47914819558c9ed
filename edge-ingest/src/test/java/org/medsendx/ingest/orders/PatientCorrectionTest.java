package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.UnrepresentableTextException;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Instances;

class PatientCorrectionTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456Z");
    private static final String LINE = "4711,Muster^Erika,1970-01-02,F,A1,CT,2026-03-04,0930,STAT,";

    @TempDir Path folder;
    private OrderBook book;

    @BeforeEach
    void open() throws IOException {
        book = Orders.book(folder);
    }

    private Order order(String line) throws IOException {
        assertThat(Orders.csv(book, line).whole()).isTrue();
        return book.all().getLast();
    }

    private static PatientCorrection by(Order order, String... together) {
        return new PatientCorrection(order, Set.of(together), NOW);
    }

    /** Of another person, from another order. */
    private static DataSet image() {
        return Instances.ct("1.2.3.1", "Wrong^Werner")
                .putString(Tag.PatientID, VR.LO, "999")
                .putString(Tag.PatientBirthDate, VR.DA, "19301224")
                .putString(Tag.PatientSex, VR.CS, "M")
                .putString(Tag.PatientAge, VR.AS, "095Y")
                .putString(Tag.PatientWeight, VR.DS, "120")
                .putString(Tag.Allergies, VR.LO, "penicillin")
                .putString(Tag.AdmissionID, VR.LO, "V-1")
                .putString(Tag.AccessionNumber, VR.SH, "OTHER")
                .putString(Tag.ReferringPhysicianName, VR.PN, "Doc^Other")
                .putString(Tag.RequestedProcedureDescription, VR.LO, "other thing")
                .putString(Tag.StudyDate, VR.DA, "20260304")
                .putString(Tag.StudyInstanceUID, VR.UI, "1.2.3")
                .putString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.0")
                .putString(Tag.StudyID, VR.SH, "OLD")
                .putString(Tag.ImageLaterality, VR.CS, "L")
                .putString(Tag.Manufacturer, VR.LO, "Maker");
    }

    private static DataSet change(DataSet corrected) {
        return corrected.items(Tag.OriginalAttributesSequence).getLast();
    }

    private static DataSet before(DataSet corrected) {
        return change(corrected).items(Tag.ModifiedAttributesSequence).getFirst();
    }

    @Test
    void says_whom_the_order_is_for_and_what_it_asked_for() throws Exception {
        var order = order(LINE);
        var corrected = by(order).of(image(), "ct-1");

        assertThat(corrected.string(Tag.PatientName)).isEqualTo("Muster^Erika");
        assertThat(corrected.string(Tag.PatientID)).isEqualTo("4711");
        assertThat(corrected.string(Tag.PatientBirthDate)).isEqualTo("19700102");
        assertThat(corrected.string(Tag.PatientSex)).isEqualTo("F");
        assertThat(corrected.string(Tag.PatientAge)).isEqualTo("056Y");
        assertThat(corrected.string(Tag.AccessionNumber)).isEqualTo("A1");
        assertThat(corrected.string(Tag.StudyInstanceUID))
                .isEqualTo(order.text(Tag.StudyInstanceUID));
        var request = corrected.items(Tag.RequestAttributesSequence).getFirst();
        assertThat(request.string(Tag.ScheduledProcedureStepID)).isEqualTo("A1");
        assertThat(request.string(Tag.RequestedProcedureID)).isEqualTo("A1");
        // What was done, by which device, and what the picture shows nobody can know better here.
        assertThat(corrected.string(Tag.Manufacturer)).isEqualTo("Maker");
        assertThat(corrected.string(Tag.ImageLaterality)).isEqualTo("L");
        assertThat(corrected.get(Tag.PixelData))
                .usingRecursiveComparison()
                .isEqualTo(image().get(Tag.PixelData));
    }

    @Test
    void leaves_nothing_of_the_other_person_but_where_it_says_that_it_was_replaced()
            throws Exception {
        var corrected = by(order(LINE)).of(image(), "ct-1");

        assertThat(corrected.contains(Tag.Allergies)).isFalse();
        assertThat(corrected.contains(Tag.PatientWeight)).isFalse();
        assertThat(corrected.contains(Tag.AdmissionID)).isFalse();
        assertThat(corrected.contains(Tag.RequestedProcedureDescription)).isFalse();
        // Every image has to have it, be it empty.
        assertThat(corrected.get(Tag.ReferringPhysicianName)).matches(Element::isEmpty);
        var before = before(corrected);
        assertThat(before.string(Tag.PatientName)).isEqualTo("Wrong^Werner");
        assertThat(before.string(Tag.PatientID)).isEqualTo("999");
        assertThat(before.get(Tag.IssuerOfPatientID)).matches(Element::isEmpty);
        assertThat(before.string(Tag.Allergies)).isEqualTo("penicillin");
        assertThat(before.string(Tag.StudyID)).isEqualTo("OLD");
        assertThat(before.string(Tag.SOPInstanceUID)).isEqualTo("1.2.3.1");
        assertThat(before.string(Tag.SeriesInstanceUID)).isEqualTo("1.2.3.0");
        assertThat(before.string(Tag.StudyInstanceUID)).isEqualTo("1.2.3");
        assertThat(before.contains(Tag.Manufacturer)).isFalse();
        assertThat(before.contains(Tag.PixelData)).isFalse();
        var change = change(corrected);
        assertThat(change.string(Tag.ReasonForTheAttributeModification)).isEqualTo("CORRECT");
        assertThat(change.string(Tag.AttributeModificationDateTime))
                .isEqualTo("20260304050607.123456+0000");
        assertThat(change.string(Tag.ModifyingSystem)).isEqualTo("MedSendX Edge");
        assertThat(change.string(Tag.SourceOfPreviousValues)).isEqualTo("ct-1");
    }

    @Test
    void keeps_of_the_same_person_what_the_order_does_not_say() throws Exception {
        var image = image().putString(Tag.PatientID, VR.LO, "4711");

        var corrected = by(order("4711,Muster^Erika,,,A1,CT,2026-03-04,0930,,")).of(image, null);

        assertThat(corrected.string(Tag.PatientName)).isEqualTo("Muster^Erika");
        assertThat(corrected.string(Tag.PatientBirthDate)).isEqualTo("19301224");
        assertThat(corrected.string(Tag.Allergies)).isEqualTo("penicillin");
        assertThat(corrected.string(Tag.PatientAge)).isEqualTo("095Y");
        assertThat(before(corrected).contains(Tag.PatientID)).isFalse();
    }

    @Test
    void empties_of_another_person_what_the_order_does_not_say() throws Exception {
        var corrected = by(order("4711,Muster^Erika,,,A1,CT,2026-03-04,0930,,")).of(image(), null);

        assertThat(corrected.get(Tag.PatientBirthDate)).matches(Element::isEmpty);
        assertThat(corrected.get(Tag.PatientSex)).matches(Element::isEmpty);
        assertThat(corrected.contains(Tag.PatientAge)).isFalse();
    }

    @Test
    void is_the_same_instance_each_time_and_another_for_another_order() throws Exception {
        var order = order(LINE);
        var other = order("5,Other^O,1970-01-02,F,A2,CT,2026-03-04,0931,,");

        var once = by(order).of(image(), null);
        var again = by(order).of(image(), null);

        for (int uid : new int[] {Tag.SOPInstanceUID, Tag.SeriesInstanceUID}) {
            assertThat(again.string(uid))
                    .isEqualTo(once.string(uid))
                    .startsWith("2.25.")
                    .isNotEqualTo(image().string(uid))
                    .isNotEqualTo(by(other).of(image(), null).string(uid));
        }
        assertThat(once.string(Tag.SOPInstanceUID)).isEqualTo(by(order).instanceUid("1.2.3.1"));
    }

    @Test
    void what_refers_to_an_image_that_is_corrected_with_it_refers_to_its_correction()
            throws Exception {
        var order = order(LINE);
        var image =
                image().putSequence(
                                Tag.ReferencedImageSequence,
                                reference("1.2.3.2"),
                                reference("1.2.3.77"))
                        .putSequence(
                                Tag.ReferencedSeriesSequence,
                                new DataSet()
                                        .putString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.0")
                                        .putSequence(
                                                Tag.ReferencedSOPSequence, reference("1.2.3.2")));

        var corrected = by(order, "1.2.3.1", "1.2.3.2").of(image, null);

        assertThat(corrected.items(Tag.ReferencedImageSequence))
                .extracting(item -> item.string(Tag.ReferencedSOPInstanceUID))
                .containsExactly(by(order).instanceUid("1.2.3.2"), "1.2.3.77");
        assertThat(
                        corrected
                                .items(Tag.ReferencedSeriesSequence)
                                .getFirst()
                                .string(Tag.SeriesInstanceUID))
                .isEqualTo(corrected.string(Tag.SeriesInstanceUID));
        // As it was, as a whole.
        assertThat(before(corrected).items(Tag.ReferencedImageSequence))
                .extracting(item -> item.string(Tag.ReferencedSOPInstanceUID))
                .containsExactly("1.2.3.2", "1.2.3.77");
        assertThat(by(order).of(image, null).items(Tag.ReferencedImageSequence))
                .extracting(item -> item.string(Tag.ReferencedSOPInstanceUID))
                .containsExactly("1.2.3.2", "1.2.3.77");
    }

    private static DataSet reference(String uid) {
        return new DataSet()
                .putString(Tag.ReferencedSOPClassUID, VR.UI, Uid.CTImageStorage)
                .putString(Tag.ReferencedSOPInstanceUID, VR.UI, uid);
    }

    @Test
    void letters_that_the_image_cannot_write_make_it_utf_8_and_what_was_there_stays_readable()
            throws Exception {
        var order = order("4711,Łukasz^Żaneta,1970-01-02,F,A1,CT,2026-03-04,0930,,");
        var image = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        image().forEach(image::put);
        image.putString(Tag.PatientName, VR.PN, "Müller^Jörg")
                .putString(Tag.Manufacturer, VR.LO, "Größe & Söhne");

        var corrected = written(by(order).of(image, null));

        assertThat(corrected.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(corrected.string(Tag.PatientName)).isEqualTo("Łukasz^Żaneta");
        assertThat(corrected.string(Tag.Manufacturer)).isEqualTo("Größe & Söhne");
        assertThat(before(corrected).string(Tag.PatientName)).isEqualTo("Müller^Jörg");
        // It says the same in other bytes: that is no change of what it says.
        assertThat(before(corrected).contains(Tag.Manufacturer)).isFalse();
    }

    @Test
    void letters_stay_in_the_character_set_of_the_image_as_long_as_it_has_them() throws Exception {
        var order = order("4711,Müller^Jörg,1970-01-02,M,A1,CT,2026-03-04,0930,,");
        var image = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        image().forEach(image::put);

        var corrected = written(by(order).of(image, null));

        assertThat(corrected.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(corrected.string(Tag.PatientName)).isEqualTo("Müller^Jörg");
    }

    @Test
    void refuses_rather_than_guesses_what_bytes_of_no_character_set_mean() throws Exception {
        var order = order("4711,Łukasz^Żaneta,1970-01-02,F,A1,CT,2026-03-04,0930,,");
        var image =
                image().put(
                                new Element.Value(
                                        Tag.Manufacturer, VR.LO, new byte[] {'G', (byte) 0xF6}));

        assertThatThrownBy(() -> by(order).of(image, null))
                .isInstanceOf(UnrepresentableTextException.class)
                .hasMessageNotContaining("Żaneta");
    }

    @Test
    void big_endian_images_stay_so_and_earlier_changes_are_kept() throws Exception {
        var earlier = by(order("1,First^F,1960-01-01,F,A9,CT,2026-03-04,0900,,")).of(image(), null);
        byte[] bytes = DicomWriter.dataSetBytes(earlier, Uid.ExplicitVRBigEndian);
        var image = DicomReader.readDataSet(bytes, Uid.ExplicitVRBigEndian, ReadLimits.DEFAULT);

        var corrected = by(order(LINE)).of(image, null);
        var read =
                DicomReader.readDataSet(
                        DicomWriter.dataSetBytes(corrected, Uid.ExplicitVRBigEndian),
                        Uid.ExplicitVRBigEndian,
                        ReadLimits.DEFAULT);

        assertThat(read.intValue(Tag.Rows, 0)).isEqualTo(64);
        assertThat(read.string(Tag.PatientName)).isEqualTo("Muster^Erika");
        assertThat(read.items(Tag.OriginalAttributesSequence)).hasSize(2);
        assertThat(before(read).string(Tag.PatientName)).isEqualTo("First^F");
    }

    @Test
    void a_signature_of_what_was_there_goes() throws Exception {
        var image = image().putSequence(Tag.DigitalSignaturesSequence, new DataSet());

        var corrected = by(order(LINE)).of(image, null);

        assertThat(corrected.contains(Tag.DigitalSignaturesSequence)).isFalse();
    }

    @Test
    void names_nobody_when_it_is_written_somewhere() throws Exception {
        assertThat(by(order(LINE)).toString()).doesNotContain("Muster", "4711");
    }

    private static DataSet written(DataSet dataSet) throws IOException {
        return DicomReader.readDataSet(
                DicomWriter.dataSetBytes(dataSet, Uid.ExplicitVRLittleEndian),
                Uid.ExplicitVRLittleEndian,
                ReadLimits.DEFAULT);
    }
}
