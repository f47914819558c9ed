package org.medsendx.benchmarks.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.medsendx.benchmarks.fleet.Watcher.Verdict;

/**
 * One fleet, watched day by day by several at once, and what each of them said when.
 *
 * @param plan what happened
 * @param exams made by each scanner up to the end of each day
 * @param watched by the watchers' names
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Trial(Plan plan, int[][] exams, Map<String, Said> watched) {

    /** A scanner became an outlier, by somebody's word. */
    record Call(int day, Verdict verdict) {}

    /**
     * All that one watcher said.
     *
     * @param calls in order of time
     * @param answers how many scanner-days got which answer
     * @param last of each scanner on the last day
     * @param standing scanners that were outliers when the first fault came
     * @param fleetChanged days on which it was said of most scanners that the fleet has changed
     */
    record Said(
            List<Call> calls,
            Map<String, Integer> answers,
            Map<Integer, Verdict> last,
            Set<Integer> standing,
            int fleetChanged) {

        /** Calls of scanners on days from one on. */
        List<Call> callsFrom(int day) {
            return calls.stream().filter(call -> call.day() >= day).toList();
        }
    }

    private static final class Memory {
        private final List<Call> calls = new ArrayList<>();
        private final Map<String, Integer> answers = new HashMap<>();
        private final Map<Integer, Verdict> last = new HashMap<>();
        private final Set<Integer> standing = new TreeSet<>();
        private Set<Integer> outliers = new TreeSet<>();
        private int fleetChanged;

        void look(List<Verdict> verdicts, int day, boolean lastGoodDay) {
            var now = new TreeSet<Integer>();
            int changed = 0;
            for (var verdict : verdicts) {
                answers.merge(verdict.answer(), 1, Integer::sum);
                last.put(verdict.scanner(), verdict);
                changed += verdict.answer().equals("FLEET_CHANGED") ? 1 : 0;
                if (verdict.outlier()) {
                    now.add(verdict.scanner());
                    if (!outliers.contains(verdict.scanner())) {
                        calls.add(new Call(day, verdict));
                    }
                }
            }
            fleetChanged += 2 * changed > verdicts.size() ? 1 : 0;
            if (lastGoodDay) {
                standing.addAll(now);
            }
            outliers = now;
        }

        Said said() {
            return new Said(calls, answers, last, standing, fleetChanged);
        }
    }

    /** The day on which the first fault begins; the plan's length without one. */
    static int onset(Plan plan) {
        return plan.faults().stream().mapToInt(Fault::day).min().orElse(plan.days());
    }

    /**
     * Runs a plan.
     *
     * @param looks the days on which those are asked that need not be asked every day; the last day
     *     before the first fault is one of them in any case
     */
    static Trial run(Plan plan, long seed, List<? extends Watcher> watchers, IntPredicate looks) {
        var simulator = new FleetSimulator(plan, seed);
        var exams = new int[plan.scanners()][plan.days()];
        var memories = watchers.stream().map(_ -> new Memory()).toList();
        int onset = onset(plan);
        for (int day = 0; day < plan.days(); day++) {
            var arriving = simulator.next();
            for (var note : simulator.notes()) {
                watchers.forEach(watcher -> watcher.told(note));
            }
            for (var sent : arriving) {
                var truth = sent.truth();
                if (truth != null) {
                    exams[sent.scanner()][truth.day()]++;
                }
                for (var watcher : watchers) {
                    watcher.take(sent, plan.date(day));
                }
            }
            boolean lastGoodDay = day == onset - 1;
            for (int i = 0; i < watchers.size(); i++) {
                var watcher = watchers.get(i);
                if (watcher.daily() || lastGoodDay || looks.test(day)) {
                    memories.get(i).look(watcher.look(plan.date(day)), day, lastGoodDay);
                }
            }
        }
        for (var counts : exams) {
            for (int day = 1; day < counts.length; day++) {
                counts[day] += counts[day - 1];
            }
        }
        var said = new HashMap<String, Said>();
        for (int i = 0; i < watchers.size(); i++) {
            said.put(watchers.get(i).name(), memories.get(i).said());
        }
        return new Trial(plan, exams, said);
    }

    /**
     * What somebody said.
     *
     * @throws IllegalArgumentException when nobody of that name watched
     */
    Said said(String watcher) {
        var said = watched.get(watcher);
        if (said == null) {
            throw new IllegalArgumentException("not watched by " + watcher);
        }
        return said;
    }

    /** Exams of a scanner from a day to another, both included. */
    int exams(int scanner, int from, int to) {
        return exams[scanner][to] - (from == 0 ? 0 : exams[scanner][from - 1]);
    }
}
