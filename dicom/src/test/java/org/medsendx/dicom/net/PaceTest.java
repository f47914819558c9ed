package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000;

    private final Pace pace = new Pace(Duration.ofSeconds(60), 4096);
    private long now = 17;

    /** Lets us wait, then sends. @return what is left of the budget, in seconds */
    private double after(double seconds, int bytes) {
        pace.await(now);
        now += (long) (seconds * SECOND);
        pace.arrived(now);
        pace.earn(bytes);
        return left();
    }

    private double left() {
        double left = (pace.await(now) - now) / (double) SECOND;
        pace.arrived(now);
        return left;
    }

    @Test
    void drips_buy_next_to_nothing() {
        double left = 60;
        int drips = 0;
        while (left > 0) {
            left = after(3, 100);
            drips++;
        }

        assertThat(drips).isEqualTo(21);
    }

    @Test
    void the_least_rate_lasts_as_long_as_the_image_does() {
        for (int second = 0; second < 6 * 3600; second++) {
            assertThat(after(1, 4096)).isEqualTo(60);
        }
    }

    @Test
    void an_outage_of_the_link_is_waited_for_and_what_came_before_is_no_credit() {
        after(1, 100_000_000);

        assertThat(left()).isEqualTo(60);
        assertThat(after(59, 0)).isEqualTo(1);
        assertThat(after(0, 1 << 20)).isEqualTo(60);
    }

    @Test
    void only_waiting_counts() {
        after(10, 0);
        now += 3600 * SECOND;

        assertThat(left()).isEqualTo(50);
        assertThat(pace.behind(now)).isZero();
        pace.await(now);
        assertThat(pace.behind(now + 2 * SECOND)).isEqualTo(12 * SECOND);
        pace.begin();
        assertThat(pace.behind(now + 2 * SECOND)).isEqualTo(2 * SECOND);
    }
}
