package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.medsendx.contracts.deidentified.Encryption;

@Timeout(30)
class StallGuardTest {

    private static final ObjectStore.Receipt STORED =
            new ObjectStore.Receipt("bucket", Encryption.NONE, false);

    @Test
    void lets_an_attempt_take_as_long_as_it_likes_while_bytes_move() throws Exception {
        var guard = new StallGuard(Duration.ofMillis(200), Duration.ofMillis(200));

        var receipt =
                guard.run(progress -> {
                    for (int i = 0; i < 20; i++) {
                        Thread.sleep(30);
                        progress.moved();
                    }
                    return STORED;
                });

        assertThat(receipt).isEqualTo(STORED);
    }

    @Test
    void cuts_a_write_that_blocks_because_nobody_reads() throws Exception {
        var guard = new StallGuard(Duration.ofMillis(300), Duration.ofSeconds(20));
        var ended = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            assertThatThrownBy(() ->
                            guard.run(progress -> {
                                writeForEver(server, progress, ended);
                                return STORED;
                            }))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class, e -> assertThat(e.code()).isEqualTo("stalled"));
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void writeForEver(ServerSocket server, Progress progress, CountDownLatch ended) {
        byte[] block = new byte[64 * 1024];
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            while (true) {
                socket.getOutputStream().write(block);
                progress.moved();
            }
        } catch (IOException e) {
            ended.countDown();
        }
    }

    @Test
    void grants_the_answer_a_time_of_its_own() throws Exception {
        var guard = new StallGuard(Duration.ofMillis(50), Duration.ofSeconds(10));

        var receipt =
                guard.run(progress -> {
                    progress.awaitAnswer();
                    Thread.sleep(300);
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
