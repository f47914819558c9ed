package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    @Test
    void pieces_go_no_faster_than_the_rate() throws Exception {
        var throttle = new Throttle(1_000_000, new CountDownLatch(1));
        long begun = System.nanoTime();

        for (int i = 0; i < 5; i++) {
            throttle.await(50_000);
        }

        // The last one waits for the four before it.
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void a_stop_ends_every_wait() throws Exception {
        var stopped = new CountDownLatch(1);
        var slow = new Throttle(ArchiveOptions.LEAST_BYTES_PER_SECOND, stopped);
        var free = new Throttle(0, stopped);
        slow.await(128 << 10);
        free.await(128 << 10);

        stopped.countDown();

        assertThatThrownBy(() -> slow.await(1)).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(() -> free.await(1)).isInstanceOf(InterruptedIOException.class);
    }
}
