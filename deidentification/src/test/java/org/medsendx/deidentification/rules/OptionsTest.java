package org.medsendx.deidentification.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** What each option makes of an instance; each copy is written and passes the gate. */
class OptionsTest {

    @TempDir Path folder;
    private final DataSet original = Instances.ct();

    @Test
    void retains_uids_and_claims_it() throws Exception {
        DataSet clean = release("retain-uids: full");

        assertThat(clean.string(SOPInstanceUID)).isEqualTo(Instances.INSTANCE);
        assertThat(clean.string(StudyInstanceUID)).isEqualTo(Instances.STUDY);
        assertThat(clean.string(FrameOfReferenceUID)).isEqualTo(Instances.FRAME);
        assertThat(codes(clean)).containsExactly("113100", "113110");
    }

    @Test
    void retains_some_uids_and_maps_the_others() throws Exception {
        DataSet clean = release("retain-uids: [FrameOfReferenceUID]");

        assertThat(clean.string(FrameOfReferenceUID)).isEqualTo(Instances.FRAME);
        assertThat(clean.string(StudyInstanceUID)).startsWith("2.25.");
        assertThat(codes(clean)).containsExactly("113100");
    }

    @Test
    void retains_full_dates_and_says_so() throws Exception {
        original.putString(TimezoneOffsetFromUTC, VR.SH, "+0100");

        DataSet clean = release("retain-full-dates: full");

        assertThat(clean.string(StudyDate)).isEqualTo("20240310");
        assertThat(clean.string(TimezoneOffsetFromUTC)).isEqualTo("+0100");
        assertThat(clean.string(PatientBirthDate)).isNull();
        assertThat(clean.string(LongitudinalTemporalInformationModified)).isEqualTo("UNMODIFIED");
        assertThat(codes(clean)).containsExactly("113100", "113106");
    }

    @Test
    void retains_device_institution_and_patient_in_full() throws Exception {
        original.putString(PatientAge, VR.AS, "097Y");
        original.putString(SmokingStatus, VR.CS, "YES");
        original.putString(StationAETitle, VR.AE, "CTROOM7");

        DataSet clean =
                release(
                        "retain-device-identity: full",
                        "retain-institution-identity: full",
                        "retain-patient-characteristics: full");

        assertThat(clean.string(InstitutionName)).isEqualTo("Spital Unterlindau");
        assertThat(clean.string(StationName)).isEqualTo("CTROOM7");
        assertThat(clean.string(StationAETitle)).isEqualTo("ANONYMIZED");
        assertThat(clean.string(DeviceSerialNumber)).isEqualTo("SN-90210-77");
        assertThat(clean.string(PatientAge)).isEqualTo("090Y");
        assertThat(clean.string(SmokingStatus)).isEqualTo("YES");
        assertThat(codes(clean)).containsExactly("113100", "113109", "113112", "113108");
    }

    @Test
    void cleans_an_institution_that_is_called_like_the_patient() throws Exception {
        original.putString(InstitutionName, VR.LO, "Praxis Brandtm\u00fcller Unterlindau");

        DataSet clean = release("retain-institution-identity: full");

        assertThat(clean.string(InstitutionName)).isEqualTo("Praxis Unterlindau");
    }

    @Test
    void keeps_private_elements_of_the_sites_list_and_their_creator_only() throws Exception {
        original.put(Instances.text(0x00190010, VR.LO, "ACME CT 1.0"));
        original.put(Instances.text(0x00190011, VR.LO, "OTHER"));
        original.put(Instances.text(0x00191008, VR.DS, "1.25"));
        original.put(Instances.text(0x00191009, VR.DS, "2.5"));
        original.put(Instances.text(0x0019100A, VR.LO, "for Elodie, gain 4"));
        original.put(Instances.text(0x0019100B, VR.UI, Instances.SERIES));
        original.put(Instances.text(0x00191108, VR.DS, "9"));

        DataSet clean =
                release(
                        Profile.parse(
                                "site.yaml",
                                """
                                profile: site
                                base: basic
                                private:
                                  - creator: ACME CT 1.0
                                    elements: ["0019,xx08", "0019,xx0A", "0019,xx0B"]
                                """));

        assertThat(clean.string(0x00190010)).isEqualTo("ACME CT 1.0");
        assertThat(clean.string(0x00191008)).isEqualTo("1.25");
        assertThat(clean.string(0x0019100A)).isEqualTo("for , gain 4");
        assertThat(clean.string(0x0019100B)).startsWith("2.25.");
        assertThat(clean.contains(0x00191009)).isFalse();
        assertThat(clean.contains(0x00190011)).isFalse();
        assertThat(clean.contains(0x00191108)).isFalse();
        assertThat(codes(clean)).containsExactly("113100", "113111");
    }

