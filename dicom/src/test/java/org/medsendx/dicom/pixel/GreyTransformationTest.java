package org.medsendx.dicom.pixel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.pixel.Window.Function;

class GreyTransformationTest {

    @TempDir Path folder;

    private static DataSet table(int count, int first, int bits, int... data) {
        var item = new DataSet();
        item.putInt(Tag.LUTDescriptor, VR.US, count, first, bits);
        return item.putInt(Tag.LUTData, VR.OW, data);
    }

    private static DoubleUnaryOperator voi(GreyTransformation transformation) {
        return requireNonNull(transformation.voi());
    }

    @Test
    void windows_linearly_between_the_pixel_centers_of_the_standard() {
        // C.11.2.1.2.1: (x - (c - 0.5)) / (w - 1) + 0.5
        var window = new Window(Function.LINEAR, 2048, 4096);
        assertThat(window.level(0)).isZero();
        assertThat(window.level(4095)).isEqualTo(1);
        assertThat(window.level(1000)).isEqualTo(1000 / 4095.0, within(1e-12));
        assertThat(window.level(-5)).isZero();

        var threshold = new Window(Function.LINEAR, 10, 1);
        assertThat(threshold.level(9.5)).isZero();
        assertThat(threshold.level(9.6)).isEqualTo(1);
    }

    @Test
    void windows_exactly_and_by_a_sigmoid() {
        var exact = new Window(Function.LINEAR_EXACT, 0.5, 0.5);
        assertThat(exact.level(0.25)).isZero();
        assertThat(exact.level(0.5)).isEqualTo(0.5);
        assertThat(exact.level(0.75)).isEqualTo(1);

        var sigmoid = new Window(Function.SIGMOID, 100, 40);
        assertThat(sigmoid.level(100)).isEqualTo(0.5);
        assertThat(sigmoid.level(110)).isEqualTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(sigmoid.level(-1e9)).isZero();
    }

    @Test
    void takes_the_modality_table_before_the_rescale_and_holds_its_ends() throws IOException {
        Image image = image(Picture.grey(2, 2, 16, 12, true));
        DataSet dataSet = image.file().dataSet();
        dataSet.putInt(Tag.RescaleSlope, VR.DS, 2).putInt(Tag.RescaleIntercept, VR.DS, 7);
        assertThat(GreyTransformation.of(image, 0).modality().applyAsDouble(5)).isEqualTo(17);

        // -2 as US, which is what implicit VR without a sign gives
        dataSet.putSequence(Tag.ModalityLUTSequence, table(3, 0xFFFE, 16, 100, 200, 40_000));
        DoubleUnaryOperator modality = GreyTransformation.of(image, 0).modality();
        assertThat(modality.applyAsDouble(-9)).isEqualTo(100);
        assertThat(modality.applyAsDouble(-1)).isEqualTo(200);
        assertThat(modality.applyAsDouble(9)).isEqualTo(40_000);
    }

    @Test
    void reads_voi_tables_of_packed_bytes_and_long_ones_that_are_in_the_file() throws Exception {
        Picture picture = Picture.grey(2, 2, 16, 16, false);
        Image image = image(picture);
        DataSet dataSet = image.file().dataSet();
        dataSet.putSequence(Tag.VOILUTSequence, table(4, 10, 8, 0x3300, 0xFFCC));
        DoubleUnaryOperator packed = voi(GreyTransformation.of(image, 0));
        assertThat(packed.applyAsDouble(3)).isZero();
        assertThat(packed.applyAsDouble(11)).isEqualTo(0.2, within(1e-12));
        assertThat(packed.applyAsDouble(12)).isEqualTo(0.8, within(1e-12));
        assertThat(packed.applyAsDouble(99)).isEqualTo(1);

        int[] all = new int[1 << 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = 0xFFFF - i;
        }
        dataSet.putSequence(Tag.VOILUTSequence, table(0, 0, 16, all));
        Image read = Picture.rewritten(image, Uid.ExplicitVRLittleEndian, folder);
        DataSet item = read.file().dataSet().items(Tag.VOILUTSequence).getFirst();
        assertThat(item.get(Tag.LUTData)).isNotInstanceOf(Value.class);
        assertThat(voi(GreyTransformation.of(read, 0)).applyAsDouble(0x1234))
                .isEqualTo((0xFFFF - 0x1234) / 65535.0, within(1e-12));
    }

