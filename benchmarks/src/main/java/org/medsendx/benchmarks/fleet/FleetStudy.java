package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.medsendx.benchmarks.fleet.Fault.Kind;
import org.medsendx.benchmarks.fleet.FleetScenarios.Scenario;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;

/**
 * Runs fleets and counts: false findings, faults found, blame. Each row of its tables has a share
 * of the time and as many fleets as fit into it: one at least, of broken ones two.
 */
final class FleetStudy {

    /** Days from one question to the next in healthy fleets, in large ones, in great ones. */
    private static final int EVERY = 3;

    private static final int EVERY_OF_LARGE = 7;
    private static final int LARGE = 50;
    private static final int GREAT = 1000;
    private static final int GREAT_AFTER = 3;
    private static final int WEEK = 7;
    private static final int CALIBRATION_DAYS = 56;

    /** Names of what is compared. */
    static final String MINER = "MedSendX";

    private final DoubleFunction<Watcher> miner;
    private final double promise;
    private final Consumer<String> progress;
    private final long seed;
    private final int fleets;

    /**
     * @param miner the miner, with so many false findings promised in a fleet-year
     * @param promise false findings in a fleet-year as the miner is shipped
     * @param seed of the first fleet
     * @param fleets of each row, whatever time that takes; 0 for as many as fit
     */
    FleetStudy(
            DoubleFunction<Watcher> miner,
            double promise,
            long seed,
            int fleets,
            Consumer<String> progress) {
        this.miner = miner;
        this.promise = promise;
        this.seed = seed;
        this.fleets = fleets;
        this.progress = progress;
    }

    /** A row about healthy fleets. */
    record Healthy(
            String name, double promise, Tally miner, Tally shewhart, Tally kMeans, Tally ideal) {}

    /** A row about broken ones. */
    record Broken(String name, double promise, Tally miner, Tally ideal) {}

    /** Signs, days and scanners take turns, so that no weekday and no make is favoured. */
    private static Plan turned(Plan plan, int fleet) {
        var faults = new ArrayList<Fault>();
        for (var fault : plan.faults()) {
            boolean either = fault.kind() == Kind.GAIN_STEP || fault.kind() == Kind.OFFSET;
            double sign = either && fleet % 2 == 1 ? -1 : 1;
            boolean one = plan.faults().size() == 1;
            int scanner = one ? (fleet * 3 + fault.scanner()) % plan.scanners() : fault.scanner();
            int day = fault.day() == 0 ? 0 : fault.day() - fleet * 5 % 14;
            faults.add(new Fault(fault.kind(), sign * fault.size(), scanner, day));
        }
        return plan.with(faults.toArray(Fault[]::new));
    }

    private boolean another(int done, int least, int most, Budget budget) {
        return fleets > 0 ? done < fleets : done < least || (done < most && !budget.spent());
    }

    /** Rows share no draws, or one unlucky fleet would be counted in all of them. */
    private long of(Scenario scenario, int fleet) {
        return seed + 1000L * (scenario.name().hashCode() & 0xFFFFFF) + fleet;
    }

    /** Healthy fleets of a scenario. */
    Healthy healthy(Scenario scenario, double seconds) {
        var row =
                new Healthy(
                        scenario.name(),
                        scenario.promise(),
                        new Tally(MINER),
                        new Tally("Shewhart chart of daily means"),
                        new Tally("the seed's pooled k-means"),
                        new Tally("ideal estimator"));
        var budget = new Budget(seconds);
        var plan = scenario.plan();
        double limit = limit(plan, 0.03, IdealEstimator.Channel.GAIN, scenario.promise());
        int fleet = 0;
        int every = plan.scanners() >= LARGE ? EVERY_OF_LARGE : EVERY;
        do {
            var watchers = new ArrayList<Watcher>();
            watchers.add(new Named(MINER, miner.apply(scenario.promise())));
            watchers.add(new Shewhart());
            watchers.add(new PooledKMeans());
            watchers.add(ideal(plan, 0.03, IdealEstimator.Channel.GAIN, limit));
            var trial = Trial.run(plan, of(scenario, fleet), watchers, day -> day % every == 0);
            var devices = new FleetSimulator(plan, of(scenario, fleet)).devices();
            row.miner().add(trial, devices);
            row.shewhart().add(trial, devices);
            row.kMeans().add(trial, devices);
            row.ideal().add(trial, devices);
            fleet++;
        } while (another(fleet, 1, Integer.MAX_VALUE, budget));
        progress.accept(
                "%s: %d fleets, %.1f fleet-years, %.2f false findings a fleet-year (%.0f s)"
                        .formatted(
                                scenario.name(),
                                fleet,
                                row.miner().years(),
                                row.miner().falsePerYear(),
                                budget.seconds()));
        return row;
    }

