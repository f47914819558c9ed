package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.medsendx.contracts.deidentified.Encryption;

@Timeout(30)
class StallGuardTest {

    private static final ObjectStore.Receipt STORED =
            new ObjectStore.Receipt("bucket", Encryption.NONE, false);
    private static final Duration STALL = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    /**
     * Stands still unless it is moved, and knows who looked: the guard has the thread that runs the
     * attempt.
     */
    private static final class TestClock implements LongSupplier {

        private final Thread guard = Thread.currentThread();
        private final AtomicLong now = new AtomicLong();
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public long getAsLong() {
            if (Thread.currentThread().equals(guard)) {
                looks.incrementAndGet();
            }
            return now.get();
        }

        /** So much time goes by. */
        void goesOn(Duration time) {
            now.addAndGet(time.toNanos());
        }

        /** Waits until the guard has looked twice: the second look began after this was called. */
        void awaitLook() {
            int before = looks.get();
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> looks.get() >= before + 2);
        }
    }

    @Test
    void lets_an_attempt_take_as_long_as_it_likes_while_bytes_move() throws Exception {
        var clock = new TestClock();
        var guard = new StallGuard(STALL, STALL, clock);

        var receipt =
                guard.run(progress -> {
                    for (int i = 0; i < 5; i++) {
                        clock.goesOn(STALL.minusNanos(1));
                        progress.moved();
                        clock.awaitLook();
                    }
                    return STORED;
                });

        assertThat(receipt).isEqualTo(STORED);
    }

    @Test
    void cuts_an_attempt_of_which_no_byte_moves_for_too_long() {
        var clock = new TestClock();
        var guard = new StallGuard(STALL, STALL, clock);

        assertThatThrownBy(() ->
                        guard.run(progress -> {
                            progress.moved();
                            clock.goesOn(STALL);
                            new CountDownLatch(1).await();
                            return STORED;
                        }))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class, e -> assertThat(e.code()).isEqualTo("stalled"));
    }

    @Test
    void cuts_a_write_that_blocks_because_nobody_reads() throws Exception {
        long start = System.nanoTime();
        var begun = new CountDownLatch(1);
        // Until the first byte went no time goes by: an attempt that never began ends nothing.
        var guard =
                new StallGuard(
                        Duration.ofMillis(300),
                        Duration.ofSeconds(20),
                        () -> begun.getCount() > 0 ? start : System.nanoTime());
        var ended = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            assertThatThrownBy(() ->
                            guard.run(progress -> {
                                writeForEver(server, progress, begun, ended);
                                return STORED;
                            }))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class, e -> assertThat(e.code()).isEqualTo("stalled"));
            assertThat(ended.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void writeForEver(
            ServerSocket server, Progress progress, CountDownLatch begun, CountDownLatch ended) {
        byte[] block = new byte[64 * 1024];
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            while (true) {
                socket.getOutputStream().write(block);
                begun.countDown();
                progress.moved();
            }
        } catch (IOException e) {
            ended.countDown();
        }
    }

    @Test
    void grants_the_answer_a_time_of_its_own() throws Exception {
        var clock = new TestClock();
        var answer = STALL.multipliedBy(3);
        var guard = new StallGuard(STALL, answer, clock);

        var receipt =
                guard.run(progress -> {
                    progress.awaitAnswer();
                    clock.goesOn(STALL.multipliedBy(2));
                    clock.awaitLook();
                    return STORED;
                });

        assertThat(receipt).isEqualTo(STORED);
    }

    @Test
    void hands_on_what_the_store_said() {
        var guard = new StallGuard(Duration.ofSeconds(5), Duration.ofSeconds(5));

        assertThatThrownBy(() ->
                        guard.run(_ -> {
                            throw new StoreRefused("key-conflict");
                        }))
                .isInstanceOf(StoreRefused.class);
    }
}
