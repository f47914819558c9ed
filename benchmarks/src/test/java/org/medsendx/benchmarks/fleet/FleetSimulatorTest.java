package org.medsendx.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.medsendx.benchmarks.fleet.Fault.Kind;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.ScanFeatures;

class FleetSimulatorTest {

    private static final Plan PLAN = Plan.healthy(3, 14, Trade.CT_ONE, Spread.CALM);

    private static List<ScanFeatures> scans(Plan plan, long seed) {
        var simulator = new FleetSimulator(plan, seed);
        var scans = new ArrayList<ScanFeatures>();
        while (simulator.day() < plan.days()) {
            simulator.next().forEach(sent -> scans.add(sent.scan()));
        }
        return scans;
    }

    private static ScanFeatures first(Plan plan) {
        return scans(plan, 4).stream()
                .filter(scan -> scan.truck().equals("TRUCK1"))
                .findFirst()
                .orElseThrow();
    }

    private static double measure(ScanFeatures scan, String name) {
        var measures = scan.features().measures();
        return measures == null ? Double.NaN : measures.values().getOrDefault(name, Double.NaN);
    }

    @Test
    void the_same_plan_and_seed_give_the_same_records() {
        assertThat(scans(PLAN, 4)).isEqualTo(scans(PLAN, 4)).isNotEqualTo(scans(PLAN, 5));
    }

    @Test
    void a_fault_changes_no_draw_and_nothing_of_other_scanners() {
        var healthy = scans(PLAN, 4);

        var broken = scans(PLAN.with(new Fault(Kind.GAIN_STEP, 0.08, 1, 7)), 4);

        assertThat(broken).hasSameSizeAs(healthy);
        for (int i = 0; i < broken.size(); i++) {
            boolean ill =
                    broken.get(i).scanner().equals("CT-2")
                            && !broken.get(i).acquisitionDay().isBefore(PLAN.date(7));
            assertThat(broken.get(i).equals(healthy.get(i))).isEqualTo(!ill);
        }
    }

    @Test
    void a_gain_moves_levels_percentiles_tissues_and_noise_alike() {
        var healthy = scans(PLAN, 4);

        var broken = scans(PLAN.with(new Fault(Kind.GAIN_STEP, 0.08, 0, 0)), 4);

        for (int i = 0; i < broken.size(); i++) {
            if (!broken.get(i).scanner().equals("CT-1")) {
                continue;
            }
            // 1.5 HU of a device's own offset do not scale
            var before = healthy.get(i).features();
            var after = broken.get(i).features();
            assertThat(ratio(after.mean(), before.mean())).isCloseTo(1.08, within(0.01));
            assertThat(after.standardDeviation() / before.standardDeviation())
                    .isCloseTo(1.08, within(1e-9));
            assertThat(ratio(after.percentiles().p75(), before.percentiles().p75()))
                    .isCloseTo(1.08, within(0.01));
            // near -300 and 150 HU the bands may name other classes
            if (after.tissues().size() == before.tissues().size()) {
                assertThat(ratio(after.tissues().get(1).centre(), before.tissues().get(1).centre()))
                        .isCloseTo(1.08, within(0.01));
                assertThat(after.tissues().get(1).fraction())
                        .isCloseTo(before.tissues().get(1).fraction(), within(1e-6));
            }
            assertThat(measure(broken.get(i), "noise") / measure(healthy.get(i), "noise"))
                    .isCloseTo(1.08, within(1e-4));
        }
    }

    private static double ratio(double after, double before) {
        return (after + 1000) / (before + 1000);
    }

    @Test
    void more_noise_widens_the_tails_and_leaves_the_mean() {
        var healthy = first(PLAN);

        var broken = first(PLAN.with(new Fault(Kind.NOISE, 0.2, 0, 0)));

        assertThat(measure(broken, "noise") / measure(healthy, "noise"))
                .isCloseTo(1.2, within(1e-4));
        assertThat(broken.features().mean()).isEqualTo(healthy.features().mean());
        assertThat(broken.features().percentiles().p01())
                .isLessThan(healthy.features().percentiles().p01());
    }

