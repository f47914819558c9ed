package org.medsendx.localstack.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultsTest {

    @Test
    void takes_percentiles_by_nearest_rank() {
        var hundred = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();

        assertThat(Results.percentile(hundred, 0.5)).isEqualTo(50);
        assertThat(Results.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Results.percentile(List.of(7.0), 0.99)).isEqualTo(7);
        assertThat(Results.percentile(List.of(), 0.5)).isZero();
    }
}
