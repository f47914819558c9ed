package org.medsendx.segmenter.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.segmentation.SegmentationWriter.Coding;
import org.medsendx.segmenter.tissue.TissueMaps;

class SegmentationWriterTest {

    @TempDir private Path folder;
    private final SegmentationWriter writer = new SegmentationWriter(new MakingDevice("1.2.3"));

    @Test
    void packs_frames_bit_by_bit_without_padding_between_them() throws IOException {
        // 3 x 3 pixels: no frame but the first begins with a byte.
        var set = Images.multiFrame(2, 3, 3);
        int[] stored = {0, 0, 9, 9, 99, 99, 0, 9, 99, 99, 0, 9, 0, 0, 99, 9, 9, 0};
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(stored)));
        var segmented = assess(set);

        var seg = write(segmented, Coding.BINARY, Form.PLAIN);

        var expected = new byte[(3 * 18 + 7) / 8 + 1];
        int bit = 0;
        for (int value : new int[] {0, 9, 99}) {
            for (int pixel : stored) {
                expected[bit >> 3] |= (byte) ((pixel == value ? 1 : 0) << (bit & 7));
                bit++;
            }
        }
        assertThat(pixels(seg)).isEqualTo(Arrays.copyOf(expected, 8));
        assertThat(seg.intValue(Tag.NumberOfFrames, 0)).isEqualTo(6);
        assertThat(seg.intValue(Tag.BitsAllocated, 0)).isEqualTo(1);
    }

    @Test
    void a_label_map_holds_the_number_of_the_segment_and_0_where_there_is_none()
            throws IOException {
        var segmented = assess(Images.mammogram(50, 40, 2));

        var seg = write(segmented, Coding.LABELMAP, Form.PLAIN);

        var map = segmented.tissues().frames().getFirst().map();
        byte[] labels = pixels(seg);
        // Class 0 is the background, which is no segment.
        assertThat(IntStream.range(0, 50 * 40))
                .allMatch(i -> labels[i] == Math.max(0, map.at(i / 40, i % 40)));
        assertThat(seg.string(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.66.7");
        assertThat(seg.string(Tag.SegmentationType)).isEqualTo("LABELMAP");
        assertThat(seg.intValue(Tag.PixelPaddingValue, -1)).isZero();
        var group = seg.items(Tag.PerFrameFunctionalGroupsSequence).getFirst();
        assertThat(group.contains(Tag.SegmentIdentificationSequence)).isFalse();
    }

    @Test
    void the_background_is_no_segment_and_tissues_have_codes_of_the_breast() throws IOException {
        var seg = write(assess(Images.mammogram(50, 40, 2)), Coding.BINARY, Form.PLAIN);

        var segments = seg.items(Tag.SegmentSequence);
        assertThat(segments)
                .extracting(segment -> code(segment, Tag.SegmentedPropertyTypeCodeSequence))
                .containsExactly("89749009 SCT", "1342375003 SCT");
        assertThat(segments)
                .allMatch(segment -> {
                    var region = segment.items(Tag.AnatomicRegionSequence).getFirst();
                    return "76752008".equals(region.string(Tag.CodeValue))
                            && code(region, Tag.AnatomicRegionModifierSequence)
                                    .equals("7771000 SCT");
                });
        assertThat(segments)
                .extracting(segment -> segment.string(Tag.SegmentAlgorithmName))
                .allMatch(name -> name.endsWith(" 1.2.3"));
    }

    @Test
    void a_slice_hands_its_frame_of_reference_and_its_plane_on() throws IOException {
        var seg = write(assess(Images.ctSlice(30, 40, 1)), Coding.BINARY, Form.PLAIN);

        assertThat(seg.string(Tag.FrameOfReferenceUID)).isEqualTo("2.25.103");
        var shared = seg.items(Tag.SharedFunctionalGroupsSequence).getFirst();
        assertThat(first(shared, Tag.PixelMeasuresSequence).strings(Tag.PixelSpacing))
                .containsExactly("0.7", "0.7");
        assertThat(first(shared, Tag.PlaneOrientationSequence).strings(Tag.ImageOrientationPatient))
                .hasSize(6);
        assertThat(seg.items(Tag.PerFrameFunctionalGroupsSequence))
                .hasSize(3)
                .allMatch(group ->
                        first(group, Tag.PlanePositionSequence)
                                .strings(Tag.ImagePositionPatient)
                                .equals(List.of("-125.5", "-130", "42.5")));
    }

    @Test
    void a_projection_has_no_frame_of_reference_even_where_its_header_names_one()
            throws IOException {
        var set = Images.mammogram(50, 40, 2);
        set.putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.9");

        var seg = write(assess(set), Coding.BINARY, Form.PLAIN);

        assertThat(seg.contains(Tag.FrameOfReferenceUID)).isFalse();
        assertThat(seg.items(Tag.PerFrameFunctionalGroupsSequence))
                .allMatch(group -> !group.contains(Tag.PlanePositionSequence))
                .allMatch(group -> group.contains(Tag.DerivationImageSequence));
        assertThat(seg.strings(Tag.PatientOrientation)).containsExactly("A", "R");
    }

    @Test
    void refers_to_the_frame_that_each_frame_was_made_of() throws IOException {
        var seg = write(assess(Images.enhancedCt(4, 20, 24)), Coding.BINARY, Form.PLAIN);

        var groups = seg.items(Tag.PerFrameFunctionalGroupsSequence);
        assertThat(groups)
                .extracting(group -> {
                    var derivation = first(group, Tag.DerivationImageSequence);
                    var image = first(derivation, Tag.SourceImageSequence);
                    var segment = first(group, Tag.SegmentIdentificationSequence);
                    return segment.intValue(Tag.ReferencedSegmentNumber, 0)
                            + " "
                            + image.intValue(Tag.ReferencedFrameNumber, 0)
                            + " "
                            + first(group, Tag.PlanePositionSequence)
                                    .strings(Tag.ImagePositionPatient)
                                    .getLast();
                })
                .startsWith("1 1 0", "1 2 3", "1 3 6", "1 4 9", "2 1 0")
                .hasSize(12);
    }

    @Test
    void the_same_scan_has_the_same_bytes_and_another_result_another_uid() throws IOException {
        var set = Images.ctSlice(30, 40, 1);
        byte[] once = bytes(assess(set), Coding.BINARY, Form.DEFLATED);
        byte[] again = bytes(assess(set), Coding.BINARY, Form.DEFLATED);
        set.put(new Element.Value(Tag.PixelData, VR.OW, pixels(Images.ctSlice(30, 40, 7))));

        var other = write(assess(set), Coding.BINARY, Form.DEFLATED);

        assertThat(again).isEqualTo(once);
        var first = read(once);
        assertThat(other.string(Tag.SOPInstanceUID))
                .isNotEqualTo(first.string(Tag.SOPInstanceUID))
                .matches("2\\.25\\.[0-9]{30,39}");
        assertThat(other.string(Tag.SeriesInstanceUID))
                .isEqualTo(first.string(Tag.SeriesInstanceUID));
        assertThat(first.string(Tag.ContentDate)).isEqualTo("20230405");
    }

    @Test
    void a_date_is_that_of_the_source_with_its_own_time_or_none_that_could_be_one()
            throws IOException {
        var set = Images.ctSlice(30, 40, 1);
        set.remove(Tag.ContentDate);
        var ofTheStudy = write(assess(set), Coding.BINARY, Form.PLAIN);
        set.remove(Tag.StudyDate);
        var ofNothing = write(assess(set), Coding.BINARY, Form.PLAIN);

        assertThat(ofTheStudy.string(Tag.ContentDate)).isEqualTo("20230405");
        assertThat(ofTheStudy.string(Tag.ContentTime)).isEqualTo("101500");
        assertThat(ofNothing.string(Tag.ContentDate)).isEqualTo("19000101");
        assertThat(ofNothing.string(Tag.ContentTime)).isEqualTo("000000");
        assertThat(ofNothing.contains(Tag.SeriesDate)).isFalse();
    }

    @Test
    void deflated_and_plain_files_hold_the_same() throws IOException {
        var segmented = assess(Images.ctSlice(64, 64, 1));

        var plain = write(segmented, Coding.BINARY, Form.PLAIN);
        var deflated = write(segmented, Coding.BINARY, Form.DEFLATED);

        assertThat(DicomWriter.dataSetBytes(deflated, "1.2.840.10008.1.2.1"))
                .isEqualTo(DicomWriter.dataSetBytes(plain, "1.2.840.10008.1.2.1"));
        assertThat(bytes(segmented, Coding.BINARY, Form.DEFLATED).length)
                .isLessThan(bytes(segmented, Coding.BINARY, Form.PLAIN).length);
    }

    @Test
    void classes_without_a_tissue_have_codes_of_our_own_that_the_file_explains()
            throws IOException {
        var seg = write(assess(Images.multiFrame(1, 30, 30)), Coding.BINARY, Form.PLAIN);

        assertThat(seg.items(Tag.SegmentSequence))
                .extracting(segment -> code(segment, Tag.SegmentedPropertyTypeCodeSequence))
                .containsExactly("low 99MEDSENDX", "middle 99MEDSENDX", "high 99MEDSENDX");
        assertThat(
                        first(seg, Tag.CodingSchemeIdentificationSequence)
                                .string(Tag.CodingSchemeDesignator))
                .isEqualTo("99MEDSENDX");
    }

    @Test
    void says_that_the_source_was_compressed_with_loss() throws IOException {
        var set = Images.ctSlice(30, 30, 1);
        set.putString(Tag.LossyImageCompression, VR.CS, "01");
        set.putString(Tag.LossyImageCompressionRatio, VR.DS, "12.5");
        set.putString(Tag.LossyImageCompressionMethod, VR.CS, "ISO_10918_1");

        var seg = write(assess(set), Coding.BINARY, Form.PLAIN);

        assertThat(seg.string(Tag.LossyImageCompression)).isEqualTo("01");
        assertThat(seg.string(Tag.LossyImageCompressionRatio)).isEqualTo("12.5");
    }

    @Test
    void a_map_of_nothing_but_background_is_no_segmentation() throws IOException {
        var segmented = assess(Images.mammogram(50, 40, 2));
        var maps = segmented.tissues();
        var only = new TissueMaps(maps.classes().subList(0, 1), maps.frames());

        assertThatThrownBy(() ->
                        writer.write(
                                new SourceInstance(segmented.image().header()),
                                only,
                                Coding.BINARY,
                                Form.PLAIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_the_model_that_made_the_classes() throws IOException {
        var segmented = assess(Images.mammogram(50, 40, 2));
        var maps = segmented.tissues();
        var learned = new TissueMaps(maps.classes(), maps.frames(), "lungs 1 0123456789abcdef");

        var seg =
                read(
                        writer.write(
                                new SourceInstance(segmented.image().header()),
                                learned,
                                Coding.BINARY,
                                Form.PLAIN));

        assertThat(seg.string(Tag.ContentDescription)).startsWith("Classes by a learned model");
        assertThat(seg.items(Tag.SegmentSequence))
                .allMatch(segment ->
                        "lungs 1 0123456789abcdef"
                                .equals(segment.string(Tag.SegmentAlgorithmName)));
    }

    @Test
    void white_and_black_are_at_the_ends_of_the_lightness() {
        assertThat(CieLab.of(0xFFFFFF)[0]).isEqualTo(0xFFFF);
        assertThat(CieLab.of(0xFFFFFF)[1]).isCloseTo(0x8080, within(20));
        assertThat(CieLab.of(0)).containsExactly(0, 0x8080, 0x8080);
    }

    private static String code(DataSet item, int sequence) {
        var code = first(item, sequence);
        return code.string(Tag.CodeValue) + " " + code.string(Tag.CodingSchemeDesignator);
    }

    private static DataSet first(DataSet item, int sequence) {
        return item.items(sequence).getFirst();
    }

    private static byte[] pixels(DataSet set) {
        if (set.get(Tag.PixelData) instanceof Element.Value value) {
            return value.bytes();
        }
        throw new AssertionError("pixels that are not in memory");
    }

    private DataSet write(Assessment.Segmented segmented, Coding coding, Form form)
            throws IOException {
        return read(bytes(segmented, coding, form));
    }

    private byte[] bytes(Assessment.Segmented segmented, Coding coding, Form form) {
        return writer.write(
                new SourceInstance(segmented.image().header()), segmented.tissues(), coding, form);
    }

    private DataSet read(byte[] file) throws IOException {
        var path = Files.write(folder.resolve(UUID.randomUUID() + ".dcm"), file);
        return DicomReader.read(path, ReadLimits.DEFAULT).dataSet();
    }

    private Assessment.Segmented assess(DataSet set) throws IOException {
        var assessor = new ScanAssessor(new AssessLimits(1_000_000, 64, 400));
        return (Assessment.Segmented)
                assessor.assess(Phantom.write(folder, set), UUID.randomUUID());
    }
}
