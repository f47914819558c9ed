package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Segmentation.Status;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

/** Enhanced, colour, one-class, metal, mammograms: what is made of each kind of image. */
class KindsOfImageTest {

    private static final int SIDE = 64;

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 64, 800));

    @TempDir private Path folder;

    @Test
    void measures_frames_that_are_rescaled_each_in_its_own_way_on_one_axis() throws IOException {
        var phantom = Phantom.ct(SIDE, SIDE, 5);
        int n = SIDE * SIDE;
        int[] both = new int[2 * n];
        for (int i = 0; i < n; i++) {
            both[i] = phantom.stored()[i];
            // the same slice stored at half the values: slope 2 brings it back
            both[n + i] = phantom.stored()[i] / 2;
        }
        var set = phantom.dataSet();
        set.remove(Tag.RescaleSlope);
        set.remove(Tag.RescaleIntercept);
        set.putString(Tag.NumberOfFrames, VR.IS, "2");
        set.putSequence(
                Tag.PerFrameFunctionalGroupsSequence,
                rescaled("1", "-1024"),
                rescaled("2", "-1024"));
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(both)));

        var segmented = (Segmented) assess(set);

        assertThat(segmented.features().unit()).isEqualTo("HU");
        assertThat(segmented.features().mean())
                .isCloseTo(
                        Arrays.stream(phantom.stored()).average().orElseThrow() - 1024,
                        Offset.offset(2.0));
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("air", "soft-tissue", "bone");
        assertThat(segmented.tissues().frames()).hasSize(2);
    }

    @Test
    void believes_no_scale_when_one_frame_has_none_that_can_be_believed() throws IOException {
        var phantom = Phantom.ct(SIDE, SIDE, 5);
        var set = phantom.dataSet();
        int[] both = Arrays.copyOf(phantom.stored(), 2 * SIDE * SIDE);
        System.arraycopy(phantom.stored(), 0, both, SIDE * SIDE, SIDE * SIDE);
        set.putString(Tag.NumberOfFrames, VR.IS, "2");
        set.putSequence(
                Tag.PerFrameFunctionalGroupsSequence,
                rescaled("1", "-1024"),
                rescaled("0", "-1024"));
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(both)));

        assertThat(((Segmented) assess(set)).features().unit()).isEqualTo("stored");
    }

    @Test
    void measures_colour_ultrasound_by_its_luminance() throws IOException {
        var phantom = Phantom.discs("US", SIDE, SIDE, 3, new int[] {10, 110, 220}, 5);
        var set = colour(phantom);

        var segmented = (Segmented) assess(set);

        // red alone: 0.299 of it is bright
        assertThat(segmented.features().maximum()).isLessThan(0.3 * 255 + 1);
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("low", "middle", "high");
    }

    @Test
    void has_a_reason_for_colour_that_is_no_grey_image() throws IOException {
        var set = colour(Phantom.discs("ES", SIDE, SIDE, 3, new int[] {10, 110, 220}, 5));

        assertThat(((NotMeasured) assess(set)).reason()).isEqualTo("colour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MR", "DX", "PT", "MG"})
    void does_not_tell_an_image_of_one_class_as_three(String modality) throws IOException {
        var set = one(modality, 2000, 150);

        var measured = (Measured) assess(set);

        assertThat(measured.segmentation().status()).isEqualTo(Status.NOT_SEGMENTED);
        assertThat(measured.segmentation().reason()).isEqualTo("unreliable");
        assertThat(measured.segmentation().remarks()).isNotEmpty();
        assertThat(measured.features().tissues()).isEmpty();
    }

    @Test
    void tells_air_and_water_of_a_phantom_as_two_classes() throws IOException {
        var set = Phantom.discs("CT", SIDE, SIDE, 4, new int[] {24, 1024, 1024}, 10).dataSet();

        var segmented = (Segmented) assess(set);

        assertThat(segmented.segmentation().scheme()).isEqualTo("ct-without-bone");
        assertThat(segmented.segmentation().remarks()).containsExactly("centres-outside-bands");
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("air", "soft-tissue");
    }

    @Test
    void names_no_tissue_in_magnetic_resonance() throws IOException {
        var segmented =
                (Segmented)
                        assess(
                                Phantom.discs("MR", SIDE, SIDE, 2, new int[] {30, 900, 2100}, 20)
                                        .dataSet());

        assertThat(segmented.segmentation().separation()).isGreaterThan(0.9);
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("low", "middle", "high");
    }

    @Test
    void leaves_metal_out_of_the_classes_and_in_the_extremes() throws IOException {
        var phantom = Phantom.ct(128, 128, 6);
        var clean = (Segmented) assess(phantom.dataSet());
        int[] values = phantom.stored().clone();
        for (int i = 0; i < values.length; i++) {
            if (Math.hypot(i / 128 - 64.0, i % 128 - 64.0) < 6) {
                values[i] = 4095;
            }
        }
        var set = phantom.dataSet();
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(values)));

        var segmented = (Segmented) assess(set);

        assertThat(segmented.segmentation().remarks()).containsExactly("metal-left-out");
        assertThat(segmented.features().maximum()).isEqualTo(4095 - 1024);
        assertThat(segmented.features().tissues().get(2).centre())
                .isCloseTo(clean.features().tissues().get(2).centre(), Offset.offset(3.0));
    }

    @Test
    void tells_density_and_positioning_of_a_mammogram() throws IOException {
        var phantom = BreastPhantom.of(new BreastPhantom.Spec(4, true, false, 0.3, true));

        var segmented = (Segmented) assess(phantom.dataSet());

        var density = Objects.requireNonNull(segmented.segmentation().density());
        assertThat(density.areaPercent()).isCloseTo(100 * phantom.area(), Offset.offset(3.0));
        assertThat(density.view()).isEqualTo("MLO");
        assertThat(density.laterality()).isEqualTo("L");
        assertThat(density.grade()).isBetween(density.gradeFrom(), density.gradeTo());
        assertThat(segmented.segmentation().scheme()).isEqualTo("breast");
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("fibroglandular", "fat", "background");
        assertThat(segmented.quality().findings()).contains("pectoral-above-nipple-line");
        assertThat(segmented.quality().verdict()).isEqualTo(Verdict.LOOK);
    }

    @Test
    void gives_no_density_to_slices_of_tomosynthesis() throws IOException {
        var set = BreastPhantom.of(new BreastPhantom.Spec(4, false, false, 0.3, false)).dataSet();
        set.putString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.13.1.3");

        var measured = (Measured) assess(set);

        assertThat(measured.segmentation().reason()).isEqualTo("tomosynthesis");
    }

    @Test
    void measures_fewer_frames_when_all_would_take_longer_than_a_scans_share() throws IOException {
        var phantom = Phantom.ct(SIDE, SIDE, 7);
        int[] frames = new int[10 * SIDE * SIDE];
        for (int frame = 0; frame < 10; frame++) {
            System.arraycopy(phantom.stored(), 0, frames, frame * SIDE * SIDE, SIDE * SIDE);
        }
        var set = phantom.dataSet();
        set.putString(Tag.NumberOfFrames, VR.IS, "10");
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(frames)));
        var file = Phantom.write(folder, set);

        var within =
                new ScanAssessor(new AssessLimits(1_000_000, 64, 4L * SIDE * SIDE, 800, 60_000))
                        .assess(file, UUID.randomUUID());

        assertThat(((Segmented) within).features().pixels()).isEqualTo(4L * SIDE * SIDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.1.2.5",
                "1.2.840.10008.1.2.4.50",
                "1.2.840.10008.1.2.4.70",
                "1.2.840.10008.1.2.4.80",
                "1.2.840.10008.1.2.4.90"
            })
    void has_a_reason_for_a_fragment_that_is_no_code_stream(String syntax) throws IOException {
        var set = Phantom.ct(SIDE, SIDE, 8).dataSet();
        var garbage = folder.resolve("garbage");
        byte[] bytes = new byte[4096];
        new Random(8).nextBytes(bytes);
        Files.write(garbage, bytes);
        set.put(
                new Element.Encapsulated(
                        Tag.PixelData,
                        VR.OB,
                        garbage,
                        List.of(new Element.Fragment(0, 0), new Element.Fragment(0, 4096))));
        var file = folder.resolve("corrupt.dcm");
        DicomWriter.write(file, new FileMeta("1.2.840.10008.5.1.4.1.1.2", "2.25.1", syntax), set);

        var assessment = assessor.assess(file, UUID.randomUUID());

        assertThat(assessment).isInstanceOf(NotMeasured.class);
        assertThat(((NotMeasured) assessment).reason()).isNotEqualTo("unreadable").isNotBlank();
        assertThat(assessment.quality().verdict()).isEqualTo(Verdict.NOT_JUDGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "100000000"})
    void takes_no_time_and_memory_by_a_number_of_frames_that_is_only_claimed(String frames)
            throws IOException {
        var set = Phantom.ct(SIDE, SIDE, 8).dataSet();
        set.putString(Tag.NumberOfFrames, VR.IS, frames);
        set.putSequence(Tag.PerFrameFunctionalGroupsSequence, rescaled("1", "-1024"));

        assertThat(((NotMeasured) assess(set)).reason()).isEqualTo("pixel-data-length");
    }

    private DataSet one(String modality, double centre, double spread) {
        var random = new Random(9);
        var set = Phantom.discs(modality, SIDE, SIDE, 1, new int[] {1, 2, 3}, 1).dataSet();
        int[] values = new int[SIDE * SIDE];
        Arrays.setAll(
                values,
                i ->
                        (int)
                                Math.clamp(
                                        Math.round(centre + spread * random.nextGaussian()),
                                        0,
                                        4095));
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(values)));
        return set;
    }

    private static DataSet colour(Phantom phantom) {
        var set = phantom.dataSet();
        var bytes = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            bytes[3 * i] = (byte) Math.min(255, phantom.stored()[i]);
        }
        set.putInt(Tag.SamplesPerPixel, VR.US, 3);
        set.putInt(Tag.PlanarConfiguration, VR.US, 0);
        set.putString(Tag.PhotometricInterpretation, VR.CS, "RGB");
        set.putInt(Tag.BitsAllocated, VR.US, 8);
        set.putInt(Tag.BitsStored, VR.US, 8);
        set.putInt(Tag.HighBit, VR.US, 7);
        set.put(new Element.Value(Tag.PixelData, VR.OB, bytes));
        return set;
    }

    private static DataSet rescaled(String slope, String intercept) {
        return new DataSet()
                .putSequence(
                        Tag.PixelValueTransformationSequence,
                        new DataSet()
                                .putString(Tag.RescaleIntercept, VR.DS, intercept)
                                .putString(Tag.RescaleSlope, VR.DS, slope)
                                .putString(Tag.RescaleType, VR.LO, "HU"));
    }

    private Assessment assess(DataSet set) throws IOException {
        return assessor.assess(Phantom.write(folder, set), UUID.randomUUID());
    }
}
