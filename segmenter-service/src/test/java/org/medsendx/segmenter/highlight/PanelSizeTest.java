package org.medsendx.segmenter.highlight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        int[][] values = {{10, 20, 50}, {30, 40, 60}};
        var panel = size.fill(2, 3, (row, column) -> values[row][column] * 0x010101);

        assertThat(panel.columns()).isEqualTo(2);
        assertThat(panel.pixels()).containsExactly(25, 25, 25, 55, 55, 55);
    }

    @Test
    void repeats_the_pixels_of_a_small_image() {
        var panel = new PanelSize(1, 2).fill(1, 2, (row, column) -> column == 0 ? 0x010203 : 0);

        assertThat(panel.rows()).isEqualTo(2);
        assertThat(panel.pixels())
                .containsExactly(
                        1, 2, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0);
    }
}
