package org.medsendx.readinglist.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final Freshness freshness = new Freshness(Duration.ofMinutes(1), () -> now);

    @Test
    void a_list_is_current_only_while_it_is_known_that_there_is_no_more() {
        assertThat(freshness.now().state()).isEqualTo(Freshness.State.READING);

        freshness.proved(now);
        assertThat(freshness.now().state()).isEqualTo(Freshness.State.CURRENT);

        var proved = now;
        now = now.plusSeconds(61);
        assertThat(freshness.now()).isEqualTo(new Freshness.Now(Freshness.State.STALE, proved, 0));

        freshness.proved(now);
        freshness.missed(3);
        assertThat(freshness.now()).isEqualTo(new Freshness.Now(Freshness.State.CURRENT, now, 3));
    }
}
