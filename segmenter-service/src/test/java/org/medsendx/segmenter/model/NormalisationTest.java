package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    private static float[] after(Normalisation normalisation, float... values) {
        normalisation.apply(values);
        return values;
    }

    @Test
    void z_score_has_mean_0_and_deviation_1_of_the_whole_population() {
        assertThat(after(new Normalisation.ZScore(), 1, 3, 1, 3)).containsExactly(-1, 1, -1, 1);
    }

    @Test
    void a_flat_image_stays_finite() {
        assertThat(after(new Normalisation.ZScore(), 7, 7, 7)).containsExactly(0, 0, 0);
        assertThat(after(new Normalisation.Percentiles(0, 100), 7, 7)).containsExactly(0, 0);
    }

    @Test
    void clip_cuts_before_it_moves_and_scales() {
        assertThat(after(new Normalisation.Clip(-100, 300, 100, 50), -1000, -100, 100, 200, 3000))
                .containsExactly(-4, -4, 0, 2, 4);
    }

    @Test
    void a_window_goes_from_0_to_1() {
        assertThat(after(new Normalisation.Window(100, 300), 0, 100, 150, 300, 900))
                .containsExactly(0, 0, 0.25f, 1, 1);
    }

    @Test
    void percentiles_are_those_of_the_image() {
        var values = new float[100];
        for (int i = 0; i < 100; i++) {
            values[(i * 37) % 100] = i + 1;
        }
        new Normalisation.Percentiles(10, 90).apply(values);

        // The 10th percentile of 1 to 100 is 10, the 90th 90.
        assertThat(values[(9 * 37) % 100]).isEqualTo(0);
        assertThat(values[(89 * 37) % 100]).isEqualTo(1);
        assertThat(values[(49 * 37) % 100]).isCloseTo(0.5f, Offset.offset(1e-6f));
        assertThat(after(new Normalisation.Percentiles(0, 100), 4, 2, 3))
                .containsExactly(1, 0, 0.5f);
    }

    @Test
    void none_leaves_values_as_they_are() {
        assertThat(after(new Normalisation.None(), 4, -2)).containsExactly(4, -2);
    }
}
