package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

class ImageTest {

    @TempDir Path folder;

    private Image read(byte[] bytes) throws Exception {
        return PictureFile.read(folder, bytes);
    }

    @Test
    void extends_the_sign_of_stored_values_and_masks_the_bits_above() throws Exception {
        Image image =
                read(
                        PictureFile.of(1, 4, 1, "MONOCHROME2", 12)
                                .with(0x00280103, 1)
                                .words(0x0001, 0x0FFF, 0xF800, 0x07FF));

        assertThat(image.stored(0)).containsExactly(1, -1, -2048, 2047);
    }

    @Test
    void reads_single_bits_across_frames() throws Exception {
        Image image =
                read(
                        PictureFile.of(1, 3, 1, "MONOCHROME2", 1)
                                .with(0x00280103, 0)
                                .pixels(0b00110101, 0));
        assertThat(image.stored(0)).containsExactly(1, 0, 1);

        byte[] two =
                RawDicom.file(
                        RawDicom.EXPLICIT,
                        RawDicom.explicit()
                                .element(0x00280008, "IS", "2 ")
                                .element(0x00280010, "US", new byte[] {1, 0})
                                .element(0x00280011, "US", new byte[] {3, 0})
                                .element(0x00280100, "US", new byte[] {1, 0})
                                .element(0x7FE00010, "OB", new byte[] {0b00110101, 0})
                                .bytes());
        assertThat(read(two).stored(1)).containsExactly(0, 1, 1);
    }

    @Test
    void interleaves_colour_planes() throws Exception {
        Image image =
                read(
                        PictureFile.of(1, 2, 3, "RGB", 8)
                                .with(0x00280006, 1)
                                .pixels(1, 2, 3, 4, 5, 6));

        assertThat(image.stored(0)).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(image.render(0).pixels()).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void applies_the_linear_window_of_the_standard_after_rescale() throws Exception {
        // C.11.2.1.2.1: centre 2048, width 4096 maps 0 to 0 and 4095 to 255
        Image image =
                read(
                        PictureFile.of(1, 3, 1, "MONOCHROME2", 12)
                                .with(0x00281050, "DS", "1024")
                                .with(0x00281051, "DS", "4096")
                                .with(0x00281052, "DS", "-1024")
                                .with(0x00281053, "DS", "1")
                                .words(0, 2048, 4095));

        assertThat(image.rescaleIntercept()).isEqualTo(-1024);
        assertThat(image.rescaleSlope()).isEqualTo(1);
        assertThat(image.render(0).pixels()).containsExactly(0, 128, 255);
    }

    @Test
    void shows_monochrome1_the_other_way_round() throws Exception {
        byte[] pixels =
                read(PictureFile.of(1, 2, 1, "MONOCHROME1", 8)
                                .with(0x00281050, "DS", "128")
                                .with(0x00281051, "DS", "256")
                                .pixels(0, 255))
                        .render(0)
                        .pixels();

        assertThat(pixels).containsExactly(255, 0);
    }

    @Test
    void stretches_percentiles_without_a_window_and_leaves_padding_out() throws Exception {
        int[] values = new int[102];
        for (int i = 0; i < 100; i++) {
            values[i] = 1000 + i;
        }
        values[100] = 0xF000;
        values[101] = 0xF000;
        byte[] pixels =
                read(PictureFile.of(1, 102, 1, "MONOCHROME2", 16)
                                .with(0x00280120, 0xF000)
                                .words(values))
                        .render(0)
                        .pixels();

        assertThat(pixels[0]).isZero();
        assertThat(pixels[50] & 0xFF).isBetween(120, 136);
        assertThat(pixels[99] & 0xFF).isEqualTo(255);
    }

    @Test
    void converts_ybr_to_rgb() throws Exception {
        byte[] rgb =
                read(PictureFile.of(1, 2, 3, "YBR_FULL", 8).pixels(76, 85, 255, 128, 128, 128))
                        .render(0)
                        .pixels();

        assertThat(rgb[0] & 0xFF).isGreaterThan(250);
        assertThat(rgb[1] & 0xFF).isLessThan(5);
        assertThat(rgb).endsWith(128, 128, 128);
    }

    @Test
    void says_why_there_is_no_picture() {
        assertThatThrownBy(() ->
                        Image.of(
                                DicomReader.read(
                                        RawDicom.write(
                                                folder,
                                                RawDicom.file(
                                                        RawDicom.EXPLICIT,
                                                        RawDicom.explicit()
                                                                .element(0x00080060, "CS", "SR")
                                                                .bytes())),
                                        ReadLimits.DEFAULT)))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("no-pixel-data");
        assertThatThrownBy(() ->
                        read(PictureFile.of(4, 4, 1, "MONOCHROME2", 16).words(1, 2, 3)).stored(0))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("pixel-data-length");
        assertThatThrownBy(() ->
                        read(PictureFile.of(4, 4, 1, "MONOCHROME2", 16).stream(
                                        "1.2.840.10008.1.2.4.201", new byte[20]))
                                .render(0))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("transfer-syntax");
    }
}
