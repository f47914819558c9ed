package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle that limits are compared with. */
class ControlChartTest {

    /** Two-sided, k = 0.5: D. C. Montgomery, Introduction to Statistical Quality Control, 9.1.3. */
    @ParameterizedTest
    @CsvSource({"4, 0, 168", "5, 0, 465", "4, 1, 8.38", "5, 1, 10.4", "5, 2, 4.01"})
    void a_cusum_chart_has_the_published_run_length(double h, double shift, double expected) {
        assertThat(Cusum.averageRunLength(0.5, h, shift)).isCloseTo(expected, withinPercentage(1));
    }
}
