package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.picture.Raster;

/** The inputs beside the repository whose pictures were wrong once. */
class CasesIT {

    private static DicomFile file(String name) throws IOException {
        Path cases = Peer.samples().resolveSibling("cases");
        return DicomReader.read(cases.resolve(name + ".dcm"), ReadLimits.DEFAULT);
    }

    private static Raster rendered(String name) throws Exception {
        return Image.of(file(name)).render(0);
    }

    private static int[] pixel(Raster picture, int y, int x) {
        int[] pixel = new int[picture.channels()];
        for (int i = 0; i < pixel.length; i++) {
            int at = (y * picture.columns() + x) * pixel.length + i;
            pixel[i] = picture.pixels()[at] & 0xFF;
        }
        return pixel;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F07_voilut_says16_has12",
                "F09_rtdose_unsigned32",
                "F10_window_width_below1",
                "F12_palette_segmented"
            })
    void shows_ramps_as_ramps_over_the_whole_range(String name) throws Exception {
        Raster picture = rendered(name);

        int last = picture.rows() - 1;
        int first = pixel(picture, 0, 0)[0];
        int end = pixel(picture, last, picture.columns() - 1)[0];
        assertThat(Math.abs(end - first)).isGreaterThan(240);
        for (int y = 1; y <= last; y++) {
            int step = pixel(picture, y, 0)[0] - pixel(picture, y - 1, 0)[0];
            assertThat(end > first ? step : -step).isBetween(0, 25);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F08_jpeg_jfif_says_rgb", "F13_jpeg_lossless_rgb_says_422"})
    void shows_the_colours_that_the_stream_has(String name) throws Exception {
        Raster picture = rendered(name);

        assertThat(pixel(picture, 2, 2)[0]).isBetween(190, 210);
        assertThat(pixel(picture, 2, 2)[1]).isLessThan(50);
        assertThat(pixel(picture, 28, 2)[2]).isBetween(210, 230);
    }

    @Test
    void shows_rows_of_red_green_and_blue_in_big_endian_words() throws Exception {
        Raster picture = rendered("F11_big_endian_ow8_odd_frame");
        for (int x = 0; x < 3; x++) {
            assertThat(pixel(picture, 0, x)).containsExactly(255, 0, 0);
            assertThat(pixel(picture, 1, x)).containsExactly(0, 255, 0);
            assertThat(pixel(picture, 2, x)).containsExactly(0, 0, 255);
        }
    }

    @Test
    void shows_rows_of_one_colour_in_halved_colour_of_odd_columns() throws Exception {
        Raster picture = rendered("F14_native_422_odd_columns");
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(pixel(picture, y, x)).isEqualTo(pixel(picture, y < 3 ? 0 : 5, 0));
            }
        }
    }

    @Test
    void reads_what_headers_say_in_their_own_way() throws Exception {
        assertThat(file("F06a_second_transfer_syntax_implicit").meta().transferSyntaxUid())
                .isEqualTo(Uid.ImplicitVRLittleEndian);
        Image comma = Image.of(file("F20_ds_decimal_comma"));
        assertThat(comma.rescaleIntercept()).isEqualTo(-1024);
        assertThat(comma.remarks(0)).isEmpty();
        assertThat(rendered("09_us_segmented_palette").channels()).isEqualTo(3);
        assertThat(pixel(rendered("F01_us_palette_says8_has16"), 0, 0)).hasSize(3);
    }
}
