package org.medsendx.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.medsendx.ingest.store.Room.Marks;
import org.medsendx.ingest.store.Room.State;

class RoomTest {

    private final Room room = new Room(new Marks(100, 150, 400));

    @Test
    void warns_refuses_and_takes_again_only_when_there_is_more_than_a_little() {
        assertThat(room.with(400)).isEqualTo(State.AMPLE);
        assertThat(room.with(399)).isEqualTo(State.LOW);
        assertThat(room.with(100)).isEqualTo(State.LOW);
        assertThat(room.with(99)).isEqualTo(State.FULL);
        assertThat(room.with(149)).isEqualTo(State.FULL);
        assertThat(room.with(150)).isEqualTo(State.LOW);
        assertThat(room.with(120)).isEqualTo(State.LOW);
        assertThat(room.with(400)).isEqualTo(State.AMPLE);
    }

    @Test
    void never_takes_below_the_lowest_mark_nor_refuses_above_the_next_whatever_came_before() {
        var random = new Random(20260301);
        for (int i = 0; i < 10_000; i++) {
            long free = random.nextInt(500);
            var state = room.with(free);
            assertThat(free < 100).as("%d", free).isIn(false, state == State.FULL);
            assertThat(free >= 150).as("%d", free).isIn(false, state != State.FULL);
            assertThat(state == State.AMPLE).isEqualTo(free >= 400);
        }
    }

    @Test
    void marks_rise() {
        assertThatThrownBy(() -> new Marks(100, 99, 200)).hasMessageContaining("to resume");
        assertThatThrownBy(() -> new Marks(100, 150, 120)).hasMessageContaining("to warn");
    }
}
