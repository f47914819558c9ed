package org.medsendx.ingest.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void says_how_far_it_is_how_fast_and_how_much_longer() {
        var progress = new Progress(1000, 500_000_000, 0);
        for (int i = 0; i < 100; i++) {
            progress.tried(500_000, true);
        }

        assertThat(progress.line(seconds(10)))
                .isEqualTo("100 of 1000 files, 50.0 of 500.0 MB, 5.0 MB/s, 1:30 left");
        assertThat(progress.sum(seconds(10))).isEqualTo("50.0 MB in 0:10, 5.0 MB/s");
    }

    @Test
    void what_failed_is_behind_us_but_counts_as_nothing_sent() {
        var progress = new Progress(2, 2_000_000, 0);
        progress.tried(1_000_000, false);

        assertThat(progress.line(seconds(4)))
                .isEqualTo("1 of 2 files, 1.0 of 2.0 MB, 0.0 MB/s, 0:04 left");
        assertThat(progress.sum(seconds(4))).isEqualTo("0.0 MB in 0:04, 0.0 MB/s");
    }

    @Test
    void hours_are_hours_and_nothing_is_divided_by_nothing() {
        var progress = new Progress(1, 3_600_000, 0);

        assertThat(progress.line(0)).isEqualTo("0 of 1 files, 0.0 of 3.6 MB, 0.0 MB/s");
        progress.tried(1000, true);
        assertThat(progress.line(seconds(2))).endsWith(", 1:59:58 left");
        progress.tried(3_599_000, true);
        assertThat(progress.line(seconds(7325))).doesNotContain("left");
        assertThat(progress.sum(seconds(7325))).startsWith("3.6 MB in 2:02:05");
    }

    @Test
    void a_terminal_has_one_line_that_is_written_over_and_a_log_one_every_ten_seconds() {
        var clock = new AtomicLong();
        var text = new StringWriter();
        var terminal = new Screen(new PrintWriter(text), true, clock::get);
        var log = new Screen(new PrintWriter(text), false, clock::get);

        clock.set(Duration.ofMillis(300).toNanos());
        assertThat(terminal.due()).isTrue();
        assertThat(log.due()).isFalse();
        terminal.show("one");
        terminal.say("a line");
        clock.set(seconds(10));
        assertThat(log.due()).isTrue();
        log.show("two");

        assertThat(text.toString())
                .isEqualToNormalizingNewlines(
                        "\r\u001b[Kone\r\u001b[Kmedsendx send: a line\ntwo\n");
    }
}