    /** Fleets in which something breaks. */
    Broken broken(Scenario scenario, double seconds) {
        var row =
                new Broken(
                        scenario.name(),
                        scenario.promise(),
                        new Tally(MINER),
                        new Tally("ideal estimator"));
        var budget = new Budget(seconds);
        var first = scenario.plan();
        var kind = first.faults().getFirst().kind();
        var channel = IdealEstimator.Channel.of(kind);
        double shift =
                switch (kind) {
                    case NOISE, BLUR -> Math.log1p(first.faults().getFirst().size());
                    case EXPOSURE -> -0.5 * Math.log1p(-first.faults().getFirst().size());
                    case GAIN_STEP -> first.faults().getFirst().size();
                    default -> 0.03;
                };
        double limit = limit(first, shift, channel, scenario.promise());
        int fleet = 0;
        int every = first.scanners() >= GREAT ? GREAT_AFTER : 1;
        do {
            var plan = turned(first, fleet);
            var watchers =
                    List.of(
                            new Named(MINER, miner.apply(scenario.promise())),
                            ideal(plan, shift, channel, limit));
            int onset = Trial.onset(plan);
            var trial =
                    Trial.run(
                            plan,
                            of(scenario, fleet),
                            watchers,
                            day -> day >= onset ? (day - onset) % every == 0 : day % WEEK == 0);
            var devices = new FleetSimulator(plan, of(scenario, fleet)).devices();
            row.miner().add(trial, devices);
            row.ideal().add(trial, devices);
            fleet++;
        } while (another(fleet, first.scanners() >= LARGE ? 1 : 2, 60, budget));
        progress.accept(
                "%s: %d fleets, found %d of %d (%.0f s)"
                        .formatted(
                                scenario.name(),
                                fleet,
                                row.miner().found(),
                                row.miner().faults(),
                                budget.seconds()));
        return row;
    }

    /** How well scores tell a broken scanner from healthy ones, for the miner and the ideal. */
    record Areas(String name, double sigmas, double miner, double ideal, int fleets) {}

    /**
     * Areas under the ROC curve four weeks after a gain step of some standard deviations of an exam
     * as the ideal estimator sees it.
     */
    Areas areas(Trade trade, double sigmas, double seconds) {
        var budget = new Budget(seconds);
        var healthy = Plan.healthy(10, 84, trade, Spread.CALM).examsPerDay(1.5);
        double sigma = sigma(chances(healthy, IdealEstimator.Channel.GAIN));
        double limit = limit(healthy, sigmas * sigma, IdealEstimator.Channel.GAIN, promise);
        var ours = new Auc();
        var best = new Auc();
        int fleet = 0;
        do {
            double size = (fleet % 2 == 0 ? 1 : -1) * sigmas * sigma;
            int broken = fleet % 10;
            var plan = healthy.with(new Fault(Kind.GAIN_STEP, size, broken, 56));
            var ideal = ideal(plan, sigmas * sigma, IdealEstimator.Channel.GAIN, limit);
            var trial =
                    Trial.run(
                            plan,
                            seed + 20_000 + fleet,
                            List.of(new Named(MINER, miner.apply(promise)), ideal),
                            day -> day == 83);
            score(trial, MINER, broken, ours);
            score(trial, ideal.name(), broken, best);
            fleet++;
        } while (another(fleet, 4, 200, budget));
        var areas = new Areas(trade.name(), sigmas, ours.area(), best.area(), fleet);
        progress.accept(
                "area under ROC, %s, %.2f sigma: %.3f, ideal %.3f (%d fleets, %.0f s)"
                        .formatted(
                                trade,
                                sigmas,
                                areas.miner(),
                                areas.ideal(),
                                fleet,
                                budget.seconds()));
        return areas;
    }

