package org.medsendx.uplink.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreClockTest {

    private static StoreClock at(String now) {
        return new StoreClock(InstantSource.fixed(Instant.parse(now)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T10:00:00.500Z, 0",
        "2026-05-04T10:01:00.500Z, 60",
        "2026-05-04T09:59:30Z, -30.5",
    })
    void says_how_far_the_truck_is_ahead(String now, double ahead) {
        var clock = at(now);

        clock.heard("Mon, 4 May 2026 10:00:00 GMT");

        assertThat(clock.offset()).isEqualTo(ahead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "2026-05-04T10:00:00Z", "Mon, 99 May 2026 10:00:00 GMT"})
    void what_is_no_date_changes_nothing(String date) {
        var clock = at("2026-05-04T10:01:00.500Z");
        clock.heard("Mon, 4 May 2026 10:00:00 GMT");

        clock.heard(date);

        assertThat(clock.offset()).isEqualTo(60);
    }

    @Test
    void is_no_number_before_the_first_answer() {
        var meters = new SimpleMeterRegistry();
        at("2026-05-04T10:01:00Z").show(meters);

        assertThat(meters.get("medsendx.uplink.clock.offset.seconds").gauge().value()).isNaN();
    }
}
