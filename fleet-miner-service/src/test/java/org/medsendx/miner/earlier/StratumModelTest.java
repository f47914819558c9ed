package org.medsendx.miner.earlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StratumModelTest {

    @Test
    void estimates_cells_noise_and_covariate_despite_wild_values() {
        var random = new SplittableRandom(5);
        int n = 400;
        var y = new double[n];
        var x = new double[n][1];
        var cell = new int[n];
        for (int i = 0; i < n; i++) {
            cell[i] = i % 2;
            // Patients of cell 1 are different, which must not look like its effect.
            x[i][0] = random.nextGaussian() + 0.8 * cell[i];
            y[i] = 0.3 * cell[i] + 0.5 * x[i][0] + 0.1 * random.nextGaussian();
            if (i % 20 == 0) {
                y[i] += 30;
            }
        }

        var model = new StratumModel(y, x, cell, 2);

        assertThat(model.effect(1) - model.effect(0)).isCloseTo(0.3, within(0.04));
        assertThat(model.scale()).isBetween(0.09, 0.13);
        assertThat(Math.sqrt(model.differenceVariance(0, 1))).isBetween(0.009, 0.016);
    }

    @Test
    void standard_errors_are_those_of_repeated_samples() {
        var random = new SplittableRandom(6);
        int runs = 2000;
        double squares = 0;
        for (int run = 0; run < runs; run++) {
            var y = new double[48];
            var cell = new int[48];
            for (int i = 0; i < y.length; i++) {
                cell[i] = i % 4;
                y[i] = random.nextGaussian();
            }
            var model = new StratumModel(y, new double[48][0], cell, 4);
            double difference = model.effect(0) - model.effect(1);
            squares += difference * difference / model.differenceVariance(0, 1);
        }

        assertThat(Math.sqrt(squares / runs)).isBetween(0.95, 1.1);
    }

    @Test
    void knows_nothing_better_than_a_thousandth() {
        var model = new StratumModel(new double[10], new double[10][0], new int[10], 1);

        assertThat(model.scale()).isEqualTo(0.001);
    }
}
