package org.medsendx.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's own decoder is the oracle. */
class JpegTest {

    private static Raster smooth(int rows, int columns, int channels) {
        var pixels = new byte[rows * columns * channels];
        for (int i = 0; i < pixels.length; i++) {
            int at = i / channels;
            double wave =
                    Math.sin(at / columns / 9.0 + i % channels) * Math.cos(at % columns / 11.0);
            pixels[i] = (byte) (128 + 100 * wave);
        }
        return new Raster(rows, columns, channels, pixels);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "8,8,1", "37,61,1", "200,3,1", "37,61,3", "64,64,3"})
    void another_decoder_sees_the_same_picture(int rows, int columns, int channels)
            throws IOException {
        var raster = smooth(rows, columns, channels);

        assertThat(worst(raster, 95)).isLessThanOrEqualTo(channels == 1 ? 4 : 12);
    }

    @Test
    void noise_and_extremes_are_encoded_too() throws IOException {
        var pixels = new byte[64 * 64];
        var random = new Random(7);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextBoolean() ? 255 : 0);
        }

        assertThat(worst(new Raster(64, 64, 1, pixels), 100)).isLessThanOrEqualTo(6);
    }

    @Test
    void a_lower_quality_is_smaller() throws IOException {
        var raster = smooth(200, 200, 1);

        assertThat(bytes(raster, 30)).hasSizeLessThan(bytes(raster, 95).length);
        assertThatThrownBy(() -> bytes(raster, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(Raster raster, int quality) throws IOException {
        var out = new ByteArrayOutputStream();
        Jpeg.write(out, raster, quality);
        return out.toByteArray();
    }

    private static int worst(Raster raster, int quality) throws IOException {
        var read = ImageIO.read(new ByteArrayInputStream(bytes(raster, quality)));
        assertThat(read.getHeight()).isEqualTo(raster.rows());
        assertThat(read.getWidth()).isEqualTo(raster.columns());
        int channels = raster.channels();
        int worst = 0;
        for (int y = 0; y < raster.rows(); y++) {
            for (int x = 0; x < raster.columns(); x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int ours =
                            raster.pixels()[(y * raster.columns() + x) * channels + channel] & 0xFF;
                    int theirs = read.getRaster().getSample(x, y, channel);
                    worst = Math.max(worst, Math.abs(ours - theirs));
                }
            }
        }
        return worst;
    }
}
