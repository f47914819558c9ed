package org.medsendx.segmenter.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void what_finds_no_memory_beside_others_is_done_once_more_alone() throws Exception {
        var room = new Room(64 * MIB);
        var neighbour = room.enter(MIB);
        var tries = new AtomicInteger();
        var alone = new AtomicBoolean();
        var overlapped = new AtomicBoolean();
        var waiting = new ArrayList<Thread>();
        try (var threads = Executors.newCachedThreadPool()) {
            var second =
                    threads.submit(
                            seen(
                                    waiting,
                                    () ->
                                            room.use(
                                                    MIB,
                                                    () -> {
                                                        if (tries.incrementAndGet() == 1) {
                                                            return tooMuch();
                                                        }
                                                        alone.set(true);
                                                        Thread.yield();
                                                        alone.set(false);
                                                        return "read";
                                                    },
                                                    () -> "too-large")));
            awaitWaiting(waiting, 1);
            var third =
                    threads.submit(
                            seen(
                                    waiting,
                                    () ->
                                            room.use(
                                                    MIB,
                                                    () -> {
                                                        overlapped.set(
                                                                alone.get() || tries.get() < 2);
                                                        return "read";
                                                    },
                                                    () -> "too-large")));
            // Who wants to be alone is not passed by those who come later.
            awaitWaiting(waiting, 2);
            assertThat(tries).hasValue(1);

            neighbour.close();

            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("read");
            assertThat(third.get(30, TimeUnit.SECONDS)).isEqualTo("read");
            assertThat(overlapped).isFalse();
        }
    }

    @Test
    void what_finds_no_memory_alone_either_is_too_large_and_leaves_the_room_as_it_was()
            throws Exception {
        var room = new Room(64 * MIB);
        var tries = new AtomicInteger();

        for (int i = 0; i < 2; i++) {
            String said =
                    room.use(
                            64 * MIB,
                            () -> {
                                tries.incrementAndGet();
                                return tooMuch();
                            },
                            () -> "too-large");
            assertThat(said).isEqualTo("too-large");
        }

        assertThat(tries).hasValue(4);
        room.enter(64 * MIB).close();
    }

    @Test
    void several_that_find_no_memory_at_once_are_alone_one_after_the_other() throws Exception {
        var room = new Room(64 * MIB);
        var together = new CyclicBarrier(4);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<String>>();
            for (int i = 0; i < 4; i++) {
                var first = new AtomicBoolean(true);
                Callable<String> work =
                        () ->
                                room.<String, Exception>use(
                                        MIB,
                                        () -> {
                                            if (first.getAndSet(false)) {
                                                together.await(30, TimeUnit.SECONDS);
                                                return tooMuch();
                                            }
                                            most.accumulateAndGet(
                                                    inside.incrementAndGet(), Math::max);
                                            Thread.yield();
                                            inside.decrementAndGet();
                                            return "read";
                                        },
                                        () -> "too-large");
                all.add(threads.submit(work));
            }

            for (var one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("read");
            }
            assertThat(most).hasValue(1);
        }
    }

    /** An array that no heap has; the heap is fine. */
    private static String tooMuch() {
        return String.valueOf(new long[Integer.MAX_VALUE].length);
    }

    private static Callable<String> seen(List<Thread> threads, Callable<String> work) {
        return () -> {
            synchronized (threads) {
                threads.add(Thread.currentThread());
            }
            return work.call();
        };
    }

    private static void awaitWaiting(List<Thread> threads, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    synchronized (threads) {
                        return threads.stream()
                                        .filter(one -> one.getState() == Thread.State.WAITING)
                                        .count()
                                == count;
                    }
                });
    }
}