    @Test
    void passes_over_tables_and_windows_that_make_no_sense() throws IOException {
        Image image = image(Picture.grey(2, 2, 16, 12, false));
        DataSet dataSet = image.file().dataSet();
        dataSet.putSequence(Tag.ModalityLUTSequence, table(9, 0, 16, 1, 2, 3));
        dataSet.putSequence(Tag.VOILUTSequence, table(3, 0, 17, 1, 2, 3));
        dataSet.putString(Tag.WindowCenter, VR.DS, "40").putString(Tag.WindowWidth, VR.DS, "0");

        assertThat(GreyTransformation.of(image, 0).modality().applyAsDouble(5)).isEqualTo(5);
        assertThat(GreyTransformation.of(image, 0).voi()).isNull();
    }

    @Test
    void takes_rescale_and_window_from_the_functional_groups_of_each_frame() throws IOException {
        Image image = image(Picture.grey(2, 2, 16, 12, false).frames(2));
        DataSet dataSet = image.file().dataSet();
        dataSet.putSequence(
                Tag.SharedFunctionalGroupsSequence,
                new DataSet()
                        .putSequence(
                                Tag.PixelValueTransformationSequence,
                                new DataSet()
                                        .putInt(Tag.RescaleSlope, VR.DS, 3)
                                        .putInt(Tag.RescaleIntercept, VR.DS, -1)));
        var window = new DataSet();
        window.putString(Tag.WindowCenter, VR.DS, "10").putString(Tag.WindowWidth, VR.DS, "10");
        window.putString(Tag.VOILUTFunction, VR.CS, "LINEAR_EXACT");
        dataSet.putSequence(
                Tag.PerFrameFunctionalGroupsSequence,
                new DataSet(),
                new DataSet()
                        .putSequence(Tag.FrameVOILUTSequence, window)
                        .putSequence(
                                Tag.PixelValueTransformationSequence,
                                new DataSet()
                                        .putInt(Tag.RescaleSlope, VR.DS, 5)
                                        .putInt(Tag.RescaleIntercept, VR.DS, 1)));

        assertThat(GreyTransformation.of(image, 0).modality().applyAsDouble(2)).isEqualTo(5);
        assertThat(GreyTransformation.of(image, 0).voi()).isNull();
        assertThat(GreyTransformation.of(image, 1).modality().applyAsDouble(2)).isEqualTo(11);
        assertThat(voi(GreyTransformation.of(image, 1)).applyAsDouble(11)).isEqualTo(0.6);
    }

    @Test
    void turns_levels_over_when_the_presentation_shape_says_so() throws IOException {
        Image image = image(Picture.grey(2, 2, 8, 8, false));
        assertThat(GreyTransformation.of(image, 0).inverted()).isFalse();
        image.file().dataSet().putString(Tag.PresentationLUTShape, VR.CS, "INVERSE");
        assertThat(GreyTransformation.of(image, 0).inverted()).isTrue();
    }

    @Test
    void knows_padding_up_to_its_limit_in_either_order() {
        Image image = image(Picture.grey(2, 2, 16, 16, true));
        assertThat(image.padding()).isNull();

        // as US although pixels are signed
        image.file().dataSet().putInt(Tag.PixelPaddingValue, VR.US, 0x8000);
        assertThat(image.padding()).isEqualTo(new PaddingRange(-32768, -32768));

        image.file().dataSet().putInt(Tag.PixelPaddingRangeLimit, VR.SS, -32000);
        PaddingRange padding = requireNonNull(image.padding());
        assertThat(padding).isEqualTo(new PaddingRange(-32768, -32000));
        assertThat(padding.contains(-32001)).isTrue();
        assertThat(padding.contains(-31999)).isFalse();
    }

    private static Image image(Picture picture) {
        try {
            return picture.image();
        } catch (UnsupportedImageException e) {
            throw new AssertionError(e);
        }
    }
}