    @Test
    void cleans_structured_content_item_by_item() throws Exception {
        original.putSequence(
                ContentSequence,
                text("121071", "Mass in the left breast, as her neighbour Rosa said"),
                text("121029", "left breast"),
                item("PNAME", "121008").putString(PersonName, VR.PN, "Wagenknecht^Rosa"),
                item("DATE", "111060").putString(Date, VR.DA, "20240309"),
                item("DATE", "121031").putString(Date, VR.DA, "19610412"),
                item("UIDREF", "121012").putString(UID, VR.UI, Instances.SERIES + ".5"),
                number("121033", "93"),
                number("112039", "12.5"),
                coded("DCM", "111043", "Left breast"),
                coded("99ACME", "X-17", "Left breast of Rosa"),
                coded("99ACME", "Rosa W., room 3", "Rosa"));

        DataSet clean =
                release(
                        "clean-structured-content: full",
                        "retain-modified-dates: full",
                        "retain-patient-characteristics: [PatientAge]");

        List<DataSet> items = clean.items(ContentSequence);
        assertThat(items.get(0).string(TextValue)).isEqualTo("Mass in the left breast");
        assertThat(items.get(1).string(TextValue)).isEqualTo("ANONYMIZED");
        assertThat(items.get(2).string(PersonName)).isEqualTo("ANONYMIZED");
        Subject subject = Instances.subject(original);
        assertThat(items.get(3).string(Date)).isEqualTo(subject.shift().date("20240309"));
        assertThat(items.get(4).string(Date)).isEqualTo("19000101");
        assertThat(items.get(5).string(UID)).startsWith("2.25.");
        assertThat(items.get(6).items(MeasuredValueSequence).getFirst().string(NumericValue))
                .isEqualTo("90");
        assertThat(items.get(7).items(MeasuredValueSequence).getFirst().string(NumericValue))
                .isEqualTo("12.5");
        assertThat(triplet(items.get(8))).containsExactly("111043", "DCM", "Left breast");
        assertThat(triplet(items.get(9))).containsExactly("X-17", "99ACME", "Left breast of");
        assertThat(triplet(items.get(10))).containsExactly("ANONYMIZED", "99ACME", "ANONYMIZED");
        assertThat(items).allSatisfy(item -> assertThat(item.contains(ValueType)).isTrue());
        assertThat(codes(clean)).contains("113104");
    }

    @Test
    void cleans_graphics_and_keeps_regions_of_interest() throws Exception {
        var note = new DataSet();
        note.putString(UnformattedTextValue, VR.ST, "mass left, call Rosa");
        var graphic = new DataSet();
        graphic.putSequence(TextObjectSequence, note);
        original.putSequence(GraphicAnnotationSequence, graphic);
        overlay(0x60000000, "R");
        overlay(0x60020000, "G");
        original.put(Instances.text(0x50003000, VR.OW, "xx"));

        DataSet clean = release("clean-graphics: full");

        DataSet kept = clean.items(GraphicAnnotationSequence).getFirst();
        assertThat(kept.items(TextObjectSequence).getFirst().string(UnformattedTextValue))
                .isEqualTo("mass left");
        assertThat(clean.get(0x60003000)).isNotNull();
        assertThat(clean.string(0x60000022)).isEqualTo("left by");
        assertThat(clean.contains(0x60023000)).isFalse();
        assertThat(clean.contains(0x50003000)).isFalse();
        assertThat(codes(clean)).containsExactly("113100", "113103");
    }

