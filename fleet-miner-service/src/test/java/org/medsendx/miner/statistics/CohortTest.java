package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.SimulatedFleet.Fault;
import org.medsendx.miner.statistics.SimulatedFleet.Kind;

class CohortTest {

    private static final int DAYS = 50;

    @ParameterizedTest
    @CsvSource({"GAIN, 0.08, GAIN", "NOISE, 0.7, NOISE"})
    void one_of_twelve_that_is_off_from_its_first_day_is_found_and_named(
            Kind kind, double size, Cause cause) {
        var view = analysed(12, new Fault(kind, 2, 0, size));

        assertThat(view.scanners())
                .filteredOn(s -> s.answer() == Answer.OUTLIER)
                .singleElement()
                .satisfies(scanner -> {
                    assertThat(scanner.id()).isEqualTo(SimulatedFleet.scanner(2));
                    assertThat(scanner.reason()).isEqualTo("cohort");
                    assertThat(scanner.evidence())
                            .filteredOn(Evidence::decides)
                            .singleElement()
                            .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
                });
    }

    @Test
    void of_three_sites_nobody_is_said_to_choose_the_wrong_noise() {
        var view = analysed(3, new Fault(Kind.NOISE, 2, 0, 0.7));

        assertThat(view.scanners()).allMatch(s -> s.answer() == Answer.OK);
    }

    private static FleetView analysed(int scanners, Fault fault) {
        var fleet =
                new SimulatedFleet(43, scanners, DAYS, 2, 1, 1, 0.003, 0.005, true, List.of(fault));
        var days = new TreeMap<String, ScannerDays>();
        fleet.scans(0)
                .forEach(scan -> days.computeIfAbsent(scan.scanner(), ScannerDays::of).take(scan));
        return new FleetAnalysis(AnalysisOptions.DEFAULT)
                .analyse(days.values(), List.of(), SimulatedFleet.FIRST_DAY.plusDays(DAYS - 1));
    }
}
