package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant at(String time) {
        return Instant.parse("2026-11-29T" + time + ":00Z");
    }

    @Test
    void a_span_may_go_over_midnight_and_is_of_the_trucks_zone() {
        var night = Hours.parse(List.of("20:00-06:00", "12:00-12:30"), BERLIN);

        assertThat(night.has(at("18:59"))).isFalse();
        assertThat(night.has(at("19:00"))).isTrue();
        assertThat(night.has(at("23:30"))).isTrue();
        assertThat(night.has(at("04:59"))).isTrue();
        assertThat(night.has(at("05:00"))).isFalse();
        assertThat(night.has(at("11:29"))).isTrue();
        assertThat(night.has(at("11:30"))).isFalse();
        assertThat(Hours.parse(List.of(), BERLIN).has(at("11:30"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20:00", "20:00-", "8-9", "25:00-06:00", "06:00-06:00", "a-b"})
    void what_is_no_span_is_refused(String text) {
        assertThatThrownBy(() -> Hours.parse(List.of(text), BERLIN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
