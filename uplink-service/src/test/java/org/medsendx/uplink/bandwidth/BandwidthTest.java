package org.medsendx.uplink.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BandwidthTest {

    private static final Runnable NOTHING = () -> {};
    private static final int MB = 1_000_000;
    private static final int PIECE = 64 << 10;

    @TempDir Path folder;
    private final SetClock clock = new SetClock("2026-11-29T10:00:00Z");

    @Test
    void lets_go_no_more_bytes_a_second_than_the_limit() throws Exception {
        try (var bandwidth = open(limits(2_000_000L, null, true))) {
            long begun = System.nanoTime();
            take(bandwidth, MB);
            double seconds = (System.nanoTime() - begun) / 1e9;

            // A quarter of a second's worth may go at once.
            assertThat((double) MB).isLessThan(2_000_000 * (seconds + 0.25) + PIECE);
        }
    }

    @Test
    void holds_for_all_that_send_together() throws Exception {
        try (var bandwidth = open(limits(2_000_000L, null, true))) {
            long begun = System.nanoTime();
            var other = CompletableFuture.runAsync(() -> take(bandwidth, MB / 2));
            take(bandwidth, MB / 2);
            other.join();

            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat((double) MB).isLessThan(2_000_000 * (seconds + 0.25) + 2 * PIECE);
        }
    }

    @Test
    void a_change_counts_for_what_waits_and_after_a_restart() throws Exception {
        try (var bandwidth = open(limits(1_000L, null, true))) {
            var slow = CompletableFuture.runAsync(() -> take(bandwidth, MB));
            await().until(() -> bandwidth.sentThisMonth() > 0);

            bandwidth.change(limits(null, 50L * MB, false), "anna");

            slow.join();
        }
        try (var again = open(Limits.NONE)) {
            assertThat(again.decision())
                    .isEqualTo(
                            new Bandwidth.Decision(
                                    limits(null, 50L * MB, false), "anna", clock.instant()));
        }
    }

    @Test
    void tells_whoever_waits_of_a_change() throws Exception {
        var told = new AtomicInteger();
        try (var bandwidth = open(Limits.NONE)) {
            bandwidth.onChange(told::incrementAndGet);
            bandwidth.change(limits(1_000L, null, true), "anna");
        }

        assertThat(told).hasValue(1);
    }

    @Test
    void a_plan_that_is_used_up_lets_only_the_urgent_go_until_its_month_begins_anew()
            throws Exception {
        try (var bandwidth = open(limits(null, 3L * MB, true))) {
            take(bandwidth, 3 * MB - 1);
            assertThat(bandwidth.isOpen(false)).isTrue();
            take(bandwidth, 1);

            assertThat(bandwidth.isOpen(false)).isFalse();
            assertThat(bandwidth.isOpen(true)).isTrue();
            assertThat(bandwidth.closedBecause()).isEqualTo("data-plan-used-up");

            clock.set(Instant.parse("2026-12-01T00:00:00Z"));
            assertThat(bandwidth.isOpen(false)).isTrue();
            assertThat(bandwidth.sentThisMonth()).isZero();
        }
    }

    @Test
    void the_urgent_wait_too_where_that_was_decided() throws Exception {
        try (var bandwidth = open(limits(null, 1L, false))) {
            take(bandwidth, 1);

            assertThat(bandwidth.isOpen(true)).isFalse();
        }
    }

    @Test
    void a_closed_hour_lets_nothing_begin_and_what_is_under_way_end() throws Exception {
        var closed = new Limits.Hours(LocalTime.of(10, 0), LocalTime.of(11, 0), 0L);
        try (var bandwidth = open(new Limits(null, List.of(closed), null, true, "UTC"))) {
            assertThat(bandwidth.isOpen(false)).isFalse();
            assertThat(bandwidth.closedBecause()).isEqualTo("hour-closed");
            take(bandwidth, MB);

            clock.pass(Duration.ofHours(1));
            assertThat(bandwidth.isOpen(false)).isTrue();
        }
    }

    @Test
    void counts_what_was_sent_over_restarts_and_after_a_power_cut_rather_too_much()
            throws Exception {
        var first = open(Limits.NONE);
        take(first, 10 * MB);
        // No close: the power is gone.
        try (var again = open(Limits.NONE)) {
            assertThat(again.sentThisMonth()).isBetween(10L * MB, 10L * MB + SentDays.AHEAD);
        }
        first.close();
        try (var again = open(Limits.NONE)) {
            assertThat(again.sentThisMonth()).isEqualTo(10 * MB);
        }
    }

    @Test
    void a_clock_that_was_wrong_by_a_year_wipes_nothing() throws Exception {
        try (var bandwidth = open(Limits.NONE)) {
            take(bandwidth, MB);
            clock.pass(Duration.ofDays(365));
            take(bandwidth, 2 * MB);
            clock.pass(Duration.ofDays(-365));

            assertThat(bandwidth.sentThisMonth()).isEqualTo(3 * MB);
        }
    }

    @Test
    void does_not_begin_anew_when_what_was_sent_cannot_be_read() throws Exception {
        Files.createDirectories(folder.resolve("bandwidth"));
        Files.writeString(folder.resolve("bandwidth/sent.json"), "{");

        assertThatThrownBy(() -> open(Limits.NONE)).isInstanceOf(IOException.class);
    }

    private static void take(Bandwidth bandwidth, int bytes) {
        try {
            for (int left = bytes; left > 0; ) {
                left -= bandwidth.take(Math.min(left, PIECE), NOTHING);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Limits limits(@Nullable Long rate, @Nullable Long plan, boolean urgentAlways) {
        return new Limits(
                rate,
                List.of(),
                plan == null ? null : new Limits.DataPlan(plan, 1),
                urgentAlways,
                "UTC");
    }

    private Bandwidth open(Limits first) throws IOException {
        return Bandwidth.open(folder.resolve("bandwidth"), first, clock);
    }
}
