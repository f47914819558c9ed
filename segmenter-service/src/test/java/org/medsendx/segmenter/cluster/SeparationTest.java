package org.medsendx.segmenter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One hill that was cut has no valley; hills that stand apart have. */
class SeparationTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void finds_no_classes_in_one_hill(int k) {
        assertThat(of(k, r -> 2000 + 150 * r.nextGaussian())).isLessThan(0.05);
        assertThat(of(k, r -> 1000 + 2000 * r.nextDouble())).isLessThan(0.10);
        assertThat(of(k, r -> -300 * Math.log(1 - r.nextDouble()))).isLessThan(0.05);
        assertThat(of(k, r -> 200 * Math.hypot(r.nextGaussian(), r.nextGaussian())))
                .isLessThan(0.05);
    }

    @Test
    void is_near_one_for_hills_that_do_not_touch() {
        double separation = of(3, r -> 1000 * r.nextInt(1, 4) + 60 * r.nextGaussian());

        assertThat(separation).isGreaterThan(0.95);
    }

    @Test
    void grows_with_the_distance_of_two_hills() {
        double before = -1;
        for (int distance : new int[] {450, 600, 800, 1200}) {
            double now = of(2, r -> 1000 + distance * r.nextInt(2) + 150 * r.nextGaussian());
            assertThat(now).as("distance %d", distance).isGreaterThan(before);
            before = now;
        }
    }

    @Test
    void is_not_misled_by_gaps_of_stretched_values() {
        // 8 bits stretched to 12: only every 16th value occurs
        double separation = of(3, r -> 16 * Math.round(125 + 9 * r.nextGaussian()));

        assertThat(separation).isLessThan(0.15);
    }

    @Test
    void sees_the_weakest_of_several_valleys() {
        double separation = of(3, r -> (r.nextInt(3) == 0 ? 200 : 2500) + 150 * r.nextGaussian());

        assertThat(separation).isLessThan(0.05);
    }

    private static double of(int k, ToDoubleFunction<Random> draw) {
        var random = new Random(5);
        var values = new int[60_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) Math.clamp(Math.round(draw.applyAsDouble(random)), 0, 4095);
        }
        var histogram = Histogram.of(values);
        return Separation.of(histogram, ExactKMeans.cluster(histogram, k));
    }
}
