package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.medsendx.dicom.pixel.CodeStreams.COLUMNS;
import static org.medsendx.dicom.pixel.CodeStreams.ROWS;
import static org.medsendx.dicom.pixel.CodeStreams.colour;
import static org.medsendx.dicom.pixel.CodeStreams.value;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.dictionary.Uid;

class CodecTest {

    @TempDir Path folder;

    private static byte[] bytes(String base64) {
        byte[] stream = Base64.getDecoder().decode(base64);
        return Arrays.copyOf(stream, stream.length + stream.length % 2);
    }

    private int[] grey(String syntax, String base64) throws Exception {
        byte[] file =
                PictureFile.of(ROWS, COLUMNS, 1, "MONOCHROME2", 12).stream(syntax, bytes(base64));
        return PictureFile.read(folder, file).stored(0);
    }

    private static int largestDifference(int[] grey) {
        int largest = 0;
        for (int i = 0; i < grey.length; i++) {
            largest = Math.max(largest, Math.abs(grey[i] - value(i % COLUMNS, i / COLUMNS)));
        }
        return largest;
    }

    @Test
    void decodes_jpeg_lossless_to_the_bit() throws Exception {
        assertThat(largestDifference(grey(Uid.JPEGLosslessSV1, CodeStreams.LOSSLESS_SV1))).isZero();
        assertThat(largestDifference(grey(Uid.JPEGLossless, CodeStreams.LOSSLESS_PREDICTOR_6)))
                .isZero();
    }

    @Test
    void decodes_jpeg_ls_to_the_bit_and_near_lossless_within_its_promise() throws Exception {
        assertThat(largestDifference(grey(Uid.JPEGLSLossless, CodeStreams.JPEG_LS))).isZero();
        assertThat(largestDifference(grey(Uid.JPEGLSNearLossless, CodeStreams.JPEG_LS_NEAR_2)))
                .isBetween(1, 2);
    }

    @Test
    void decodes_interleaved_colour_of_jpeg_ls() throws Exception {
        byte[] file =
                PictureFile.of(ROWS, COLUMNS, 3, "RGB", 8).stream(
                        Uid.JPEGLSLossless, bytes(CodeStreams.JPEG_LS_COLOUR));
        int[] rgb = PictureFile.read(folder, file).stored(0);

        for (int i = 0; i < rgb.length; i++) {
            assertThat(rgb[i]).isEqualTo(colour(i / 3 % COLUMNS, i / 3 / COLUMNS, i % 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CodeStreams.BASELINE_COLOUR, CodeStreams.PROGRESSIVE_COLOUR})
    void decodes_jpeg_baseline_and_progressive_close_to_what_went_in(String base64)
            throws Exception {
        byte[] file =
                PictureFile.of(ROWS, COLUMNS, 3, "YBR_FULL", 8).stream(
                        Uid.JPEGBaseline8Bit, bytes(base64));
        int[] ybr = PictureFile.read(folder, file).stored(0);

        for (int i = 0; i < ROWS * COLUMNS; i++) {
            int x = i % COLUMNS;
            int y = i / COLUMNS;
            double luminance =
                    0.299 * colour(x, y, 0) + 0.587 * colour(x, y, 1) + 0.114 * colour(x, y, 2);
            assertThat(Math.abs(ybr[3 * i] - luminance)).isLessThan(12);
        }
    }

    @Test
    void joins_fragments_and_tells_frames_apart() throws Exception {
        byte[] stream = bytes(CodeStreams.JPEG_LS);
        byte[] head = Arrays.copyOf(stream, 100);
        byte[] tail = Arrays.copyOfRange(stream, 100, stream.length);
        byte[] file =
                PictureFile.of(ROWS, COLUMNS, 1, "MONOCHROME2", 12)
                        .with(0x00280008, "IS", "2")
                        .stream(Uid.JPEGLSLossless, head, tail, stream);
        Image image = PictureFile.read(folder, file);

        assertThat(image.frames()).isEqualTo(2);
        assertThat(largestDifference(image.stored(0))).isZero();
        assertThat(largestDifference(image.stored(1))).isZero();
    }

    @Test
    void survives_hostile_code_streams() throws IOException {
        String[][] seeds = {
            {Uid.JPEGLosslessSV1, CodeStreams.LOSSLESS_SV1},
            {Uid.JPEGLossless, CodeStreams.LOSSLESS_PREDICTOR_6},
            {Uid.JPEGLSLossless, CodeStreams.JPEG_LS},
            {Uid.JPEGLSNearLossless, CodeStreams.JPEG_LS_NEAR_2},
            {Uid.JPEGLSLossless, CodeStreams.JPEG_LS_COLOUR},
            {Uid.JPEGBaseline8Bit, CodeStreams.BASELINE_COLOUR},
            {Uid.JPEGExtended12Bit, CodeStreams.PROGRESSIVE_COLOUR}
        };
        var random = new Random(20260102);
        int refused = 0;
        for (int i = 0; i < 2_100; i++) {
            String[] seed = seeds[i % seeds.length];
            boolean isColour = i % seeds.length >= 4;
            byte[] stream = bytes(seed[1]);
            if (i % 3 == 0) {
                stream = Arrays.copyOf(stream, random.nextInt(stream.length) & ~1);
            }
            for (int flip = 0; flip < 3 && stream.length > 0; flip++) {
                stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] file =
                    (isColour
                                    ? PictureFile.of(ROWS, COLUMNS, 3, "RGB", 8)
                                    : PictureFile.of(ROWS, COLUMNS, 1, "MONOCHROME2", 12))
                            .stream(seed[0], stream);
            try {
                PictureFile.read(folder, file).stored(0);
            } catch (UnsupportedImageException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                fail("input " + i + " threw " + e, e);
            }
        }

        assertThat(refused).isGreaterThan(350);
    }

    @Test
    void refuses_to_allocate_what_a_stream_cannot_hold() throws IOException {
        byte[] stream = bytes(CodeStreams.LOSSLESS_SV1);
        stream[7] = (byte) 0x1F;
        stream[9] = (byte) 0x1F;
        byte[] file =
                PictureFile.of(0x1F0A, 0x1F18, 1, "MONOCHROME2", 12).stream(
                        Uid.JPEGLosslessSV1, stream);

        try {
            PictureFile.read(folder, file).stored(0);
            fail("decoded");
        } catch (UnsupportedImageException e) {
            assertThat(e.code()).isEqualTo("code-stream");
        }
    }
}
