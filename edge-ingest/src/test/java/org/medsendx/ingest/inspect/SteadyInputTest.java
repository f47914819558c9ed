package org.medsendx.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyInputTest {

    private long now = 5;

    /** Gives so many bytes at a time, so many seconds apart. */
    private SteadyInput stream(int bytes, int seconds) {
        var source =
                new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        now += seconds * 1_000_000_000L;
                        return Math.min(length, bytes);
                    }
                };
        return new SteadyInput(source, Duration.ofSeconds(20), 4096, () -> now);
    }

    @Test
    void a_slow_sender_of_the_least_rate_is_read_to_the_end() throws IOException {
        var stream = stream(4096, 1);

        for (int i = 0; i < 100_000; i++) {
            assertThat(stream.read(new byte[8192])).isEqualTo(4096);
        }
    }

    @Test
    void one_that_drips_is_not() {
        var stream = stream(1, 3);

        assertThatThrownBy(
                        () -> {
                            while (stream.read() >= 0) {
                                // on and on
                            }
                        })
                .isInstanceOf(SteadyInput.TooSlowException.class);
        assertThat(now).isLessThan(30_000_000_000L);
    }
}
