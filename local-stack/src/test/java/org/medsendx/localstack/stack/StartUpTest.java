package org.medsendx.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StartUpTest {

    private final List<String> said = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();

    @Test
    void waits_for_all_at_once_and_says_how_long_each_took_and_what_is_waited_for_still()
            throws Exception {
        var broker = new CountDownLatch(1);

        StartUp.await(
                List.of("service", "broker"),
                name -> {
                    if (name.equals("service")) {
                        broker.await();
                        now.set(3_400_000_000L);
                    } else {
                        now.set(1_200_000_000L);
                    }
                },
                line -> {
                    said.add(line);
                    if (line.contains("broker is ready")) {
                        broker.countDown();
                    }
                },
                now::get);

        assertThat(said)
                .containsExactly(
                        "waiting for service, broker ...",
                        "  1.2 s: broker is ready; waiting for service",
                        "  3.4 s: service is ready");
    }

    @Test
    void a_part_that_fails_is_told_at_once_and_nothing_is_waited_for_any_longer() {
        var ended = new AtomicBoolean();

        assertThatThrownBy(() ->
                        StartUp.await(
                                List.of("service", "broker"),
                                name -> {
                                    if (name.equals("broker")) {
                                        throw new IOException("broker ended");
                                    }
                                    try {
                                        new CountDownLatch(1).await();
                                    } finally {
                                        ended.set(true);
                                    }
                                },
                                said::add,
                                now::get))
                .isInstanceOf(IOException.class)
                .hasMessage("broker ended");
        assertThat(ended).isTrue();
    }
}
