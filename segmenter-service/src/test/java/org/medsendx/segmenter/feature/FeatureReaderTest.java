package org.medsendx.segmenter.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.segmenter.cluster.Histogram;

class FeatureReaderTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

    @ParameterizedTest
    @ValueSource(doubles = {1, 2.5, -1, -0.125})
    void measures_what_sorting_and_adding_up_gives(double slope) {
        int[] stored = new Random(5).ints(3333, -500, 3000).toArray();
        double[] values =
                Arrays.stream(stored).mapToDouble(v -> v * slope - 1024).sorted().toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();

        var features =
                new FeatureReader(Histogram.of(stored), new ValueScale(slope, -1024, "HU"))
                        .read(List.of());

        assertThat(features.pixels()).isEqualTo(stored.length);
        assertThat(features.mean()).isCloseTo(mean, ROUNDING);
        assertThat(features.standardDeviation()).isCloseTo(Math.sqrt(variance), ROUNDING);
        assertThat(features.minimum()).isEqualTo(values[0]);
        assertThat(features.maximum()).isEqualTo(values[values.length - 1]);
        assertThat(features.percentiles().p01()).isEqualTo(nearestRank(values, 1));
        assertThat(features.percentiles().p05()).isEqualTo(nearestRank(values, 5));
        assertThat(features.percentiles().p25()).isEqualTo(nearestRank(values, 25));
        assertThat(features.percentiles().p50()).isEqualTo(nearestRank(values, 50));
        assertThat(features.percentiles().p75()).isEqualTo(nearestRank(values, 75));
        assertThat(features.percentiles().p95()).isEqualTo(nearestRank(values, 95));
        assertThat(features.percentiles().p99()).isEqualTo(nearestRank(values, 99));
    }

    @Test
    void keeps_its_digits_on_a_large_offset() {
        int[] stored = {65000, 65001, 65002};

        var features =
                new FeatureReader(Histogram.of(stored), new ValueScale(1, 0, "stored"))
                        .read(List.of());

        assertThat(features.mean()).isEqualTo(65001);
        assertThat(features.standardDeviation())
                .isCloseTo(Math.sqrt(2 / 3.0), Offset.offset(1e-12));
    }

    @Test
    void refuses_to_measure_nothing() {
        var nothing = Histogram.of(1).without(value -> true);

        assertThatThrownBy(() -> new FeatureReader(nothing, new ValueScale(1, 0, "stored")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takes_an_impossible_slope_for_absent() {
        assertThat(ValueScale.of(0, 5, false).apply(7)).isEqualTo(7);
        assertThat(ValueScale.of(Double.NaN, 5, true).apply(7)).isEqualTo(7);
    }

    private static double nearestRank(double[] sorted, int percent) {
        return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
    }
}
