package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(7));

    @Test
    void doubles_the_bound_with_each_failure_up_to_the_longest() {
        for (int failures = 1; failures <= 100; failures++) {
            var bound = SHORTEST.multipliedBy(1L << Math.min(failures - 1, 20));
            var longest = bound.compareTo(LONGEST) < 0 ? bound : LONGEST;
            int n = failures;
            assertThat(IntStream.range(0, 200).mapToObj(_ -> backoff.after(n)))
                    .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, longest));
        }
    }

    @Test
    void spreads_the_waits_over_the_whole_range() {
        var mean = IntStream.range(0, 2000).mapToLong(_ -> backoff.after(20).toMillis()).average();

        assertThat(mean.getAsDouble()).isBetween(140_000.0, 160_000.0);
    }
}
