package org.medsendx.segmenter.highlight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelSizeTest {

    @ParameterizedTest
    @CsvSource({
        "512,512,512,512",
        "64,48,512,384",
        "1600,1200,1600,1200",
        "3328,4096,1110,1366",
        "1,1,512,512",
        "700,300,700,300"
    })
    void fits_every_image_into_a_panel_by_a_whole_factor(
            int rows, int columns, int height, int width) {
        var size = PanelSize.of(rows, columns, 1600);

        assertThat(size.side(rows)).isEqualTo(height);
        assertThat(size.side(columns)).isEqualTo(width);
    }

    @Test
    void takes_the_mean_of_a_box_and_of_a_cut_one_at_the_edge() {
        var size = new PanelSize(2, 1);

        // Three columns: a full box of 10, 20, 30, 40 and a cut one of 50 and 60.
        var panel = size.fill(2, 3, new byte[] {10, 20, 50, 30, 40, 60}, greys());

        assertThat(panel.columns()).isEqualTo(2);
        assertThat(panel.pixels()).containsExactly(25, 25, 25, 55, 55, 55);
    }

    @Test
    void repeats_the_pixels_of_a_small_image() {
        var colours = new int[256];
        colours[255] = 0x010203;

        var panel = new PanelSize(1, 2).fill(1, 2, new byte[] {-1, 0}, colours);

        assertThat(panel.rows()).isEqualTo(2);
        assertThat(panel.pixels())
                .containsExactly(
                        1, 2, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 120})
    void the_mean_of_a_box_is_that_of_each_channel(int down) {
        var random = new Random(down);
        int rows = down * 3 - 1;
        int columns = down * 2 + 1;
        var pixels = new byte[rows * columns];
        random.nextBytes(pixels);
        int[] colours = random.ints(256, 0, 0x1000000).toArray();
        colours[0] = 0xFFFFFF;
        Arrays.fill(pixels, 0, columns * down, (byte) 0);

        var panel = new PanelSize(down, 1).fill(rows, columns, pixels, colours);

        for (int y = 0; y < panel.rows(); y++) {
            for (int x = 0; x < panel.columns(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    long sum = 0;
                    int count = 0;
                    for (int row = y * down; row < Math.min(rows, (y + 1) * down); row++) {
                        for (int c = x * down; c < Math.min(columns, (x + 1) * down); c++) {
                            int rgb = colours[pixels[row * columns + c] & 0xFF];
                            sum += rgb >> 16 - 8 * channel & 0xFF;
                            count++;
                        }
                    }
                    assertThat(panel.pixels()[(y * panel.columns() + x) * 3 + channel] & 0xFF)
                            .isEqualTo((int) ((sum + count / 2) / count));
                }
            }
        }
    }

    private static int[] greys() {
        return IntStream.range(0, 256).map(level -> level * 0x010101).toArray();
    }
}
