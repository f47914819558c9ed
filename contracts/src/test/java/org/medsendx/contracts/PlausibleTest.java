package org.medsendx.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlausibleTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 3, 11);

    @ParameterizedTest
    @CsvSource({
        "1984-12-31, false, false",
        "1985-01-01, true, true",
        "2024-03-12, true, true",
        "2024-03-13, false, true",
        "2024-03-14, false, false"
    })
    void believes_a_day_from_1985_to_one_day_ahead_and_an_event_s_to_two(
            LocalDate day, boolean acquired, boolean reported) {
        assertThat(Plausible.acquired(day, null, TODAY)).isEqualTo(acquired);
        assertThat(Plausible.reported(day, TODAY)).isEqualTo(reported);
    }

    @Test
    void believes_no_day_before_birth_but_the_day_of_birth() {
        LocalDate birth = LocalDate.of(2020, 2, 29);

        assertThat(Plausible.acquired(birth, birth, TODAY)).isTrue();
        assertThat(Plausible.acquired(birth.minusDays(1), birth, TODAY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, false",
        "-28, false",
        "NaN, false",
        "Infinity, false",
        "1000, false",
        "28000, false",
        "0.5, true",
        "28, true",
        "999.9, true"
    })
    void believes_kilovolts_of_a_tube(double value, boolean believed) {
        assertThat(Plausible.kilovolts(value)).isEqualTo(believed);
    }

    @ParameterizedTest
    @CsvSource({
        "1, -1024, true",
        "-1, 4095, true",
        "0, 0, false",
        "NaN, 0, false",
        "Infinity, 0, false",
        "1, NaN, false",
        "1, -Infinity, false"
    })
    void believes_a_rescale_that_makes_values(double slope, double intercept, boolean believed) {
        assertThat(Plausible.rescale(slope, intercept)).isEqualTo(believed);
    }
}
