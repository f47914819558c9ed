package org.medsendx.miner.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.sequence.ReceivedNumbers.Arrival;
import org.medsendx.miner.sequence.ReceivedNumbers.Count;

class ReceivedNumbersTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    private final Map<Long, byte[]> kept = new HashMap<>();
    private Count count = Count.NONE;

    @Test
    void knows_each_number_once_in_any_order_and_over_restarts() {
        var numbers = new ArrayList<Long>();
        for (long n = 1; n <= 20_000; n++) {
            numbers.add(n);
        }
        Collections.shuffle(numbers, new Random(1));
        var seen = new HashSet<Long>();
        for (int from = 0; from < numbers.size(); from += 777) {
            var received = open();
            for (long number : numbers.subList(from, Math.min(from + 777, numbers.size()))) {
                assertThat(received.look(number)).isEqualTo(Arrival.NEW);
                received.add(number, TODAY);
                seen.add(number);
            }
            for (long number : numbers.subList(0, Math.min(from + 10, numbers.size()))) {
                if (seen.contains(number)) {
                    assertThat(received.look(number)).isEqualTo(Arrival.KNOWN);
                }
            }
            close(received);
        }

        assertThat(count).isEqualTo(new Count(20_000, 20_000, TODAY));
        assertThat(count.missing()).isZero();
    }

    @Test
    void a_stream_with_five_thousand_gaps_is_as_small_as_one_without() {
        var received = open();
        for (long n = 2; n <= 10_000; n += 2) {
            received.add(n, TODAY);
        }
        close(received);

        assertThat(count.missing()).isEqualTo(5000);
        assertThat(kept.values().stream().mapToInt(bytes -> bytes.length).sum())
                .isLessThanOrEqualTo(3 * 512);
    }

    @Test
    void parts_of_a_stream_that_came_by_two_ways_are_one_stream() {
        var odd = open();
        var even = new ReceivedNumbers(Count.NONE, block -> null);
        for (long n = 1; n <= 9; n++) {
            (n % 2 == 0 ? even : odd).add(n, TODAY);
        }

        assertThat(odd.count().and(even.count())).isEqualTo(new Count(9, 9, TODAY));
    }

    /** A crash may keep a block and lose the count that was written after it. */
    @Test
    void a_number_is_counted_once_whether_its_block_or_its_count_was_lost() {
        var received = open();
        received.add(1, TODAY);
        kept.putAll(received.changed());

        var withoutCount = open();
        assertThat(withoutCount.look(1)).isEqualTo(Arrival.KNOWN);
        withoutCount.add(1, TODAY);
        assertThat(withoutCount.count()).isEqualTo(new Count(1, 1, TODAY));

        kept.clear();
        count = received.count();
        var withoutBlock = open();
        assertThat(withoutBlock.look(1)).isEqualTo(Arrival.NEW);
        withoutBlock.remember(1);
        assertThat(withoutBlock.look(1)).isEqualTo(Arrival.KNOWN);
        assertThat(withoutBlock.count()).isEqualTo(new Count(1, 1, TODAY));
    }

    @Test
    void a_number_beyond_belief_is_not_remembered() {
        var received = open();

        assertThat(received.look(Long.MAX_VALUE)).isEqualTo(Arrival.IMPLAUSIBLE);
        assertThat(received.look(0)).isEqualTo(Arrival.IMPLAUSIBLE);

        assertThat(received.count()).isEqualTo(Count.NONE);
        assertThat(received.changed()).isEmpty();
    }

    private ReceivedNumbers open() {
        return new ReceivedNumbers(count, kept::get);
    }

    private void close(ReceivedNumbers received) {
        kept.putAll(received.changed());
        count = received.count();
    }
}
