package org.medsendx.uplink.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Stratum;

class FleetTableTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 2);
    private static final Stratum CHEST = new Stratum("CT", "CHEST", "ROUTINE", "120-129");

    private final FleetTable table = new FleetTable(3);

    @Test
    void tells_each_change_once_and_without_the_number_of_scanners() {
        var first = said(baseline("ROUTINE", 10, 2.0));

        assertThat(first.news())
                .containsExactly(new BaselineReceived(CHEST, "mean", 100, 10, 2, DAY));
        assertThat(said(baseline("ROUTINE", 10, 2.0)).news()).isEmpty();
        assertThat(said(baseline("ROUTINE", 11, 2.0)).news()).hasSize(1);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void what_is_known_of_scanner_days_only_is_not_told_and_takes_back_what_was() {
        said(baseline("ROUTINE", 10, 2.0));

        var change = said(baseline("ROUTINE", 10, null));

        assertThat(change.news()).isEmpty();
        assertThat(change.gone()).isEqualTo(Set.of("CT|CHEST|ROUTINE|120-129|mean"));
        assertThat(table.size()).isZero();
    }

    @Test
    void what_two_scanners_make_is_not_told_to_others() {
        assertThat(said(new FleetBaseline(CHEST, FleetBaseline.MEAN, 500, 2, 0, 0, 1.0)).news())
                .isEmpty();
        assertThat(said(new FleetBaseline(CHEST, FleetBaseline.MEAN, 500, 3, 0, 0, 1.0)).news())
                .hasSize(1);
    }

    @Test
    void what_was_never_told_is_not_taken_back() {
        var gathering = table.gather();
        gathering.forgotten("CT|CHEST|ROUTINE|120-129|mean");

        assertThat(gathering.change().gone()).isEmpty();
    }

    @Test
    void the_latest_of_a_gathering_counts() {
        var gathering = table.gather();
        gathering.said(baseline("ROUTINE", 10, 2.0), DAY);
        gathering.said(baseline("ROUTINE", 12, 2.0), DAY);
        assertThat(gathering.change().news())
                .extracting(BaselineReceived::location)
                .containsExactly(12.0);

        gathering.forgotten("CT|CHEST|ROUTINE|120-129|mean");
        assertThat(gathering.change().news()).isEmpty();
    }

    @Test
    void a_change_that_was_not_told_is_told_again() {
        var gathering = table.gather();
        gathering.said(baseline("ROUTINE", 10, 2.0), DAY);
        var lost = gathering.change();

        assertThat(said(baseline("ROUTINE", 10, 2.0))).isEqualTo(lost);
    }

    @Test
    void there_is_room_for_so_many_and_those_that_are_there_go_on() {
        var gathering = table.gather();
        for (int i = 0; i < 1000; i++) {
            gathering.said(baseline("P" + i, 10, 2.0), DAY);
        }
        table.told(gathering.change());
        assertThat(table.size()).isEqualTo(3);

        assertThat(said(baseline("P1", 11, 2.0)).news()).hasSize(1);
        assertThat(said(baseline("P7", 11, 2.0)).news()).isEmpty();
    }

    @Test
    void a_name_that_is_none_is_told_to_nobody() {
        assertThat(said(new FleetBaseline(CHEST, "a name, and a word", 1, 7, 0, 0, 1.0)).news())
                .isEqualTo(List.of());
    }

    private FleetTable.Change said(FleetBaseline baseline) {
        var gathering = table.gather();
        gathering.said(baseline, DAY);
        var change = gathering.change();
        table.told(change);
        return change;
    }

    private static FleetBaseline baseline(
            String protocol, double location, @Nullable Double scanScale) {
        return new FleetBaseline(
                new Stratum("CT", "CHEST", protocol, "120-129"),
                FleetBaseline.MEAN,
                100,
                7,
                location,
                0.5,
                scanScale);
    }
}
