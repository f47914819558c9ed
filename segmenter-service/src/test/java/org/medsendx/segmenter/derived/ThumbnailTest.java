package org.medsendx.segmenter.derived;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.picture.Raster;

class ThumbnailTest {

    @Test
    void is_the_mean_of_whole_boxes_and_never_larger_than_asked() {
        var grey =
                new Raster(
                        3,
                        5,
                        1,
                        new byte[] {
                            0, 10, 20, 30, (byte) 200,
                            10, 20, 30, 40, (byte) 200,
                            7, 8, 100, 100, (byte) 255
                        });

        var reduced = new Thumbnail(3).reduced(grey);

        assertThat(reduced.rows()).isEqualTo(2);
        assertThat(reduced.columns()).isEqualTo(3);
        // 7.5 is rounded up.
        assertThat(reduced.pixels()).containsExactly(10, 30, (byte) 200, 8, 100, (byte) 255);
    }

    @Test
    void leaves_a_small_image_as_it_is() {
        var grey = new Raster(2, 2, 1, new byte[] {1, 2, 3, 4});

        assertThat(new Thumbnail(2).reduced(grey)).isSameAs(grey);
        assertThat(new Thumbnail(128).png(grey)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void a_mammogram_of_3328_by_4096_becomes_104_by_128() {
        var reduced = new Thumbnail(128).reduced(new Raster(4096, 3328, 1, new byte[4096 * 3328]));

        assertThat(reduced.rows()).isEqualTo(128);
        assertThat(reduced.columns()).isEqualTo(104);
    }
}
