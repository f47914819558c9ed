package org.medsendx.uplink.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.uplink.bandwidth.Limits;

class LimitsFormTest {

    private static final Limits ALL =
            new Limits(
                    187_500L,
                    List.of(
                            new Limits.Hours(LocalTime.of(8, 0), LocalTime.of(18, 0), 250_000L),
                            new Limits.Hours(LocalTime.of(18, 0), LocalTime.of(22, 0), 0L),
                            new Limits.Hours(LocalTime.of(22, 0), LocalTime.of(6, 0), null)),
                    new Limits.DataPlan(20_500_000_000L, 15),
                    false,
                    "Europe/Berlin");

    @Test
    void reads_what_people_write() {
        var form =
                new LimitsForm(
                        " 1,5 ",
                        "08:00-18:00 2\r\n\r\n18:00 - 22:00 closed\n22:00-06:00  free",
                        "20.5",
                        "15",
                        false,
                        "Europe/Berlin");

        assertThat(form.limits()).isEqualTo(ALL);
    }

    @Test
    void writes_what_it_reads() {
        assertThat(LimitsForm.of(ALL).limits()).isEqualTo(ALL);
        assertThat(LimitsForm.of(Limits.NONE).limits()).isEqualTo(Limits.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "-1", "1e9", "0", "0.001", "99999999999", "1;2", "<b>"})
    void refuses_a_rate_that_is_none(String rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitsForm(rate, "", "", "1", true, "UTC").limits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8-18 2", "08:00-18:00", "25:00-26:00 2", "08:00-08:00 2", "08:00-09:00 x"})
    void refuses_hours_that_are_none(String hours) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitsForm("", hours, "", "1", true, "UTC").limits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "29", "one"})
    void refuses_a_day_that_not_every_month_has(String day) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitsForm("", "", "20", day, true, "UTC").limits());
    }
}
