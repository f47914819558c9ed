package org.medsendx.segmenter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void counts_every_value_of_a_signed_sixteen_bit_image() {
        int[] values = new Random(1).ints(10_001, -32768, 32768).toArray();
        var builder = new Histogram.Builder(-32768, 32767);

        builder.add(values, 0, 5000);
        builder.add(values, 5000, values.length);
        var histogram = builder.build();

        assertThat(histogram.total()).isEqualTo(values.length);
        assertThat(histogram.distinct()).isEqualTo((int) Arrays.stream(values).distinct().count());
        for (int bin = 0; bin < histogram.bins(); bin += 97) {
            int value = histogram.value(bin);
            assertThat(histogram.count(bin))
                    .isEqualTo(Arrays.stream(values).filter(v -> v == value).count());
        }
    }

    @Test
    void ranks_values_as_sorting_does() {
        int[] values = new Random(2).ints(501, -300, 300).toArray();
        int[] sorted = Arrays.stream(values).sorted().toArray();
        var histogram = Histogram.of(values);

        for (int rank = 1; rank <= values.length; rank++) {
            assertThat(histogram.valueAtRank(rank)).isEqualTo(sorted[rank - 1]);
        }
    }

    @Test
    void shares_bins_only_when_the_range_is_wider_than_sixteen_bits() {
        assertThat(new Histogram.Builder(0, 65535).build().binWidth()).isEqualTo(1);
        assertThat(new Histogram.Builder(0, 65536).build().binWidth()).isEqualTo(2);
        assertThat(new Histogram.Builder(Integer.MIN_VALUE, Integer.MAX_VALUE).build().bins())
                .isEqualTo(Histogram.MAX_BINS);
    }

    @Test
    void leaves_unwanted_values_out() {
        var histogram = Histogram.of(-2000, -2000, 0, 5, 9).without(value -> value < 0);

        assertThat(histogram.total()).isEqualTo(3);
        assertThat(histogram.least()).isZero();
    }
}
