package org.medsendx.miner.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.FleetView.Scanner;

class FleetListingTest {

    private static final FleetListing FLEET = FleetListing.of(SampleFleet.of(400));

    private static FleetFilter words(String words) {
        return new FleetFilter(words, "", "", "", null);
    }

    @Test
    void what_is_to_be_looked_at_comes_first_and_the_clearest_of_it_before_the_rest() {
        var all = FLEET.all(FleetFilter.ALL, Order.WORST);

        assertThat(all).hasSize(400);
        assertThat(all.getFirst().answer()).isEqualTo(Answer.OUTLIER);
        assertThat(all.getLast().answer()).isEqualTo(Answer.OK);
        int outliers = FLEET.count(Answer.OUTLIER);
        assertThat(outliers).isEqualTo(20);
        assertThat(all.subList(0, outliers))
                .allMatch(scanner -> scanner.answer() == Answer.OUTLIER)
                .isSortedAccordingTo(Comparator.comparingDouble(FleetListing::nearness).reversed());
        var healthy = all.stream().filter(scanner -> scanner.answer() == Answer.OK).toList();
        assertThat(healthy)
                .isSortedAccordingTo(Comparator.comparingDouble(FleetListing::nearness).reversed());
    }

    @Test
    void all_pages_together_are_the_list_and_none_is_twice() {
        var seen = new ArrayList<Scanner>();
        for (int from = 0; from < 400; from += 30) {
            var page = FLEET.page(FleetFilter.ALL, Order.NAME, from, 30);
            assertThat(page.total()).isEqualTo(400);
            seen.addAll(page.scanners());
        }

        assertThat(seen).isEqualTo(FLEET.all(FleetFilter.ALL, Order.NAME));
        assertThat(new HashSet<>(seen)).hasSize(400);
        assertThat(FLEET.page(FleetFilter.ALL, Order.NAME, 4000, 30).scanners()).isEmpty();
    }

    @Test
    void words_are_looked_for_in_name_truck_and_device_in_any_case() {
        assertThat(FLEET.all(words("scanner-00017"), Order.WORST))
                .extracting(Scanner::id)
                .containsExactly("SCANNER-00017");
        assertThat(FLEET.all(words("hologic 0002"), Order.WORST))
                .isNotEmpty()
                .allMatch(scanner -> scanner.make().equals("HOLOGIC"))
                .allMatch(s -> s.id().contains("0002") || s.truck().contains("0002"));
        assertThat(FLEET.all(words("  "), Order.WORST)).hasSize(400);
        assertThat(FLEET.all(words("nobody"), Order.WORST)).isEmpty();
    }

    @Test
    void filters_hold_together() {
        var filter = new FleetFilter("", "", "GE", "CT", Answer.OUTLIER);

        assertThat(FLEET.all(filter, Order.NAME))
                .hasSize(20)
                .allMatch(scanner -> scanner.make().equals("GE"))
                .allMatch(scanner -> scanner.answer() == Answer.OUTLIER);
        assertThat(FLEET.all(new FleetFilter("", "TRUCK-0003", "", "", null), Order.NAME))
                .hasSize(3);
    }

    @Test
    void counts_what_there_is() {
        assertThat(FLEET.makes()).hasSize(4).containsEntry("GE", 100);
        assertThat(FLEET.modalities()).containsEntry("CT", 200).containsEntry("MG", 200);
        assertThat(FLEET.trucks()).hasSize(134);
        int sum = 0;
        for (var answer : Answer.values()) {
            sum += FLEET.count(answer);
        }
        assertThat(sum).isEqualTo(400);
        assertThat(FLEET.scanner("SCANNER-00001")).isPresent();
        assertThat(FLEET.scanner("SCANNER-99999")).isEmpty();
    }

    @Test
    void a_fleet_of_nobody_is_a_list_of_nothing() {
        var nobody = FleetListing.of(FleetView.EMPTY);

        assertThat(nobody.page(FleetFilter.ALL, Order.WORST, 0, 50).total()).isZero();
        assertThat(nobody.exams()).isZero();
    }

    @Test
    void what_decides_leads_however_strong_the_rest_is() {
        var changed = FLEET.scanner("SCANNER-00001").orElseThrow();

        assertThat(FleetListing.leading(changed).orElseThrow().decides()).isTrue();
        assertThat(FleetListing.strongestFirst(changed).getFirst().feature()).isEqualTo("gain");
    }

    @Test
    void nothing_endless_is_looked_for() {
        assertThatThrownBy(() -> words("x".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ten_thousand_scanners_are_sorted_and_looked_through_while_nobody_notices() {
        var view = SampleFleet.of(10_000);
        FleetListing.of(view).all(words("ge 12"), Order.WORST);

        long begun = System.nanoTime();
        var fleet = FleetListing.of(view);
        double sorted = (System.nanoTime() - begun) / 1e6;
        begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            fleet.page(words("siemens 0" + i % 10), Order.WORST, 0, 50);
        }
        double searched = (System.nanoTime() - begun) / 1e6 / 100;

        // Measured about 25 ms and 3 ms; the rest is for busy machines.
        assertThat(sorted).isLessThan(1000);
        assertThat(searched).isLessThan(100);
    }
}
