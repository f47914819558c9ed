package org.medsendx.miner.daily;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeeksTest {

    @Test
    void every_day_belongs_to_the_monday_on_or_before_it() {
        for (int day = -800; day < 800; day++) {
            var monday = LocalDate.ofEpochDay(Weeks.monday(day));

            assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            assertThat(day - monday.toEpochDay()).isBetween(0L, 6L);
        }
    }

    @Test
    void the_first_and_the_latest_weeks_stay() {
        var weeks = new TreeMap<Integer, String>();
        for (int week = 0; week < 9; week++) {
            weeks.put(week, "");
        }

        Weeks.bound(weeks, 2, 5);
        assertThat(weeks.keySet()).containsExactly(0, 1, 6, 7, 8);

        Weeks.bound(weeks, 2, 5);
        assertThat(weeks).hasSize(5);
    }
}
