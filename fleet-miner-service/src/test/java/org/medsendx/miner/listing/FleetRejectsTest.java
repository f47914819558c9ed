package org.medsendx.miner.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.statistics.FleetView.Scanner;

class FleetRejectsTest {

    @Test
    void adds_up_what_the_scanners_say_and_how_they_differ() {
        var rejects = FleetListing.of(SampleFleet.of(5)).rejects();

        assertThat(rejects.scanners()).isEqualTo(4);
        assertThat(rejects.scans()).isEqualTo(900 + 901 + 902 + 903);
        assertThat(rejects.lines())
                .extracting(FleetRejects.Line::reason)
                .containsExactly(
                        FleetRejects.ALL, FleetRejects.REPEATED, "positioning", "foreign-object");
        var all = rejects.lines().getFirst();
        assertThat(all.scans()).isEqualTo(20 + 21 + 180 + 23);
        assertThat(all.percent()).isBetween(6.7, 6.8);
        assertThat(all.median()).isBetween(all.lower(), all.upper());
    }

    @Test
    void a_fleet_about_which_nobody_decided_has_no_lines() {
        var none = FleetRejects.of(List.of());

        assertThat(none.scanners()).isZero();
        assertThat(none.lines()).isEmpty();
    }

    @Test
    void the_scanner_of_whose_images_surely_most_are_rejected_comes_first() {
        var sorted =
                FleetListing.of(SampleFleet.of(5)).all(FleetFilter.ALL, Order.REJECTED).stream()
                        .map(Scanner::id)
                        .toList();

        assertThat(sorted.getFirst()).isEqualTo("SCANNER-00002");
        assertThat(sorted.getLast()).isEqualTo("SCANNER-00004");
    }
}
