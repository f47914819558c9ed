package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void gives_the_medians_and_scales_that_sorting_gives() {
        var random = new SplittableRandom(8);
        for (int round = 0; round < 2000; round++) {
            int n = 1 + random.nextInt(round % 50 == 0 ? 3000 : 12);
            // Rounded, so that many are alike.
            int steps = 1 + random.nextInt(40);
            var values = new double[n];
            Arrays.setAll(values, i -> Math.rint(steps * random.nextGaussian()) / steps);
            if (round % 7 == 0) {
                Arrays.sort(values);
            }

            double location = Robust.median(values);
            double scale = Robust.scale(values);

            var mixed = values.clone();
            assertThat(Selection.median(mixed)).isEqualTo(location);
            assertThat(Selection.scale(mixed, location)).isEqualTo(scale);
        }
    }
}
