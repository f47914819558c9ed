package org.medsendx.deidentification.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.rules.Deidentifier;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.EncodedPixelData;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.JpegLsFrames;
import org.medsendx.dicom.pixel.RowEdit;

/** Each leak is planted behind the engine's back, in the data set that it made. */
class GateTest {

    @TempDir Path folder;

    @Test
    void lets_pass_what_the_engine_made() throws IOException {
        Gate.Verdict verdict = verify(clean -> {});

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.sha256()).matches("[0-9a-f]{64}");
        assertThat(verdict.bytes()).isEqualTo(Files.size(folder.resolve("clean.dcm")));
    }

    static Stream<Arguments> leaks() {
        return Stream.of(
                leak(
                        "a name that stayed",
                        "verify-element",
                        clean ->
                                clean.putString(
                                        PatientName, VR.PN, "Brandtm\u00fcller^\u00c9lodie")),
                leak(
                        "a name in other case elsewhere",
                        "verify-token",
                        clean ->
                                clean.putString(
                                        ManufacturerModelName, VR.LO, "for BRANDTM\u00dcLLER")),
                leak(
                        "a name in UTF-8 where Latin-1 is declared",
                        "verify-token",
                        clean ->
                                clean.put(
                                        new Element.Value(
                                                ManufacturerModelName,
                                                VR.LO,
                                                "Brandtm\u00fcller"
                                                        .getBytes(StandardCharsets.UTF_8)))),
                leak(
                        "a name in UTF-16 in bytes",
                        "verify-token",
                        clean ->
                                clean.put(
                                        new Element.Value(
                                                ICCProfile,
                                                VR.OB,
                                                "Elodie".getBytes(StandardCharsets.UTF_16LE)))),
                leak(
                        "a patient id in a code string",
                        "verify-token",
                        clean -> clean.put(Instances.text(ImageType, VR.CS, "QZ47110815K"))),
                leak(
                        "a birth date in another form",
                        "verify-token",
                        clean -> clean.putString(ManufacturerModelName, VR.LO, "12.04.1961")),
                leak(
                        "the birth date",
                        "verify-element",
                        clean -> clean.putString(PatientBirthDate, VR.DA, "19610412")),
                leak(
                        "an unmapped UID",
                        "verify-element",
                        clean -> clean.putString(FrameOfReferenceUID, VR.UI, Instances.FRAME)),
                leak(
                        "an unmapped UID in a sequence",
                        "verify-uid",
                        clean ->
                                clean.items(ReferencedImageSequence)
                                        .getFirst()
                                        .putString(
                                                ReferencedSOPInstanceUID,
                                                VR.UI,
                                                Instances.INSTANCE + ".77")),
                leak(
                        "an original UID in text",
                        "verify-uid",
                        clean ->
                                clean.putString(
                                        ManufacturerModelName, VR.LO, "x " + Instances.STUDY)),
                leak(
                        "a date that was not moved",
                        "verify-element",
                        clean -> clean.putString(ContentDate, VR.DA, "20240311")),
                leak(
                        "a date moved otherwise",
                        "verify-element",
                        clean -> clean.putString(ContentDate, VR.DA, "20200101")),
                leak(
                        "a private attribute",
                        "verify-element",
                        clean -> clean.put(Instances.text(0x00291001, VR.LO, "x"))),
                leak(
                        "an overlay",
                        "verify-element",
                        clean -> clean.put(Instances.text(0x60003000, VR.OW, "xx"))),
                leak(
                        "an attribute that came from nowhere",
                        "verify-element",
                        clean -> clean.putString(ImageComments, VR.LT, "hello")),
                leak(
                        "a removed attribute that stayed",
                        "verify-element",
                        clean -> clean.putString(InstitutionName, VR.LO, "Spital Unterlindau")),
                leak(
                        "a village in a description",
                        "verify-element",
                        clean -> clean.putString(StudyDescription, VR.LO, "chest Thistleby")),
                leak(
                        "an age over ninety",
                        "verify-element",
                        clean -> clean.putString(PatientAge, VR.AS, "101Y")),
                leak(
                        "another station",
                        "verify-element",
                        clean -> clean.putString(StationName, VR.SH, "CTROOM7")),
                leak(
                        "changed pixels",
                        "verify-pixels",
                        clean -> {
                            byte[] pixels = new byte[128];
                            pixels[10] = 11;
                            clean.put(new Element.Value(PixelData, VR.OW, pixels));
                        }),
                leak("lost pixels", "verify-lost", clean -> clean.remove(PixelData)),
                leak("a lost attribute", "verify-lost", clean -> clean.remove(KVP)),
                leak(
                        "a lost attribute of Type 2",
                        "verify-type",
                        clean -> clean.remove(ReferringPhysicianName)),
                leak(
                        "an emptied attribute of Type 1",
                        "verify-type",
                        clean ->
                                clean.items(ReferencedImageSequence)
                                        .getFirst()
                                        .putString(ReferencedSOPInstanceUID, VR.UI, "")),
                leak(
                        "an emptied attribute of Type 1 beyond the table",
                        "verify-type",
                        clean -> clean.putString(PhotometricInterpretation, VR.CS, "")),
                leak("a lost UID", "verify-lost", clean -> clean.remove(FrameOfReferenceUID)),
                leak(
                        "a changed attribute",
                        "verify-element",
                        clean -> clean.putString(KVP, VR.DS, "121")),
                leak(
                        "a lost item",
                        "verify-element",
                        clean ->
                                clean.putSequence(
                                        ReferencedImageSequence, new DataSet(), new DataSet())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaks")
    void withholds_a_file_with_a_planted_leak(String name, String rule, Consumer<DataSet> leak)
            throws IOException {
        List<Reason> reasons = verify(leak).reasons();

        assertThat(reasons).extracting(Reason::rule).contains(rule);
        assertThat(reasons.toString())
                .doesNotContainIgnoringCase("brandtm")
                .doesNotContain("Elodie", "4711", "1961", "Thistleby", Instances.STUDY);
    }

    @Test
    void withholds_a_file_whose_meta_group_names_the_original() throws IOException {
        assertThat(
                        verify(
                                        clean -> {},
                                        new FileMeta(
                                                Instances.CT,
                                                Instances.INSTANCE,
                                                "1.2.840.10008.1.2.1"))
                                .reasons())
                .extracting(Reason::rule)
                .contains("verify-meta", "verify-uid");
    }

    @Test
    void withholds_a_file_with_a_name_after_its_end() throws IOException {
        Run run = run(clean -> {}, null);
        Files.write(
                run.written(),
                "Brandtmuller elodie".getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.APPEND);

        assertThat(run.verify().reasons()).isNotEmpty();
    }

    @Test
    void withholds_a_file_that_cannot_be_read_again() throws IOException {
        Run run = run(clean -> {}, null);
        byte[] bytes = Files.readAllBytes(run.written());
        Files.write(run.written(), Arrays.copyOf(bytes, bytes.length - 60));

        assertThat(run.verify().reasons())
                .extracting(Reason::rule)
                .containsExactly("verify-unreadable");
    }

    @Test
    void takes_short_tokens_in_pixels_for_chance_and_long_ones_for_leaks() throws IOException {
        DataSet original = Instances.ct();
        byte[] pixels = new byte[200_000];
        byte[] chance = "Elodie".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(chance, 0, pixels, 777, chance.length);
        original.put(new Element.Value(PixelData, VR.OB, pixels.clone()))
                .putInt(Rows, VR.US, 400)
                .putInt(Columns, VR.US, 500)
                .putInt(BitsAllocated, VR.US, 8)
                .putInt(BitsStored, VR.US, 8)
                .putInt(HighBit, VR.US, 7);

        assertThat(run(original, clean -> {}, null).verify().reasons()).isEmpty();

        byte[] burned = "QZ47110815K".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(burned, 0, pixels, 100_001, burned.length);
        original.put(new Element.Value(PixelData, VR.OB, pixels));

        assertThat(run(original, clean -> {}, null).verify().reasons())
                .extracting(Reason::rule)
                .containsExactly("verify-token");
    }

    @Test
    void compares_every_cell_of_frames_that_were_encoded_anew() throws Exception {
        Gate.Verdict right = encoded(pixels -> {}, Profile.truck());
        Gate.Verdict wrong = encoded(pixels -> pixels[4000] ^= 1, Profile.truck());

        assertThat(right.reasons()).isEmpty();
        assertThat(right.checks()).contains("verify-encoding", "verify-unseen-bits");
        assertThat(wrong.reasons()).containsExactly(new Reason("verify-encoding", PixelData));
    }

    @Test
    void lets_no_frames_pass_that_were_encoded_although_the_profile_keeps_them() throws Exception {
        Profile keep = Profile.truck().with(FrameForm.KEEP);

        assertThat(encoded(pixels -> {}, keep).reasons())
                .extracting(Reason::rule)
                .contains("verify-meta", "verify-pixels");
    }

    /** A slice that is encoded after its pixels were changed behind the engine's back. */
    private Gate.Verdict encoded(Consumer<byte[]> change, Profile profile) throws Exception {
        DataSet original = Instances.ct();
        original.putInt(Rows, VR.US, 64).putInt(Columns, VR.US, 64);
        var pixels = new byte[64 * 64 * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / 128);
        }
        original.put(new Element.Value(PixelData, VR.OW, pixels.clone()));
        change.accept(pixels);
        DataSet changed = original.copy();
        changed.put(new Element.Value(PixelData, VR.OW, pixels));
        FileMeta meta = Instances.meta(original);
        Image image = Image.of(new DicomFile(folder, meta, 0, changed));
        EncodedPixelData frames =
                JpegLsFrames.encode(
                        image, folder.resolve("frames" + System.nanoTime()), RowEdit.NONE);
        Run run = run(original, frames::putFramesInto, null);
        Files.delete(run.written());
        FileMeta clean = run.clean().meta();
        DicomWriter.write(
                run.written(),
                new FileMeta(clean.sopClassUid(), clean.sopInstanceUid(), Uid.JPEGLSLossless),
                run.clean().dataSet());
        return new Gate(profile, ReadLimits.DEFAULT, Instances.TRUCK)
                .verify(run.original(), run.subject(), run.clean().cleaned(), run.written());
    }

    private static Arguments leak(String name, String rule, Consumer<DataSet> leak) {
        return Arguments.of(name, rule, leak);
    }

    private Gate.Verdict verify(Consumer<DataSet> leak) throws IOException {
        return run(leak, null).verify();
    }

    private Gate.Verdict verify(Consumer<DataSet> leak, FileMeta meta) throws IOException {
        return run(leak, meta).verify();
    }

    private record Run(
            DicomFile original, Subject subject, Deidentifier.Deidentified clean, Path written) {
        Gate.Verdict verify() throws IOException {
            return new Gate(Profile.truck(), ReadLimits.DEFAULT, Instances.TRUCK)
                    .verify(original, subject, clean.cleaned(), written);
        }
    }

    private Run run(Consumer<DataSet> leak, @Nullable FileMeta meta) throws IOException {
        DataSet original = Instances.ct();
        original.put(new Element.Value(ICCProfile, VR.OB, new byte[] {1, 2, 3, 4}));
        return run(original, leak, meta);
    }

    private Run run(DataSet dataSet, Consumer<DataSet> leak, @Nullable FileMeta meta)
            throws IOException {
        Path source = folder.resolve("original.dcm");
        Path written = folder.resolve("clean.dcm");
        Files.deleteIfExists(source);
        Files.deleteIfExists(written);
        DicomFile original = DicomReader.read(Instances.write(dataSet, source), ReadLimits.DEFAULT);
        Subject subject = Instances.subject(original.dataSet());
        var clean = new Deidentifier(Profile.truck(), Instances.TRUCK).apply(original, subject);
        leak.accept(clean.dataSet());
        DicomWriter.write(written, meta == null ? clean.meta() : meta, clean.dataSet());
        return new Run(original, subject, clean, written);
    }
}
