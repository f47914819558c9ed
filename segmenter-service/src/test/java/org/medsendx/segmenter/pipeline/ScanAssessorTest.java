package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

class ScanAssessorTest {

    private static final UUID OBJECT = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000000");

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 64, 1600));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void finds_air_soft_tissue_and_bone_at_their_hounsfield_units(long seed) throws IOException {
        var phantom = Phantom.ct(128, 128, seed);

        var segmented = segmented(phantom.dataSet());

        assertThat(segmented.features().unit()).isEqualTo("HU");
        assertThat(segmented.features().tissues())
                .extracting(Tissue::label)
                .containsExactly("air", "soft-tissue", "bone");
        assertThat(centre(segmented, 0)).isCloseTo(-1000, Offset.offset(5.0));
        assertThat(centre(segmented, 1)).isCloseTo(40, Offset.offset(5.0));
        assertThat(centre(segmented, 2)).isCloseTo(800, Offset.offset(5.0));
        assertThat(segmented.quality().verdict()).isEqualTo(Verdict.GOOD);
        assertThat(segmented.stratum().id()).isEqualTo("CT|CHEST|ROUTINE|120-129");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E999", "0", "one"})
    void takes_no_values_for_hounsfield_units_whose_slope_cannot_be_believed(String slope)
            throws IOException {
        var set = Phantom.ct(64, 64, 1).dataSet();
        set.put(
                new Element.Value(
                        Tag.RescaleSlope, VR.DS, slope.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(segmented(set).features().unit()).isNotEqualTo("HU");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void measures_the_density_of_a_breast_within_two_per_cent(long seed) throws IOException {
        var phantom = Phantom.mammogram(160, 120, seed);

        var tissues = segmented(phantom.dataSet()).features().tissues();

        assertThat(tissues)
                .extracting(Tissue::label)
                .containsExactly("background", "fat", "fibroglandular");
        double found =
                tissues.get(2).fraction() / (tissues.get(1).fraction() + tissues.get(2).fraction());
        double breast = Arrays.stream(phantom.truth()).filter(c -> c > 0).count();
        double gland = Arrays.stream(phantom.truth()).filter(c -> c == 2).count();
        assertThat(found).isCloseTo(gland / breast, Offset.offset(0.02));
    }

    @Test
    void gives_no_density_to_views_without_a_whole_breast() throws IOException {
        var stereo = Phantom.mammogram(160, 120, 9).dataSet();
        stereo.putString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "STEREO", "LEFT");
        var magnified = Phantom.mammogram(160, 120, 9).dataSet();
        magnified.putString(Tag.EstimatedRadiographicMagnificationFactor, VR.DS, "1.8");
        var spot = Phantom.mammogram(160, 120, 9).dataSet();
        var modifier = new DataSet().putString(Tag.CodeValue, VR.SH, "399055006");
        spot.putSequence(
                Tag.ViewCodeSequence,
                new DataSet().putSequence(Tag.ViewModifierCodeSequence, modifier));
        var implant = Phantom.mammogram(160, 120, 9).dataSet();
        implant.putString(Tag.BreastImplantPresent, VR.CS, "YES");

        assertThat(reason(stereo)).isEqualTo("stereo-view");
        assertThat(reason(magnified)).isEqualTo("magnified-view");
        assertThat(reason(spot)).isEqualTo("spot-view");
        assertThat(reason(implant)).isEqualTo("implant");
    }

    private String reason(DataSet dataSet) throws IOException {
        var file = Phantom.write(folder, dataSet);
        var assessment = assessor.assess(file, OBJECT);
        assertThat(assessment).isInstanceOf(Measured.class);
        assertThat(((Measured) assessment).features().tissues()).isEmpty();
        return String.valueOf(assessment.segmentation().reason());
    }

    @Test
    void names_an_inverted_mammogram_by_attenuation_all_the_same() throws IOException {
        var phantom = Phantom.mammogram(160, 120, 9);
        var inverted = Arrays.stream(phantom.stored()).map(v -> 4095 - v).toArray();
        var set = phantom.dataSet();
        set.putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME1");
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(inverted)));

        var tissues = segmented(set).features().tissues();

        assertThat(tissues)
                .extracting(Tissue::label)
                .containsExactly("fibroglandular", "fat", "background");
        assertThat(tissues).extracting(Tissue::centre).isSorted();
    }

    @Test
    void gives_the_same_bytes_every_time() throws IOException {
        var file = Phantom.ct(100, 140, 3).write(folder);

        var once = (Segmented) assessor.assess(file, OBJECT);
        var again =
                (Segmented)
                        new ScanAssessor(new AssessLimits(1 << 30, 64, 1600)).assess(file, OBJECT);

        assertThat(again.highlight()).isEqualTo(once.highlight());
        assertThat(again.features()).isEqualTo(once.features());
    }

    @Test
    void leaves_padding_out_of_every_measure() throws IOException {
        var phantom = Phantom.ct(64, 64, 4);
        int[] padded = phantom.stored().clone();
        Arrays.fill(padded, 0, 10 * 64, 4000);
        var set = phantom.dataSet();
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(padded)));
        set.putInt(Tag.PixelPaddingValue, VR.US, 4000);

        var features = segmented(set).features();

        assertThat(features.pixels()).isEqualTo(54 * 64);
        assertThat(features.maximum()).isLessThan(1000);
    }

    @Test
    void measures_all_frames_of_a_multi_frame_image() throws IOException {
        var first = Phantom.ct(64, 64, 5);
        var second = Phantom.ct(64, 64, 6);
        int[] both = new int[2 * 64 * 64];
        System.arraycopy(first.stored(), 0, both, 0, 64 * 64);
        System.arraycopy(second.stored(), 0, both, 64 * 64, 64 * 64);
        var set = first.dataSet();
        set.putString(Tag.NumberOfFrames, VR.IS, "2");
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(both)));

        var features = segmented(set).features();

        assertThat(features.pixels()).isEqualTo(both.length);
        assertThat(features.mean())
                .isCloseTo(Arrays.stream(both).average().orElseThrow() - 1024, Offset.offset(1e-6));
    }

    @Test
    void chooses_frames_evenly_when_there_are_more_than_the_limit() {
        assertThat(ImageAssessor.chosenFrames(3, 64)).containsExactly(0, 1, 2);
        assertThat(ImageAssessor.chosenFrames(100, 4)).containsExactly(12, 37, 62, 87);
        assertThat(ImageAssessor.chosenFrames(1, 64)).containsExactly(0);
    }

    @Test
    void measures_an_image_of_two_values_without_a_tissue_map() throws IOException {
        var set = Phantom.ct(16, 16, 1).dataSet();
        int[] values = new int[256];
        Arrays.setAll(values, i -> i % 2 * 1000);
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(values)));

        var assessment = (Measured) assess(set);

        assertThat(assessment.segmentation().reason()).isEqualTo("too-few-values");
        assertThat(assessment.features().mean()).isEqualTo(500 - 1024);
        assertThat(assessment.quality().findings()).containsExactly("few-values");
    }

    @Test
    void does_not_measure_an_image_that_is_all_padding() throws IOException {
        var set = Phantom.ct(16, 16, 1).dataSet();
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(new int[256])));
        set.putInt(Tag.PixelPaddingValue, VR.US, 0);

        var assessment = assess(set);

        assertThat(reason(assessment)).isEqualTo("no-valid-pixels");
        assertThat(assessment.quality().verdict()).isEqualTo(Verdict.REPEAT);
    }

    @Test
    void does_not_segment_colour() throws IOException {
        var set = Phantom.ct(16, 16, 1).dataSet();
        set.putInt(Tag.SamplesPerPixel, VR.US, 3);
        set.putInt(Tag.PlanarConfiguration, VR.US, 0);
        set.putString(Tag.PhotometricInterpretation, VR.CS, "RGB");
        set.putInt(Tag.BitsAllocated, VR.US, 8);
        set.putInt(Tag.BitsStored, VR.US, 8);
        set.putInt(Tag.HighBit, VR.US, 7);
        set.put(new Element.Value(Tag.PixelData, VR.OB, new byte[16 * 16 * 3]));

        assertThat(reason(assess(set))).isEqualTo("colour");
    }

    @Test
    void does_not_decode_an_image_larger_than_its_limit() throws IOException {
        var file = Phantom.ct(64, 64, 1).write(folder);

        var assessment = new ScanAssessor(new AssessLimits(64 * 63, 64, 1600)).assess(file, OBJECT);

        assertThat(reason(assessment)).isEqualTo("too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SR", "SEG", "PR", "RTSTRUCT"})
    void leaves_alone_what_is_no_scan(String modality) throws IOException {
        var set = Phantom.ct(16, 16, 1).dataSet().putString(Tag.Modality, VR.CS, modality);

        var assessment = assess(set);

        assertThat(reason(assessment)).isEqualTo("not-a-scan");
        assertThat(assessment.quality().verdict()).isEqualTo(Verdict.NOT_JUDGED);
        assertThat(assessment.triage().priority()).isEqualTo(50);
    }

    @Test
    void has_a_reason_for_an_object_without_pixels() throws IOException {
        var set = Phantom.ct(16, 16, 1).dataSet();
        set.remove(Tag.PixelData);

        assertThat(reason(assess(set))).isEqualTo("no-pixel-data");
    }

    @Test
    void survives_every_way_a_file_can_be_damaged() throws IOException {
        byte[] whole = Files.readAllBytes(Phantom.ct(24, 24, 1).write(folder));
        var random = new Random(11);
        for (int round = 0; round < 400; round++) {
            byte[] damaged =
                    Arrays.copyOf(
                            whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int hit = 0; hit < 6 && damaged.length > 0; hit++) {
                // Most of the interesting bytes are in the header.
                damaged[random.nextInt(Math.min(700, damaged.length))] = (byte) random.nextInt();
            }
            var file = folder.resolve("damaged");
            Files.write(file, damaged);

            assertThat(assessor.assess(file, OBJECT).triage().priority()).isBetween(0, 100);
        }
    }

    @Test
    void takes_a_missing_file_for_unreadable() {
        assertThat(reason(assessor.assess(folder.resolve("none"), OBJECT))).isEqualTo("unreadable");
    }

    private Assessment assess(DataSet set) throws IOException {
        return assessor.assess(Phantom.write(folder, set), OBJECT);
    }

    private Segmented segmented(DataSet set) throws IOException {
        return (Segmented) assess(set);
    }

    private static double centre(Segmented segmented, int tissue) {
        return segmented.features().tissues().get(tissue).centre();
    }

    private static String reason(Assessment assessment) {
        return ((NotMeasured) assessment).reason();
    }
}
