package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

class ReleaserTest {

    @TempDir Path folder;

    @Test
    void releases_a_verified_copy_and_says_where_it_belongs() throws IOException {
        Release release = release(Instances.ct());

        assertThat(release).isInstanceOf(Release.Released.class);
        Release.Copy copy = Instances.copyOf(release);
        assertThat(copy.modality()).isEqualTo("CT");
        assertThat(copy.acquisitionDay()).isEqualTo(LocalDate.of(2024, 3, 10));
        assertThat(copy.shiftedDate())
                .isEqualTo(Instances.subject(Instances.ct()).shift().date("20240310"));
        assertThat(copy.device()).matches("s-[0-9a-f]{16}");
        assertThat(copy.bytes()).isEqualTo(Files.size(target()));
        assertThat(copy.featureId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(copy.uids().sopInstanceUid());
        assertThat(copy.examKey()).matches("[0-9a-f]{32}").isNotEqualTo(copy.featureId());
        assertThat(copy.examKeyId()).matches("[0-9a-f]{16}");
    }

    @Test
    void gives_the_images_of_one_exam_one_key_that_leads_nowhere() throws IOException {
        var first = Instances.ct();
        var second = Instances.ct();
        second.putString(SOPInstanceUID, VR.UI, "1.2.3.4.5.6");
        var another = Instances.ct();
        another.putString(StudyInstanceUID, VR.UI, "1.2.3.4.5.7");

        Release.Copy one = Instances.copyOf(release(first));
        Release.Copy two = Instances.copyOf(release(second));
        Release.Copy other = Instances.copyOf(release(another));

        assertThat(two.featureId()).isNotEqualTo(one.featureId());
        assertThat(two.examKey()).isEqualTo(one.examKey());
        assertThat(other.examKey()).isNotEqualTo(one.examKey());
        assertThat(other.examKeyId()).isEqualTo(one.examKeyId());
        // It is no other code of the same study, so that nothing published beside one matches it.
        assertThat(one.uids().studyInstanceUid()).doesNotContain(one.examKey());
        assertThat(one.examKey()).isNotEqualTo(one.featureId());
    }

    @Test
    void gives_the_same_bytes_on_every_run() throws IOException {
        release(Instances.ct());
        byte[] first = Files.readAllBytes(target());

        release(Instances.ct());

        assertThat(Files.readAllBytes(target())).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Uid.ImplicitVRLittleEndian,
                Uid.ExplicitVRLittleEndian,
                Uid.DeflatedExplicitVRLittleEndian
            })
    void releases_in_the_transfer_syntax_it_came_in(String syntax) throws IOException {
        DataSet dataSet = Instances.ct();
        Path file = folder.resolve("in.dcm");
        DicomWriter.write(file, new FileMeta(Instances.CT, Instances.INSTANCE, syntax), dataSet);

        Release release = Instances.keeping().release(file, Instances.TRUCK, target());

        assertThat(release).isInstanceOf(Release.Released.class);
        var again = DicomReader.read(target(), ReadLimits.DEFAULT);
        assertThat(again.meta().transferSyntaxUid()).isEqualTo(syntax);
        assertThat(again.dataSet().string(KVP)).isEqualTo("120");
    }

    @Test
    void leaves_no_copy_of_what_it_withholds() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(BurnedInAnnotation, VR.CS, "YES");

        Release release = release(dataSet);

