package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateShiftTest {

    private final DateShift tenDays = new DateShift(10);

    @ParameterizedTest
    @CsvSource({
        "20240310, 20240229",
        "20240105, 20231226",
        "2024.03.10, 20240229",
        "00010112, 00010102"
    })
    void moves_dates_back(String original, String moved) {
        assertThat(tenDays.date(original)).isEqualTo(moved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "202403",
                "20241301",
                "20230229",
                "yesterday",
                "20240310-20240312",
                "00010105"
            })
    void gives_nothing_for_what_is_no_date(String text) {
        assertThat(tenDays.date(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "20240310101530.25, 20240229101530.25",
        "20240310101530.250000+0200, 20240229101530.250000",
        "202403101015-0530, 202402291015",
        "20240310+0100, 20240229",
        "20240310, 20240229"
    })
    void moves_the_day_of_a_date_time_and_keeps_its_time_without_its_offset(
            String original, String moved) {
        assertThat(tenDays.dateTime(original)).isEqualTo(moved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024",
                "202403",
                "2024+0100",
                "202403-0500",
                "20240310-20240312",
                "20240310101530+02",
                "20240310 at noon",
                "20240310T10",
                ""
            })
    void gives_nothing_for_a_date_time_that_cannot_be_moved_by_days(String text) {
        assertThat(tenDays.dateTime(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3651})
    void refuses_a_shift_out_of_range(int days) {
        assertThatThrownBy(() -> new DateShift(days)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_intervals() {
        assertThat(tenDays.date("20240410")).isEqualTo("20240331");
        assertThat(tenDays.date("20240411")).isEqualTo("20240401");
    }
}
