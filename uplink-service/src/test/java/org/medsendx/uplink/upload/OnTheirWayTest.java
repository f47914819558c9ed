package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OnTheirWayTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private final OnTheirWay onTheirWay = new OnTheirWay();

    @Test
    void as_many_go_as_there_are_workers_while_nothing_breaks() {
        for (int i = 0; i < 5; i++) {
            assertThat(onTheirWay.mayTake(NOW)).isTrue();
            onTheirWay.taken();
        }
    }

    @Test
    void one_goes_alone_for_a_minute_after_a_break() {
        onTheirWay.taken();
        onTheirWay.taken();
        onTheirWay.broke(NOW);
        onTheirWay.ended();

        assertThat(onTheirWay.mayTake(NOW)).isFalse();
        onTheirWay.ended();
        assertThat(onTheirWay.mayTake(NOW)).isTrue();
        onTheirWay.taken();

        assertThat(onTheirWay.mayTake(NOW.plusSeconds(59))).isFalse();
        assertThat(onTheirWay.mayTake(onTheirWay.aloneUntil())).isTrue();
        assertThat(onTheirWay.aloneUntil()).isEqualTo(NOW.plus(OnTheirWay.ALONE));
    }

    @Test
    void none_can_end_that_did_not_go() {
        assertThatThrownBy(onTheirWay::ended).isInstanceOf(IllegalStateException.class);
    }
}