        assertThat(Instances.reasonsOf(release))
                .containsExactly(new Reason("PIXELS-nothing-found", BurnedInAnnotation));
        assertThat(release).isInstanceOf(Release.Withheld.class);
        assertThat(target()).doesNotExist();
    }

    @Test
    void calls_an_instance_without_a_study_date_undated_and_without_modality_ot()
            throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.remove(StudyDate);
        dataSet.remove(Modality);

        Release.Copy copy = Instances.copyOf(release(dataSet));

        assertThat(copy.shiftedDate()).isEqualTo("undated");
        assertThat(copy.modality()).isEqualTo("OT");
    }

    @Test
    void withholds_what_does_not_say_which_instance_it_is() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.remove(SOPInstanceUID);
        Path file = folder.resolve("in.dcm");
        DicomWriter.write(
                file, new FileMeta(Instances.CT, null, Uid.ImplicitVRLittleEndian), dataSet);

        assertThat(reason(Instances.releaser().release(file, Instances.TRUCK, target())))
                .isEqualTo("no-instance-uid");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00010001, 0x00031001, 0x00050010, 0x00071001, 0xFFFF0001})
    void withholds_elements_in_groups_that_the_standard_forbids(int tag) throws IOException {
        DataSet dataSet = Instances.ct().putString(tag, VR.LO, "x");

        assertThat(reason(release(dataSet))).isEqualTo("forbidden-group");
    }

    @Test
    void decides_about_every_cut_and_every_noise_without_a_crash_or_a_value() throws IOException {
        byte[] whole =
                Files.readAllBytes(Instances.write(Instances.ct(), folder.resolve("ct.dcm")));
        var random = new Random(11);
        Path file = folder.resolve("in.dcm");
        for (int i = 0; i < 400; i++) {
            byte[] bytes =
                    i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = i % 4; n > 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);

            Release release = Instances.releaser().release(file, Instances.TRUCK, target());

            assertThat(release instanceof Release.Released).isEqualTo(Files.exists(target()));
            assertThat(release.toString()).doesNotContain("Brandtm", "4711", "Amsel");
        }
    }

    @Test
    void tells_nothing_of_a_marker_in_every_text_attribute() throws IOException {
        DataSet dataSet = Instances.ct();
        String marker = "ZQCANARY77";
        for (int tag : org.medsendx.deidentification.rules.ActionTable.get().byTag().keySet()) {
            VR vr = Dictionary.vr(tag);
            if (vr.characterSet() && tag >>> 16 > 8 && (tag >>> 16) % 2 == 0) {
                dataSet.putString(tag, vr, marker);
            }
        }
        dataSet.putString(PatientName, VR.PN, marker + "^X");
        dataSet.putString(ManufacturerModelName, VR.LO, "M " + marker);
        dataSet.put(Instances.text(0x00291001, VR.LO, marker));

        Release release = release(dataSet);

        assertThat(release).isInstanceOf(Release.Released.class);
        assertThat(release.toString()).doesNotContain(marker);
        assertThat(text(target())).doesNotContain(marker);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Li^Bo",
                "Ng^An",
                "Hand^Gerd",
                "Head^Jo",
                "Chest^Ann",
                "Lang^Eva",
                "Klein^Max",
                "Smith^John",
                "Brown^Emma",
                "Young^Amy",
                "White^Sam",
                "King^Lea",
                "Long^Ian",
                "Model^Rita",
                "Basic^Tim",
                "Profile^Una",
                "Truck^Joe",
                "Serial^Bea",
                "Device^Ira",
                "Clean^Oda",
                "Modified^Ed",
                "Part^Al",
                "Edge^Bob",
                "Scanners^Di",
                "Original^Flo",
                "Primary^Gus",
                "Axial^Hal",
                "Dates^Ivy",
                "Option^Kay",
                "Maker^Lou",
                "Software^May",
                "Anonymized^Ned",
                "Test^Patient",
                "Unknown^Unknown",
                "1234^5678",
                "Van der Berg^A B",
                "O'Neil^Pat",
                "Mark^Marker",
                "Thorax^Routine",
                "Identity^Removed",
                "Weight^Size"
            })
    void releases_images_of_people_with_everyday_names(String name) throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(PatientName, VR.PN, name);
        dataSet.putString(PatientID, VR.LO, "12");
        dataSet.putString(StudyDescription, VR.LO, "CT of " + name.replace('^', ' '));

        assertThat(release(dataSet)).isInstanceOf(Release.Released.class);
    }

    @Test
    void copies_large_pixels_from_file_to_file() throws IOException {
        DataSet dataSet = Instances.ct();
        var pixels = new byte[3 << 20];
        new Random(3).nextBytes(pixels);
        dataSet.put(new Element.Value(PixelData, VR.OW, pixels))
                .putInt(Rows, VR.US, 1024)
                .putInt(Columns, VR.US, 1536)
                .putInt(BitsStored, VR.US, 16)
                .putInt(HighBit, VR.US, 15);

        assertThat(release(dataSet)).isInstanceOf(Release.Released.class);

        byte[] written = Files.readAllBytes(target());
        assertThat(Arrays.copyOfRange(written, written.length - pixels.length, written.length))
                .isEqualTo(pixels);
    }

    private Release release(DataSet dataSet) throws IOException {
        Path file = folder.resolve("in.dcm");
        Files.deleteIfExists(file);
        Instances.write(dataSet, file);
        return Instances.releaser().release(file, Instances.TRUCK, target());
    }

    private Path target() {
        return folder.resolve("out.dcm");
    }

    private static String reason(Release release) {
        return Instances.reasonsOf(release).getFirst().rule();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
