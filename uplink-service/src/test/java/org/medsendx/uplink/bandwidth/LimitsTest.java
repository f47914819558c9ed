package org.medsendx.uplink.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    private static final Limits.Hours DAY =
            new Limits.Hours(LocalTime.of(8, 0), LocalTime.of(18, 0), 250_000L);
    private static final Limits.Hours NIGHT =
            new Limits.Hours(LocalTime.of(22, 0), LocalTime.of(6, 0), null);
    private static final Limits.Hours EVENING =
            new Limits.Hours(LocalTime.of(18, 0), LocalTime.of(22, 0), 0L);

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T06:59:59Z, 125000",
        "2026-11-29T07:00:00Z, 250000",
        "2026-11-29T16:59:59Z, 250000",
        "2026-11-29T17:00:00Z, 0",
        "2026-11-29T21:00:00Z,",
        "2026-11-30T04:59:59Z,",
        "2026-11-30T05:00:00Z, 125000"
    })
    void the_rate_is_that_of_the_hour_where_the_truck_is(Instant time, Long rate) {
        var limits =
                new Limits(125_000L, List.of(DAY, EVENING, NIGHT), null, true, "Europe/Berlin");

        assertThat(limits.rateAt(time)).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-14, 2026-10-15", "2026-11-15, 2026-11-15", "2026-01-03, 2025-12-15"})
    void a_month_of_the_plan_begins_on_its_day(LocalDate day, LocalDate begin) {
        assertThat(new Limits.DataPlan(1, 15).monthOf(day)).isEqualTo(begin);
    }

    @Test
    void refuses_what_cannot_be() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(0L, List.of(), null, true, "UTC"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(999L, List.of(), null, true, "UTC"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(null, List.of(), null, true, "Moon/Crater"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.DataPlan(1, 29));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.DataPlan(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits.Hours(LocalTime.NOON, LocalTime.NOON, null));
    }
}
