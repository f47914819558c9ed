package org.medsendx.benchmarks.fleet;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Trial.Call;

/** What one watcher did in all fleets of one scenario. */
final class Tally {

    private static final int BLAME_DAYS = 14;

    private final String watcher;
    private double windowYears;
    private int fleets;
    private double years;
    private int falseCalls;
    private int realChanges;
    private int faults;
    private int found;
    private int named;
    private int namedAmong;
    private int spoilt;
    private int fleetsWithWrongBlame;
    private int fleetsAnsweredAsFleet;
    private int sinceTold;
    private int sinceWithinThree;
    private int sinceCovered;
    private final List<Double> delayDays = new ArrayList<>();
    private final List<Double> delayExams = new ArrayList<>();
    private final List<Double> sinceErrors = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> falseCauses = new TreeMap<>();
    private final Map<String, Integer> trueCauses = new TreeMap<>();

    Tally(String watcher) {
        this.watcher = watcher;
    }

    /** Adds a fleet. */
    void add(Trial trial, List<Device> devices) {
        var said = trial.said(watcher);
        var plan = trial.plan();
        int onset = Trial.onset(plan);
        fleets++;
        years += onset / 365.25;
        for (var call : said.calls()) {
            if (call.day() < onset && real(plan, call, devices)) {
                realChanges++;
            } else if (call.day() < onset) {
                wrong(call);
            }
        }
        boolean blamed = false;
        int until = until(said, plan);
        windowYears += Math.max(0, until - onset) / 365.25;
        for (var call : said.callsFrom(onset)) {
            if (call.day() <= until && !broken(plan, call.verdict().scanner())) {
                blamed = true;
                wrongCause(call);
            }
        }
        fleetsWithWrongBlame += blamed ? 1 : 0;
        fleetsAnsweredAsFleet += said.fleetChanged() > 0 ? 1 : 0;
        said.answers().forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
        for (var fault : plan.faults()) {
            fault(trial, said, fault, devices.get(fault.scanner()));
        }
    }

    /** Whether there was something to tell, though nothing broke: protocols, software. */
    private static boolean real(Plan plan, Call call, List<Device> devices) {
        if (call.day() < FleetSimulator.eventDay(plan)) {
            return false;
        }
        boolean protocols =
                plan.life().contains(Life.RENAMED) || plan.life().contains(Life.NEW_PROTOCOL);
        boolean software = plan.life().contains(Life.SOFTWARE);
        return (protocols && Objects.equals(call.verdict().cause(), "PROTOCOL"))
                || (software && devices.get(call.verdict().scanner()).make == 0);
    }

    private static boolean broken(Plan plan, int scanner) {
        return plan.faults().stream().anyMatch(fault -> fault.scanner() == scanner);
    }

    /** Two weeks after the first true call, or the end. */
    private static int until(Trial.Said said, Plan plan) {
        return said.callsFrom(Trial.onset(plan)).stream()
                .filter(call -> broken(plan, call.verdict().scanner()))
                .mapToInt(call -> Math.min(call.day() + BLAME_DAYS, plan.days() - 1))
                .findFirst()
                .orElse(plan.days() - 1);
    }

    private void wrong(Call call) {
        falseCalls++;
        wrongCause(call);
    }

    private void wrongCause(Call call) {
        falseCauses.merge(String.valueOf(call.verdict().cause()), 1, Integer::sum);
    }

    private void fault(Trial trial, Trial.Said said, Fault fault, Device device) {
        if (said.standing().contains(fault.scanner())) {
            // already called for something else: nobody can say what was found
            spoilt++;
            return;
        }
        faults++;
        var first =
                said.callsFrom(fault.day()).stream()
                        .filter(call -> call.verdict().scanner() == fault.scanner())
                        .findFirst();
        if (first.isEmpty()) {
            delayDays.add(Double.POSITIVE_INFINITY);
            delayExams.add(Double.POSITIVE_INFINITY);
            return;
        }
        var call = first.get();
        var verdict = call.verdict();
        found++;
        delayDays.add((double) (call.day() - fault.day() + 1));
        delayExams.add((double) trial.exams(fault.scanner(), fault.day(), call.day()));
        if (verdict.cause() != null) {
            namedAmong++;
            boolean right = verdict.cause().equals(fault.cause(device.slices()));
            named += right ? 1 : 0;
            trueCauses.merge(verdict.cause(), 1, Integer::sum);
        }
        var since = verdict.since();
        if (since != null) {
            var truth = trial.plan().date(fault.day());
            double error = ChronoUnit.DAYS.between(truth, since);
            sinceErrors.add(error);
            sinceTold++;
            sinceWithinThree += Math.abs(error) <= 3 ? 1 : 0;
            var earliest = verdict.earliest();
            var latest = verdict.latest();
            if (earliest != null && latest != null) {
                boolean in = !truth.isBefore(earliest) && !truth.isAfter(latest);
                sinceCovered += in ? 1 : 0;
            }
        }
    }

    int fleets() {
        return fleets;
    }

    double years() {
        return years;
    }

    int falseCalls() {
        return falseCalls;
    }

    /** Calls of scanners with new protocols for that, or with new software. */
    int realChanges() {
        return realChanges;
    }

    double falsePerYear() {
        return falseCalls / years;
    }

    /** 95 % interval of the rate. */
    double[] falseInterval() {
        var counts = interval(falseCalls);
        return new double[] {counts[0] / years, counts[1] / years};
    }

    /** 95 % interval of a count, by Byar's approximation of Poisson's limits. */
    static double[] interval(int count) {
        double low =
                count == 0
                        ? 0
                        : count * cube(1 - 1 / (9.0 * count) - 1.96 / (3 * Math.sqrt(count)));
        int more = count + 1;
        double high = more * cube(1 - 1 / (9.0 * more) + 1.96 / (3 * Math.sqrt(more)));
        return new double[] {low, high};
    }

    private static double cube(double x) {
        return x * x * x;
    }

    int faults() {
        return faults;
    }

    int found() {
        return found;
    }

    int spoilt() {
        return spoilt;
    }

    int named() {
        return named;
    }

    int namedAmong() {
        return namedAmong;
    }

    int fleetsWithWrongBlame() {
        return fleetsWithWrongBlame;
    }

    /**
     * How long wrong blame was looked for, all fleets together: the promise allows some by chance.
     */
    double windowYears() {
        return windowYears;
    }

    int fleetsAnsweredAsFleet() {
        return fleetsAnsweredAsFleet;
    }

    int sinceTold() {
        return sinceTold;
    }

    int sinceWithinThree() {
        return sinceWithinThree;
    }

    int sinceCovered() {
        return sinceCovered;
    }

    /** Infinite when fewer than half were found. */
    double medianDays() {
        return median(delayDays);
    }

    double medianExams() {
        return median(delayExams);
    }

    List<Double> delayExams() {
        return List.copyOf(delayExams);
    }

    double medianSinceError() {
        return median(sinceErrors.stream().map(Math::abs).toList());
    }

    Map<String, Integer> answers() {
        return answers;
    }

    Map<String, Integer> falseCauses() {
        return falseCauses;
    }

    Map<String, Integer> trueCauses() {
        return trueCauses;
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        var sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