    @Test
    void less_exposure_is_less_dose_and_more_noise() {
        var breasts = Plan.healthy(2, 7, Trade.MAMMOGRAPHY, Spread.CALM);
        var healthy = first(breasts);

        var broken = first(breasts.with(new Fault(Kind.EXPOSURE, 0.25, 0, 0)));

        assertThat(measure(broken, "glandularDose") / measure(healthy, "glandularDose"))
                .isCloseTo(0.75, within(1e-4));
        assertThat(measure(broken, "noise") / measure(healthy, "noise"))
                .isCloseTo(1 / Math.sqrt(0.75), within(1e-4));
    }

    @Test
    void a_mixture_has_the_percentiles_and_classes_of_pixels_drawn_from_it() {
        var mixture = new Mixture(3);
        mixture.add(0.5, -980, 20);
        mixture.add(0.4, 30, 25);
        mixture.add(0.1, 500, 120);
        var random = new SplittableRandom(3);
        var pixels = new double[200_000];
        for (int i = 0; i < pixels.length; i++) {
            double place = random.nextDouble();
            pixels[i] =
                    place < 0.5
                            ? -980 + 20 * random.nextGaussian()
                            : place < 0.9
                                    ? 30 + 25 * random.nextGaussian()
                                    : 500 + 120 * random.nextGaussian();
        }
        Arrays.sort(pixels);

        var percentiles = mixture.percentiles();
        var classes = mixture.classes(new double[] {-960, 40, 400});

        assertThat(percentiles.p25()).isCloseTo(pixels[pixels.length / 4], within(1.0));
        assertThat(percentiles.p95()).isCloseTo(pixels[pixels.length * 95 / 100], within(3.0));
        assertThat(mixture.mean())
                .isCloseTo(Arrays.stream(pixels).average().orElseThrow(), within(3.0));
        for (int k = 0; k < 3; k++) {
            // what Lloyd's iteration ends in: each centre is the mean of what is nearest to it
            double low = k == 0 ? -1e9 : (classes[k - 1] + classes[k]) / 2;
            double high = k == 2 ? 1e9 : (classes[k] + classes[k + 1]) / 2;
            var nearest =
                    Arrays.stream(pixels).filter(p -> p > low && p <= high).summaryStatistics();
            assertThat(classes[k]).isCloseTo(nearest.getAverage(), within(2.0));
            assertThat(classes[3 + k])
                    .isCloseTo(nearest.getCount() / (double) pixels.length, within(0.004));
        }
        assertThat(classes[3] + classes[4] + classes[5]).isCloseTo(1, within(1e-9));
    }

    @Test
    void every_thing_that_may_happen_happens() {
        var plan =
                Plan.healthy(6, 70, Trade.MIXED, Spread.ROUGH).examsPerDay(4).with(Life.values());
        var simulator = new FleetSimulator(plan, 2);
        var scans = new ArrayList<ScanFeatures>();
        int implausible = 0;
        int late = 0;
        int told = 0;
        while (simulator.day() < plan.days()) {
            var today = plan.date(simulator.day());
            for (var sent : simulator.next()) {
                var day = sent.scan().acquisitionDay();
                scans.add(sent.scan());
                implausible += Plausible.reported(day, today) ? 0 : 1;
                late += day.isBefore(today) && day.isAfter(today.minusDays(12)) ? 1 : 0;
            }
            told += simulator.notes().size();
        }

        assertThat(implausible).isPositive();
        assertThat(late).isPositive();
        assertThat(told).isEqualTo(1);
        assertThat(scans.stream().map(ScanFeatures::featureId).distinct().count())
                .as("one truck sends everything again")
                .isLessThan(scans.size());
        assertThat(scans.stream().map(ScanFeatures::examKeyId).distinct()).hasSize(2);
        assertThat(scans.stream().map(scan -> scan.stratum().protocol()).distinct())
                .contains("CHEST_LOW_DOSE", "CHEST_STANDARD", "ROUTINE", "MLO");
        assertThat(scans.stream().map(ScanFeatures::features).map(Features::tissues))
                .allSatisfy(tissues -> assertThat(tissues).hasSizeBetween(2, 3));
    }
}
