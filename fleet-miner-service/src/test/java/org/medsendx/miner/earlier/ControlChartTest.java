package org.medsendx.miner.earlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlChartTest {

    /** J. M. Lucas, M. S. Saccucci, Technometrics 32 (1990), table 3: lambda, L, shift, ARL. */
    @ParameterizedTest
    @CsvSource({"0.25, 2.998, 0, 500", "0.1, 2.814, 0, 500", "0.25, 2.998, 1, 11.1"})
    void an_ewma_chart_has_the_published_run_length(
            double lambda, double width, double shift, double expected) {
        assertThat(Ewma.averageRunLength(lambda, width, shift))
                .isCloseTo(expected, withinPercentage(1));
    }

    /** Two-sided, k = 0.5: D. C. Montgomery, Introduction to Statistical Quality Control, 9.1.3. */
    @ParameterizedTest
    @CsvSource({"4, 0, 168", "5, 0, 465", "4, 1, 8.38", "5, 1, 10.4", "5, 2, 4.01"})
    void a_cusum_chart_has_the_published_run_length(double h, double shift, double expected) {
        assertThat(Cusum.averageRunLength(0.5, h, shift)).isCloseTo(expected, withinPercentage(1));
    }

    @Test
    void the_limit_for_a_run_length_has_that_run_length() {
        double limit = Cusum.limitFor(0.5, 1000);
        double width = Ewma.widthFor(0.2, 1000);

        assertThat(Cusum.averageRunLength(0.5, limit, 0)).isCloseTo(1000, withinPercentage(0.1));
        assertThat(Ewma.averageRunLength(0.2, width, 0)).isCloseTo(1000, withinPercentage(0.1));
    }

    @Test
    void the_charts_do_on_normal_values_what_the_equations_say() {
        var random = new SplittableRandom(11);
        double limit = Cusum.limitFor(0.5, 100);
        double width = Ewma.widthFor(0.2, 100);
        int runs = 4000;
        long cusumValues = 0;
        long ewmaValues = 0;
        for (int run = 0; run < runs; run++) {
            var cusum = new Cusum(0.5, limit);
            do {
                cusumValues++;
            } while (!cusum.signals(random.nextGaussian()));
            var ewma = new Ewma(0.2, width);
            do {
                ewmaValues++;
            } while (Math.abs(ewma.next(random.nextGaussian())) <= ewma.limit());
        }

        assertThat(cusumValues / (double) runs).isCloseTo(100, withinPercentage(5));
        assertThat(ewmaValues / (double) runs).isCloseTo(100, withinPercentage(5));
    }
}
