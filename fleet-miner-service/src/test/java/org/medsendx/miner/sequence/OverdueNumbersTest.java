package org.medsendx.miner.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverdueNumbersTest {

    private static final Duration GRACE = Duration.ofHours(1);
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    private final OverdueNumbers overdue = new OverdueNumbers(GRACE);

    @Test
    void says_nothing_of_a_stream_before_it_was_watched_for_as_long_as_a_number_may_be_late() {
        for (int minute = 0; minute < 60; minute++) {
            assertThat(overdue.watch("a", 3, at(minute))).isNull();
        }

        assertThat(overdue.watch("a", 3, at(60))).isEqualTo(3);
    }

    @Test
    void calls_nothing_overdue_where_numbers_only_cross() {
        var random = new Random(1);
        for (int second = 0; second < 6 * 3600; second++) {
            // Most of the time some are on their way, and now and then all have come.
            long onTheirWay = random.nextInt(40);

            var late = overdue.watch("a", onTheirWay, BEGIN.plusSeconds(second));

            if (late != null) {
                assertThat(late).isZero();
            }
        }
    }

    @Test
    void finds_what_is_lost_among_what_is_on_its_way_within_twice_the_time() {
        var random = new Random(2);
        Long late = 0L;
        for (int second = 0; second <= 2 * 3600; second++) {
            late = overdue.watch("a", 5 + random.nextInt(40), BEGIN.plusSeconds(second));
        }

        assertThat(late).isEqualTo(5);
    }

    @Test
    void counts_what_comes_late_at_once() {
        for (int minute = 0; minute <= 120; minute++) {
            overdue.watch("a", 5, at(minute));
        }

        assertThat(overdue.watch("a", 2, at(121))).isEqualTo(2);
        assertThat(overdue.watch("a", 0, at(122))).isZero();
        assertThat(overdue.watch("a", 1, at(123))).isNull();
    }

    @Test
    void counts_new_losses_when_they_are_as_late_and_not_before() {
        for (int minute = 0; minute <= 120; minute++) {
            overdue.watch("a", 2, at(minute));
        }

        assertThat(overdue.watch("a", 7, at(121))).isEqualTo(2);
        Long late = 0L;
        for (int minute = 122; minute <= 300; minute++) {
            late = overdue.watch("a", 7, at(minute));
        }
        assertThat(late).isEqualTo(7);
    }

    @Test
    void keeps_streams_apart() {
        for (int minute = 0; minute <= 60; minute++) {
            overdue.watch("a", 4, at(minute));
            overdue.watch("b", 0, at(minute));
        }

        assertThat(overdue.watch("a", 4, at(61))).isEqualTo(4);
        assertThat(overdue.watch("b", 1, at(61))).isNull();
    }

    private static Instant at(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }
}