    @Test
    void follows_overrides_wherever_they_point() throws Exception {
        original.putString(EthnicGroup, VR.SH, "any");
        var request = new DataSet();
        request.putString(RequestedProcedureID, VR.SH, "RP-1");
        original.putSequence(RequestAttributesSequence, request);

        DataSet clean =
                release(
                        Profile.parse(
                                "site.yaml",
                                """
                                profile: site
                                base: basic
                                overrides:
                                  EthnicGroup: keep
                                  Manufacturer: remove
                                  RequestAttributesSequence: keep
                                  RequestAttributesSequence/RequestedProcedureID: keep
                                """));

        assertThat(clean.string(EthnicGroup)).isEqualTo("any");
        assertThat(clean.contains(Manufacturer)).as("Type 2").isTrue();
        assertThat(clean.string(Manufacturer)).isNull();
        assertThat(clean.items(RequestAttributesSequence).getFirst().string(RequestedProcedureID))
                .isEqualTo("RP-1");
        assertThat(clean.strings(DeidentificationMethod)).contains("override, keep: EthnicGroup");
    }

    private void overlay(int group, String type) {
        original.put(new Element.Value(group | 0x10, VR.US, new byte[] {8, 0}));
        original.put(new Element.Value(group | 0x11, VR.US, new byte[] {8, 0}));
        original.put(Instances.text(group | 0x22, VR.LO, "left, by Rosa"));
        original.put(Instances.text(group | 0x40, VR.CS, type));
        original.put(new Element.Value(group | 0x50, VR.SS, new byte[] {1, 0, 1, 0}));
        original.put(new Element.Value(group | 0x100, VR.US, new byte[] {1, 0}));
        original.put(new Element.Value(group | 0x102, VR.US, new byte[] {0, 0}));
        original.put(new Element.Value(group | 0x3000, VR.OW, new byte[8]));
    }

    private static DataSet text(String concept, String text) {
        return item("TEXT", concept).putString(TextValue, VR.UT, text);
    }

    private static DataSet number(String concept, String number) {
        var value = new DataSet();
        value.putString(NumericValue, VR.DS, number);
        DataSet item = item("NUM", concept);
        return item.putSequence(MeasuredValueSequence, value);
    }

    private static DataSet coded(String scheme, String value, String meaning) {
        return item("CODE", "121071")
                .putSequence(ConceptCodeSequence, code(value, scheme, meaning));
    }

    private static DataSet item(String type, String concept) {
        var item = new DataSet();
        item.putString(ValueType, VR.CS, type);
        return item.putSequence(ConceptNameCodeSequence, code(concept, "DCM", "concept"));
    }

    private static DataSet code(String value, String scheme, String meaning) {
        return new DataSet()
                .putString(CodeValue, VR.SH, value)
                .putString(CodingSchemeDesignator, VR.SH, scheme)
                .putString(CodeMeaning, VR.LO, meaning);
    }

    private static List<String> triplet(DataSet item) {
        DataSet code = item.items(ConceptCodeSequence).getFirst();
        return List.of(
                code.string(CodeValue),
                code.string(CodingSchemeDesignator),
                code.string(CodeMeaning));
    }

    private static List<String> codes(DataSet clean) {
        return clean.items(DeidentificationMethodCodeSequence).stream()
                .map(code -> code.string(CodeValue))
                .toList();
    }

    private DataSet release(String... options) throws Exception {
        return release(
                Profile.parse(
                        "site.yaml",
                        "profile: site\nbase: basic\noptions:\n  " + String.join("\n  ", options)));
    }

    private DataSet release(Profile profile) throws IOException {
        Path source = Instances.write(original, folder.resolve("original.dcm"));
        Path copy = folder.resolve("copy.dcm");
        Release release =
                new Releaser(profile, Instances.key(), "", ReadLimits.DEFAULT)
                        .release(source, Instances.TRUCK, copy);
        assertThat(Instances.reasonsOf(release)).isEmpty();
        return DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
    }
}
