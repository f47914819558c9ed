package org.medsendx.benchmarks.fleet;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.medsendx.benchmarks.fleet.FleetScenarios.Scenario;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.miner.statistics.FleetView;

/**
 * All that the analysis says of the benchmark's fleets, a line each: what does not change its
 * answers changes none of the lines. Digests stand for charts, baselines and points, in which each
 * number has all of its digits.
 *
 * <p>Not a test: {@code AnalysisDump FILE}, from two trees, and a comparison of the two files.
 */
public final class AnalysisDump {

    private static final int MOST_SCANNERS = 20;
    private static final int[] DAYS = {20, 45, 83, 118, 140, 171};

    private AnalysisDump() {}

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        var scenarios = new FleetScenarios(false, 0.5);
        var rows = new ArrayList<>(scenarios.broken());
        rows.addAll(scenarios.healthy());
        try (var out =
                new PrintStream(
                        Files.newOutputStream(Path.of(arguments[0])),
                        false,
                        StandardCharsets.UTF_8)) {
            for (var row : rows) {
                if (row.plan().scanners() <= MOST_SCANNERS) {
                    dump(row, DAYS, out);
                }
            }
            // Large enough that only what decides or leads is drawn.
            var large = Plan.healthy(600, 70, Trade.CT_ONE, Spread.CALM).examsPerDay(1.5);
            dump(
                    new Scenario(
                            "600 scanners",
                            large.with(new Fault(Fault.Kind.GAIN_STEP, 0.05, 7, 40)),
                            0.5,
                            1),
                    new int[] {69},
                    out);
        }
    }

    private static void dump(Scenario row, int[] looks, PrintStream out) {
        var plan = row.plan();
        var days = new TreeSet<Integer>();
        for (int day : looks) {
            days.add(Math.min(day, plan.days() - 1));
        }
        var miner = new MinerWatcher(row.promise());
        var simulator = new FleetSimulator(plan, 77 + row.name().hashCode());
        for (int day = 0; day <= days.last(); day++) {
            var arriving = simulator.next();
            for (var note : simulator.notes()) {
                miner.told(note);
            }
            for (var sent : arriving) {
                miner.take(sent, plan.date(day));
            }
            if (days.contains(day)) {
                miner.look(plan.date(day));
                var view = miner.last();
                if (view != null) {
                    lines(view).forEach(line -> out.println(row.name() + "; " + line));
                }
            }
        }
    }

    private static List<String> lines(FleetView view) {
        var lines = new ArrayList<String>();
        for (var scanner : view.scanners()) {
            var text = new StringBuilder(view.day() + " " + scanner.id() + " " + scanner.answer());
            for (var one : scanner.evidence()) {
                text.append("; ")
                        .append(one.feature())
                        .append(' ')
                        .append(one.effect())
                        .append(' ')
                        .append(one.since())
                        .append(' ')
                        .append(one.score())
                        .append('/')
                        .append(one.limit())
                        .append(one.decides() ? " decides" : "");
            }
            lines.add(text + "; " + digest(scanner.toString()));
        }
        view.baselines().forEach(one -> lines.add(view.day() + " " + digest(one.toString())));
        view.fleetShifts().forEach(one -> lines.add(view.day() + " " + one));
        lines.add(view.day() + " points " + digest(view.points().toString()));
        return lines;
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
