package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinkWatchTest {

    private final AtomicBoolean up = new AtomicBoolean();
    private final AtomicBoolean waited = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();

    @Test
    void says_once_that_an_address_answers_after_it_did_not() {
        try (var watch = watch()) {
            await().until(() -> looks.get() >= 3);
            assertThat(back).hasValue(0);

            up.set(true);

            await().until(() -> back.get() == 1);
            int seen = looks.get();
            await().until(() -> looks.get() >= seen + 3);
            assertThat(back).hasValue(1);
            assertThat(watch.alive()).isTrue();
        }
    }

    @Test
    void leaves_a_store_that_answered_all_the_time_to_the_backoff() {
        up.set(true);
        try (var watch = watch()) {
            await().until(() -> looks.get() >= 5);
            assertThat(watch.alive()).isTrue();
        }

        assertThat(back).hasValue(0);
    }

    @Test
    void looks_at_nothing_while_nobody_waits() {
        waited.set(false);
        try (var watch = watch()) {
            await().until(() -> asked.get() >= 5);
            assertThat(watch.alive()).isTrue();
        }

        assertThat(looks).hasValue(0);
    }

    private LinkWatch watch() {
        return LinkWatch.start(
                () -> {
                    looks.incrementAndGet();
                    return up.get();
                },
                () -> {
                    asked.incrementAndGet();
                    return waited.get();
                },
                back::incrementAndGet,
                Duration.ofMillis(4));
    }
}
