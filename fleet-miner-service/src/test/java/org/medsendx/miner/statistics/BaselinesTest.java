package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.miner.daily.ScannerDays;

/** What the fleet says is usual of single scans, beside all of them worked out by hand. */
class BaselinesTest {

    private static final List<ScanFeatures> SCANS =
            new SimulatedFleet(21, 5, 60, 2, 8, 1, 0.003, 0.02, true, List.of()).scans(1);

    @Test
    void a_baseline_says_how_far_single_scans_lie_from_it() {
        var days = new TreeMap<String, ScannerDays>();
        for (var scan : SCANS) {
            days.computeIfAbsent(scan.scanner(), ScannerDays::of).take(scan);
        }
        var baselines =
                new FleetAnalysis(AnalysisOptions.DEFAULT)
                        .analyse(days.values(), List.of(), SimulatedFleet.FIRST_DAY.plusDays(60))
                        .baselines();

        assertThat(baselines).isNotEmpty();
        for (var baseline : baselines) {
            ToDoubleFunction<Features> feature =
                    baseline.feature().equals(FleetBaseline.MEAN)
                            ? Features::mean
                            : Features::standardDeviation;
            double[] values =
                    SCANS.stream()
                            .filter(scan -> scan.stratum().id().equals(baseline.stratum().id()))
                            .mapToDouble(scan -> feature.applyAsDouble(scan.features()))
                            .toArray();
            double squares = 0;
            for (double value : values) {
                squares += Math.pow(value - baseline.location(), 2);
            }
            double scatter = Math.sqrt(squares / values.length);

            assertThat(baseline.feature()).isIn(FleetBaseline.MEAN, FleetBaseline.SPREAD);
            assertThat(Objects.requireNonNull(baseline.scanScale()))
                    .as(baseline.key())
                    .isCloseTo(scatter, Percentage.withPercentage(35));
        }
    }
}
