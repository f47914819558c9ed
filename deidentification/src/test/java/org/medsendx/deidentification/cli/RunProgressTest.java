package org.medsendx.deidentification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunProgressTest {

    private final StringWriter err = new StringWriter();
    private long now = 5;

    private RunProgress.Lines lines(int inputs) {
        return new RunProgress.Lines(inputs, new PrintWriter(err), () -> now);
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Test
    void says_how_many_how_fast_and_how_long_still_every_ten_seconds() {
        var progress = lines(1000);

        for (int i = 0; i < 300; i++) {
            pass(100);
            progress.step();
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "100 of 1000 files, 10 files/s, 1:30 left",
                        "200 of 1000 files, 10 files/s, 1:20 left",
                        "300 of 1000 files, 10 files/s, 1:10 left");
    }

    @Test
    void says_hours_where_it_takes_some() {
        var progress = lines(72_001);

        pass(10_000);
        progress.step();

        assertThat(err.toString()).contains("1 of 72001 files, 0 files/s, 200:00:00 left");
    }

    @Test
    void says_at_the_end_what_it_came_to_and_of_a_short_run_nothing_else() {
        var progress = lines(1000);
        for (int i = 0; i < 1000; i++) {
            progress.step();
        }
        pass(4_000);

        progress.close();

        assertThat(err.toString().lines()).containsExactly("1000 files in 4.0 s, 250 files/s");
    }

    @Test
    void of_nothing_nothing_is_left() {
        lines(0).close();

        assertThat(err.toString()).startsWith("0 files in 0.0 s, 0 files/s");
    }

    @Test
    void the_rehearsal_goes_well_and_leaves_nothing_behind(@TempDir Path folder)
            throws IOException {
        DeidentifyRehearsal.rehearse(folder, 2);

        assertThat(folder).isEmptyDirectory();
    }
}