    /** How soon a drift of 1 % a month can be seen at all, with the whole promise for it alone. */
    void driftBounds(Map<String, String> figures) {
        for (var trade : List.of(Trade.MAMMOGRAPHY, Trade.CT_ONE)) {
            var plan = Plan.healthy(10, CALIBRATION_DAYS, trade, Spread.CALM).examsPerDay(3);
            double exam = sigma(chances(plan, IdealEstimator.Channel.GAIN));
            double days =
                    new DriftBound(plan.spread().week(), exam, plan.examsPerDay() * 4.8, 0.01)
                            .medianDays(promise / plan.scanners());
            figures.put(
                    "1 % a month, level and slope known, median days, " + trade,
                    "%.0f".formatted(days));
        }
    }

    private static void score(Trial trial, String name, int broken, Auc auc) {
        var said = trial.said(name);
        for (int i = 0; i < trial.plan().scanners(); i++) {
            var verdict = said.last().get(i);
            auc.add(i == broken, verdict == null ? 0 : verdict.effect());
        }
    }

    private static double weekSpread(Plan plan, IdealEstimator.Channel channel) {
        return switch (channel) {
            case GAIN -> plan.spread().week();
            case NOISE -> 0.02;
            case EDGE -> 0.01;
        };
    }

    private static IdealEstimator ideal(
            Plan plan, double shift, IdealEstimator.Channel channel, double limit) {
        return new IdealEstimator(channel, shift, weekSpread(plan, channel), limit);
    }

    private double limit(
            Plan plan, double shift, IdealEstimator.Channel channel, double perFleetYear) {
        return IdealEstimator.limitFor(
                shift,
                weekSpread(plan, channel),
                chances(plan, channel),
                plan.examsPerDay() * 4.8,
                perFleetYear / plan.scanners());
    }

    private static double sigma(List<Sent.Reading> chances) {
        return Math.sqrt(
                chances.stream().mapToDouble(Sent.Reading::variance).average().orElseThrow());
    }

    /** What chance adds to some weeks' exams of a healthy fleet of a plan. */
    private List<Sent.Reading> chances(Plan plan, IdealEstimator.Channel channel) {
        var simulator =
                new FleetSimulator(
                        new Plan(
                                Math.min(10, plan.scanners()),
                                CALIBRATION_DAYS,
                                plan.trade(),
                                plan.examsPerDay(),
                                plan.spread(),
                                List.of(),
                                Set.of()),
                        seed - 1);
        var chances = new ArrayList<Sent.Reading>();
        for (int day = 0; day < CALIBRATION_DAYS; day++) {
            for (var sent : simulator.next()) {
                var truth = sent.truth();
                if (truth != null) {
                    var device = simulator.devices().get(sent.scanner());
                    double week =
                            switch (channel) {
                                case GAIN -> device.week(day);
                                case NOISE -> device.noiseWeek(day);
                                case EDGE -> device.edgeWeek(day);
                            };
                    var reading = channel.of(truth);
                    chances.add(new Sent.Reading(reading.value() - week, reading.variance()));
                }
            }
        }
        return chances;
    }

    /** A watcher under another name. */
    private record Named(String name, Watcher watcher) implements Watcher {
        @Override
        public void take(Sent sent, LocalDate today) {
            watcher.take(sent, today);
        }

        @Override
        public void told(Note note) {
            watcher.told(note);
        }

        @Override
        public boolean daily() {
            return watcher.daily();
        }

        @Override
        public List<Verdict> look(LocalDate today) {
            return watcher.look(today);
        }
    }
}
