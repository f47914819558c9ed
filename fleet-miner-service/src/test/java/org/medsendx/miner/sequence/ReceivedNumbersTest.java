package org.medsendx.miner.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.sequence.ReceivedNumbers.Range;

class ReceivedNumbersTest {

    @Test
    void knows_what_is_missing() {
        var numbers = ReceivedNumbers.NONE.with(2).with(3).with(7).with(3);

        assertThat(numbers.ranges()).containsExactly(new Range(2, 3), new Range(7, 7));
        assertThat(numbers.received()).isEqualTo(3);
        assertThat(numbers.missing()).isEqualTo(4);
        assertThat(ReceivedNumbers.NONE.missing()).isZero();
    }

    @Test
    void is_one_range_when_all_have_come_in_whatever_order() {
        var order = new ArrayList<Long>();
        for (long number = 1; number <= 200; number++) {
            order.add(number);
        }
        order.addAll(List.of(5L, 9L, 120L));
        Collections.shuffle(order, new Random(8));
        var numbers = ReceivedNumbers.NONE;

        for (long number : order) {
            numbers = numbers.with(number);
        }

        assertThat(numbers.ranges()).containsExactly(new Range(1, 200));
        assertThat(numbers.missing()).isZero();
    }
}
