package org.medsendx.segmenter.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final long MIB = 1 << 20;

    @Test
    void a_large_scan_waits_for_room_and_a_small_one_does_not() throws Exception {
        var room = new Room(64 * MIB);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = room.enter(40 * MIB);
            var second = threads.submit((Callable<Room.Given>) () -> room.enter(40 * MIB));

            for (int i = 0; i < 8; i++) {
                room.enter(2 * MIB);
            }
            assertThat(second.isDone()).isFalse();

            first.close();
            second.get(30, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void one_that_takes_more_than_there_is_has_all_of_it() throws Exception {
        var room = new Room(64 * MIB);

        try (var given = room.enter(1 << 30)) {
            assertThat(given).isNotNull();
        }

        room.enter(64 * MIB).close();
    }
}
