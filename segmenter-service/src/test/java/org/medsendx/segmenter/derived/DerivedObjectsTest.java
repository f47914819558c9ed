package org.medsendx.segmenter.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.contracts.deidentified.DerivedKind.HIGHLIGHT;
import static org.medsendx.contracts.deidentified.DerivedKind.MEASUREMENTS;
import static org.medsendx.contracts.deidentified.DerivedKind.SEGMENTATION;
import static org.medsendx.contracts.deidentified.DerivedKind.THUMBNAIL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.assess.Origin;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.ScanAssessor;

class DerivedObjectsTest {

    @TempDir private Path folder;

    @Test
    void makes_of_each_modality_what_is_asked_for_and_says_what_goes_up() throws IOException {
        var choice =
                new DerivedChoice(
                        Map.of(
                                HIGHLIGHT, new Modalities(Set.of("ALL"), Set.of("mg")),
                                SEGMENTATION, new Modalities(Set.of("CT"), Set.of("ALL")),
                                THUMBNAIL, new Modalities(Set.of("NONE"), Set.of("ALL"))),
                        new PictureChoice(20),
                        SegmentationCoding.BINARY,
                        Form.PLAIN,
                        128);
        var objects = new DerivedObjects(choice, new MakingDevice("1"));
        var assessment = assess(Images.ctSlice(40, 40, 1));

        assertThat(objects.of("CT", assessment, 1).objects())
                .extracting(object -> object.kind() + " " + object.goesUp())
                .containsExactly("HIGHLIGHT false", "SEGMENTATION true");
        assertThat(objects.of("MG", assessment, 1).objects())
                .extracting(object -> object.kind() + " " + object.goesUp())
                .containsExactly("HIGHLIGHT true");
    }

    @Test
    void an_image_whose_picture_is_left_out_has_all_else_and_says_so() throws IOException {
        var assessment = assess(Images.ctSlice(40, 40, 1));

        var made = MadeOf.everything().of("CT", assessment, 9);

        assertThat(made.objects())
                .extracting(DerivedObject::kind)
                .containsExactly(SEGMENTATION, MEASUREMENTS, THUMBNAIL);
        assertThat(made.pictureLeftOut()).isTrue();
        assertThat(made.missing()).isEmpty();
        assertThat(MadeOf.everything().of("CT", assessment, 8).pictureLeftOut()).isFalse();
    }

    @Test
    void a_modality_without_pictures_leaves_none_out() throws IOException {
        var choice =
                new DerivedChoice(
                        Map.of(HIGHLIGHT, new Modalities(Set.of("MG"), Set.of("MG"))),
                        new PictureChoice(0),
                        SegmentationCoding.BINARY,
                        Form.PLAIN,
                        128);

        var made =
                new DerivedObjects(choice, new MakingDevice("1"))
                        .of("CT", assess(Images.ctSlice(40, 40, 1)), 9);

        assertThat(made.objects()).isEmpty();
        assertThat(made.pictureLeftOut()).isFalse();
    }

    @Test
    void a_view_without_classes_has_a_report_and_a_small_picture() throws IOException {
        var stereo = Images.mammogram(40, 30, 2);
        stereo.putString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "STEREO", "LEFT");

        var made = MadeOf.everything().of("MG", assess(stereo), 1);

        assertThat(made.objects())
                .extracting(DerivedObject::kind)
                .containsExactly(MEASUREMENTS, THUMBNAIL);
        assertThat(made.missing()).isEmpty();
    }

    @Test
    void an_image_that_nothing_can_refer_to_keeps_its_pictures_and_says_why() throws IOException {
        var set = Images.ctSlice(40, 40, 1);
        set.remove(Tag.StudyInstanceUID);

        var made = MadeOf.everything().of("CT", assess(set), 1);

        assertThat(made.objects())
                .extracting(DerivedObject::kind)
                .containsExactly(HIGHLIGHT, THUMBNAIL);
        assertThat(made.missing())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(SEGMENTATION, "no-reference", MEASUREMENTS, "no-reference"));
    }

    @Test
    void makes_nothing_of_what_could_not_be_measured() {
        var made =
                MadeOf.everything()
                        .of(
                                "CT",
                                new ScanAssessor(new AssessLimits(1_000_000, 4, 100))
                                        .notMeasured("colour", Origin.UNKNOWN),
                                1);

        assertThat(made.objects()).isEmpty();
        assertThat(made.missing()).isEmpty();
    }

    @Test
    void the_smaller_coding_is_no_larger_than_either() throws IOException {
        var assessment = assess(Images.mammogram(300, 200, 3));

        long binary = segmentation(SegmentationCoding.BINARY, assessment);
        long labels = segmentation(SegmentationCoding.LABELMAP, assessment);

        assertThat(segmentation(SegmentationCoding.SMALLER, assessment))
                .isEqualTo(Math.min(binary, labels));
    }

    private static long segmentation(SegmentationCoding coding, Assessment assessment) {
        return MadeOf.everything(coding, Form.DEFLATED).of("MG", assessment, 1).objects().stream()
                .filter(object -> object.kind() == SEGMENTATION)
                .mapToLong(object -> object.content().length)
                .sum();
    }

    private Assessment assess(DataSet set) throws IOException {
        var assessor = new ScanAssessor(new AssessLimits(1_000_000, 64, 400));
        return assessor.assess(Phantom.write(folder, set), UUID.randomUUID());
    }
}
