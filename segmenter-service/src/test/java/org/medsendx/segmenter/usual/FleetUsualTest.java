package org.medsendx.segmenter.usual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.segmenter.assess.QualityJudge;
import org.medsendx.segmenter.assess.QualityLimits;
import org.medsendx.segmenter.assess.TriageRule;
import org.medsendx.segmenter.assess.TriageWeights;

class FleetUsualTest {

    private static final UsualLimits LIMITS = new UsualLimits(20, 50, 3, 4);
    private static final Stratum CHEST = new Stratum("CT", "CHEST", "ROUTINE", "120-129");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

    @TempDir Path folder;

    private final FleetUsual fleet =
            new FleetUsual(
                    Duration.ofDays(90),
                    30,
                    InstantSource.fixed(Instant.parse(TODAY + "T12:00:00Z")));

    @Test
    void every_name_that_the_fleet_has_stands_for_the_same_value_here() {
        var scan = scan(-300, 250);

        assertThat(FleetUsual.NAMES)
                .containsOnly(
                        Map.entry(FleetBaseline.MEAN, UsualFeature.MEAN),
                        Map.entry(FleetBaseline.SPREAD, UsualFeature.SPREAD));
        assertThat(UsualFeature.MEAN.of(scan)).isEqualTo(-300);
        assertThat(UsualFeature.SPREAD.of(scan)).isEqualTo(250);
    }

    @Test
    void a_new_truck_says_what_the_fleet_says_until_it_has_seen_enough() throws IOException {
        fleet.take(baseline(FleetBaseline.MEAN, -300, 50, TODAY));
        try (var usual = UsualScans.open(folder, LIMITS, fleet)) {
            var far = usual.distance("CT1", CHEST, scan(0, 250));

            assertThat(far.enough()).isTrue();
            assertThat(far.byFleet()).isTrue();
            assertThat(far.scans()).isZero();
            assertThat(far.distance()).isEqualTo(6);
            assertThat(far.features()).containsExactly("mean-high");
            assertThat(usual.distance("CT1", CHEST, scan(-350, 250)).features()).isEmpty();

            for (int i = 0; i < 20; i++) {
                usual.learn(i, "CT1", CHEST, scan(-300 + 10 * (i % 5), 250));
            }

            assertThat(usual.distance("CT1", CHEST, scan(0, 250)).byFleet()).isFalse();
            assertThat(usual.distance("CT1", CHEST, scan(0, 250)).scans()).isEqualTo(20);
        }
    }

    @Test
    void what_lies_elsewhere_here_as_a_whole_is_not_compared() throws IOException {
        fleet.take(baseline(FleetBaseline.MEAN, -300, 20, TODAY));
        fleet.take(baseline(FleetBaseline.SPREAD, 250, 20, TODAY));
        try (var usual = UsualScans.open(folder, LIMITS, fleet)) {
            assertThat(usual.distance("CT1", CHEST, scan(0, 251)).features())
                    .containsExactly("mean-high");
            for (int i = 0; i < 5; i++) {
                usual.learn(i, "CT1", CHEST, scan(i, 250));
            }

            assertThat(usual.distance("CT1", CHEST, scan(0, 251)).features()).isEmpty();
            assertThat(usual.distance("CT1", CHEST, scan(0, 400)).features())
                    .containsExactly("spread-high");
        }
    }

    @Test
    void the_fleets_word_has_an_age() {
        fleet.take(baseline(FleetBaseline.MEAN, -300, 50, TODAY.minusDays(90)));
        assertThat(place()).isNotNull();

        fleet.take(baseline(FleetBaseline.MEAN, -300, 50, TODAY.minusDays(91)));
        assertThat(place()).isNull();

        // A day that is still to come would never age.
        fleet.take(baseline(FleetBaseline.MEAN, -300, 50, TODAY.plusDays(3)));
        assertThat(place()).isNull();
    }

    @Test
    void a_few_scans_are_no_word() {
        fleet.take(new BaselineReceived(CHEST, FleetBaseline.MEAN, 29, -300, 50, TODAY));

        assertThat(place()).isNull();
    }

    @Test
    void what_the_fleet_knows_no_longer_is_not_known_here() {
        var said = baseline(FleetBaseline.MEAN, -300, 50, TODAY);
        fleet.take(said);

        fleet.forget(said.key());

        assertThat(place()).isNull();
        assertThat(fleet.size()).isZero();
    }

    @Test
    void names_that_are_not_ours_and_more_kinds_than_there_can_be_take_no_room() {
        fleet.take(baseline("somebodys-secret", 1, 1, TODAY));
        assertThat(fleet.size()).isZero();

        for (int i = 0; i < 10_000; i++) {
            fleet.take(
                    new BaselineReceived(
                            new Stratum("CT", "CHEST", "P" + i, "NONE"),
                            FleetBaseline.MEAN,
                            100,
                            0,
                            1,
                            TODAY));
        }
        assertThat(fleet.size()).isEqualTo(4000);
    }

    /** Whoever can write baselines can have a scan called unusual, and nothing more. */
    @Test
    void a_forged_baseline_adds_bounded_points_and_touches_no_verdict() throws IOException {
        for (var feature : FleetUsual.NAMES.keySet()) {
            fleet.take(baseline(feature, 1e300, 0, TODAY));
        }
        var measures = new Measures(1, Map.of("noise", 500.0, "blurRows", 50.0), Map.of());
        var scan = scan(-300, 250).with(measures);
        try (var usual = UsualScans.open(folder, LIMITS, fleet)) {
            var unusual = usual.distance("CT1", CHEST, scan);
            var good = new Quality(Verdict.GOOD, List.of());

            var quality =
                    new QualityJudge(QualityLimits.DEFAULT).with(good, measures, false, unusual);
            var rule = new TriageRule(TriageWeights.DEFAULT);
            var forged = rule.place(quality, null, unusual, CHEST, 50);
            var honest = rule.place(quality, null, Unusualness.notEnough(0), CHEST, 50);

            assertThat(quality).isEqualTo(good);
            assertThat(unusual.features()).containsExactlyInAnyOrder("mean-low", "spread-low");
            assertThat(forged.inputs()).contains("not-enough-alike", "usual-of-fleet", "unusual");
            assertThat(forged.priority() - honest.priority())
                    .isEqualTo((int) TriageWeights.DEFAULT.unusual());
            // Nothing of it is learned.
            usual.learn(0, "CT1", CHEST, scan);
            assertThat(usual.size()).isEqualTo(1);
        }
    }

    private FleetUsual.@Nullable Place place() {
        return fleet.place(CHEST, UsualFeature.MEAN);
    }

    private static BaselineReceived baseline(
            String feature, double location, double scale, LocalDate said) {
        return new BaselineReceived(CHEST, feature, 100, location, scale, said);
    }

    private static Features scan(double mean, double spread) {
        return new Features(
                "HU",
                100,
                mean,
                spread,
                -1000,
                1000,
                new Percentiles(-1000, -900, 0, 40, 60, 300, 800),
                List.of());
    }
}
