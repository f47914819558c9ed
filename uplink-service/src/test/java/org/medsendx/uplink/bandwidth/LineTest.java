package org.medsendx.uplink.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final int MB = 1_000_000;
    private static final Runnable NOTHING = () -> {};

    private final Line line = new Line();

    @Test
    void one_large_body_goes_behind_another_and_the_urgent_stand_in_no_line() throws Exception {
        assertThat(line.enter(false, MB, NOTHING)).isTrue();
        var alive = new AtomicInteger();
        var second = CompletableFuture.supplyAsync(() -> enter(alive::incrementAndGet));
        await().until(() -> alive.get() > 0);

        assertThat(line.enter(true, MB, NOTHING)).isFalse();
        assertThat(line.enter(false, Line.SMALL - 1, NOTHING)).isFalse();
        assertThat(second).isNotDone();

        line.leave();
        assertThat(second.join()).isTrue();
    }

    private boolean enter(Runnable alive) {
        try {
            return line.enter(false, MB, alive);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
