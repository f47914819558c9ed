package org.medsendx.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.benchmarks.fleet.Fault.Kind;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;

/** The scenarios of {@code ./medsendx bench fleet} in tiny fleets, through the miner as it is. */
class FleetStudyTest {

    private static final FleetScenarios ALL = new FleetScenarios(false, 0.5);

    /** The same scenario with few scanners, days and exams. */
    private static Plan tiny(Plan plan) {
        var faults = new ArrayList<Fault>();
        for (var fault : plan.faults()) {
            faults.add(
                    new Fault(
                            fault.kind(),
                            fault.size(),
                            Math.min(fault.scanner(), 2),
                            Math.min(fault.day(), 14)));
        }
        return new Plan(3, 28, plan.trade(), 1.5, plan.spread(), faults, plan.life());
    }

    @Test
    void every_scenario_gets_an_answer_for_each_scanner_that_sent_something() {
        var scenarios = new ArrayList<>(ALL.healthy());
        scenarios.addAll(ALL.broken());

        for (var scenario : scenarios) {
            var plan = tiny(scenario.plan());
            var trial = Trial.run(plan, 3, List.of(new MinerWatcher(0.5)), day -> day == 27);

            var said = trial.said("MedSendX");
            assertThat(said.last().keySet()).as(scenario.name()).isEqualTo(senders(trial));
            assertThat(said.last().values())
                    .as(scenario.name())
                    .extracting(Watcher.Verdict::answer)
                    .isSubsetOf(names(Answer.values()));
        }
    }

    private static Set<Integer> senders(Trial trial) {
        var senders = new TreeSet<Integer>();
        for (int i = 0; i < trial.plan().scanners(); i++) {
            if (trial.exams(i, 0, trial.plan().days() - 1) > 0) {
                senders.add(i);
            }
        }
        return senders;
    }

    @Test
    void a_cause_that_the_simulator_names_is_one_that_the_miner_knows() {
        assertThat(Arrays.stream(Kind.values()).map(Kind::cause)).isSubsetOf(names(Cause.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    @Test
    void who_sends_all_once_more_is_not_counted_twice() {
        var plan = Plan.healthy(2, 40, Trade.MAMMOGRAPHY, Spread.CALM).examsPerDay(2);

        var once = new MinerWatcher(0.5);
        Trial.run(plan, 3, List.of(once), day -> day == 39);
        var twice = new MinerWatcher(0.5);
        Trial.run(plan.with(Life.REPEATED), 3, List.of(twice), day -> day == 39);

        assertThat(counts(twice)).isEqualTo(counts(once)).hasSize(2);
    }

    /**
     * The first fleet of the row {@code gain +-3 %} without its fault. In it tube voltages that go
     * in steps of a kilovolt, and a chest whose first images had metal in them, were found on these
     * days, and counted as wrong blame when something else broke.
     */
    @Test
    void a_voltage_in_steps_and_a_wild_first_image_are_no_finding() {
        var plan = Plan.healthy(10, 172, Trade.MIXED, Spread.CALM).examsPerDay(3);
        long seed = 1 + 1000L * ("gain +-3 %".hashCode() & 0xFFFFFF);
        var days = Set.of(56, 70, 133);

        var trial = Trial.run(plan, seed, List.of(new MinerWatcher(0.5)), days::contains);

        assertThat(trial.said("MedSendX").calls()).isEmpty();
    }

    private static Map<String, List<Long>> counts(MinerWatcher watcher) {
        return watcher.fleet().values().stream()
                .collect(
                        Collectors.toMap(
                                ScannerDays::scanner,
                                days -> List.of(days.exams(), days.images())));
    }

    @Test
    void the_ideal_estimator_finds_a_step_and_leaves_its_neighbours() {
        var plan =
                Plan.healthy(4, 60, Trade.CT_ONE, Spread.CALM)
                        .with(new Fault(Kind.GAIN_STEP, 0.03, 2, 40));
        var ideal = new IdealEstimator(IdealEstimator.Channel.GAIN, 0.03, 0.003, 7);

        var trial = Trial.run(plan, 3, List.of(ideal), _ -> false);

        var said = trial.said(ideal.name());
        assertThat(said.calls()).isNotEmpty();
        assertThat(said.calls().getFirst().day()).isBetween(40, 45);
        assertThat(said.calls())
                .allSatisfy(call -> assertThat(call.verdict().scanner()).isEqualTo(2));
    }

    @Test
    void a_shift_that_is_small_beside_the_spread_of_weeks_has_a_limit_too() {
        var chances = List.of(new Sent.Reading(0.0064, 4.1e-5), new Sent.Reading(-0.0064, 4.1e-5));

        double limit = IdealEstimator.limitFor(0.0016, 0.01, chances, 7, 1.2);

        assertThat(limit).isFinite();
    }

    @Test
    void nobody_sees_a_slow_drift_at_once_and_who_sees_exams_sharper_sees_it_sooner() {
        double sharp = new DriftBound(0.003, 0.006, 14, 0.01).medianDays(0.05);
        double usual = new DriftBound(0.003, 0.0175, 14, 0.01).medianDays(0.05);

        assertThat(sharp).isBetween(28.0, 42.0);
        assertThat(usual).isBetween(35.0, 56.0).isGreaterThan(sharp);
    }

    @Test
    void a_count_knows_its_interval() {
        var tally = new Tally("none");
        assertThat(tally.falseCalls()).isZero();

        // 10 of Poisson: 4.80 to 18.39 (exact)
        assertThat(Tally.interval(10)[0]).isCloseTo(4.80, within(0.02));
        assertThat(Tally.interval(10)[1]).isCloseTo(18.39, within(0.02));
        assertThat(Tally.interval(0)[0]).isZero();
        assertThat(Tally.interval(0)[1]).isCloseTo(3.69, within(0.05));
    }

    @Test
    void an_area_is_a_half_for_scores_that_tell_nothing() {
        var area = new Auc();
        for (int i = 0; i < 10; i++) {
            area.add(false, i);
            area.add(true, i);
        }

        assertThat(area.area()).isEqualTo(0.5);
    }

    @Test
    void the_bench_writes_a_table_and_a_picture(@TempDir Path folder) throws IOException {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);

        new FleetBench(0.2, true, "gain +-3 %, 3 CT", 0, out).run(folder);

        assertThat(folder.resolve("fleet.md")).content().contains("gain +-3 %, 3 CT scanners |");
        assertThat(Files.size(folder.resolve("fleet.png"))).isGreaterThan(5_000);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("fleets, found");
    }
}
