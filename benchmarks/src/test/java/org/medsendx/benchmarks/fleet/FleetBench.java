package org.medsendx.benchmarks.fleet;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.medsendx.benchmarks.fleet.FleetScenarios.Scenario;
import org.medsendx.benchmarks.fleet.FleetStudy.Areas;
import org.medsendx.benchmarks.fleet.FleetStudy.Broken;
import org.medsendx.benchmarks.fleet.FleetStudy.Healthy;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.miner.statistics.AnalysisOptions;

/**
 * {@code ./medsendx bench fleet}: how often the miner finds what is there, and what is not, in
 * fleets of a simulator that was not made for it.
 *
 * <p>A test class of this module because nothing that runs may need a service; a test does the same
 * with tiny fleets.
 */
public final class FleetBench {

    private static final double WHOLE_SECONDS = 480;
    private static final double QUICK_SECONDS = 100;

    /** Rows that would begin after so many times their seconds are left out, and named. */
    private static final double LATEST = 1.1;

    private static final double SHARE_OF_COSTS = 0.1;

    private final double allSeconds;
    private final boolean quick;
    private final String only;
    private final int fleets;
    private final PrintStream out;
    private final List<Healthy> healthy = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();
    private final List<Areas> areas = new ArrayList<>();
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param allSeconds of processor time, for all rows together
     * @param quick smaller fleets where that matters
     * @param only rows whose names hold it; empty for all
     * @param fleets of each row, whatever time that takes; 0 for as many as fit
     */
    FleetBench(double allSeconds, boolean quick, String only, int fleets, PrintStream out) {
        this.allSeconds = allSeconds;
        this.quick = quick;
        this.only = only;
        this.fleets = fleets;
        this.out = out;
    }

    /**
     * Arguments: the folder for {@code fleet.md} and {@code fleet.png}, then {@code --quick},
     * {@code --only TEXT} for the rows whose names hold a text, {@code --seconds N} of processor
     * time for all of them, {@code --fleets N} of each row instead, whatever time that takes: the
     * same fleets on every machine. Status 2 when one is not understood.
     */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean quick = false;
        String only = "";
        double seconds = 0;
        int fleets = 0;
        Path folder = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
                case "--fleets" -> fleets = Integer.parseInt(arguments[++i]);
                case "--only" -> only = i + 1 < arguments.length ? arguments[++i] : "";
                default -> {
                    if (folder != null || arguments[i].startsWith("-")) {
                        System.err.println("medsendx bench fleet: not understood: " + arguments[i]);
                        System.exit(2);
                    }
                    folder = Path.of(arguments[i]);
                }
            }
        }
        double all = seconds > 0 ? seconds : quick ? QUICK_SECONDS : WHOLE_SECONDS;
        new FleetBench(all, quick, only, fleets, out)
                .run(folder == null ? Path.of("out/bench") : folder);
    }

    /** Runs all rows and writes table and chart. */
    void run(Path folder) throws IOException {
        var begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var study =
                new FleetStudy(
                        MinerWatcher::new,
                        AnalysisOptions.DEFAULT.falseFindingsPerFleetYear(),
                        1,
                        fleets,
                        line -> out.println("  " + line));
        var scenarios =
                new FleetScenarios(quick, AnalysisOptions.DEFAULT.falseFindingsPerFleetYear());
        var healthyRows = chosen(scenarios.healthy());
        var brokenRows = chosen(scenarios.broken());
        double seconds = allSeconds * (1 - SHARE_OF_COSTS);
        double areaWeight = only.isEmpty() || only.equals("area") ? 6 : 0;
        double share = seconds / (weight(healthyRows) + weight(brokenRows) + areaWeight);
        var all = new Budget(LATEST * allSeconds);
        Files.createDirectories(folder);
        for (var row : brokenRows) {
            if (begins(all, row.name())) {
                broken.add(study.broken(row, share * row.weight()));
                write(folder, begin);
            }
        }
        for (var row : healthyRows) {
            if (begins(all, row.name())) {
                healthy.add(study.healthy(row, share * row.weight()));
                write(folder, begin);
            }
        }
        if (areaWeight > 0) {
            for (var trade : Trade.values()) {
                for (double sigmas : new double[] {0.25, 0.5, 1}) {
                    if (begins(all, "area, " + trade + ", " + sigmas)) {
                        areas.add(study.areas(trade, sigmas, share * areaWeight / 12));
                        write(folder, begin);
                    }
                }
            }
        }
        if ((only.isEmpty() || only.equals("cost")) && begins(all, "costs")) {
            study.driftBounds(figures);
            Costs.records(figures, quick ? 120 : 365);
            Costs.analysis(figures, quick ? 1000 : 10_000, 90);
            Costs.manyKinds(figures, quick ? 1000 : 10_000, 200);
        }
        out.println(write(folder, begin));
        FleetChart.write(
                folder.resolve("fleet.png"),
                healthy,
                broken.stream().filter(row -> row.name().startsWith("gain +-3 %")).toList());
        out.println("written to " + folder.resolve("fleet.md") + " and fleet.png");
    }

    private boolean begins(Budget all, String row) {
        if (fleets == 0 && all.spent()) {
            leftOut.add(row);
            return false;
        }
        return true;
    }

    /** What there is so far: a run that is ended leaves its rows. */
    private String write(Path folder, Instant begin) throws IOException {
        var text =
                "# False findings, delays and causes in simulated fleets%n%n%s, %s, Java %s%n%n"
                                .formatted(
                                        begin,
                                        quick ? "quick" : "full",
                                        Runtime.version().feature())
                        + FleetTables.healthy(healthy)
                        + FleetTables.broken(broken)
                        + FleetTables.areas(areas)
                        + FleetTables.figures(figures)
                        + (leftOut.isEmpty()
                                ? ""
                                : "Time was up before: " + String.join("; ", leftOut) + ".\n");
        Files.writeString(folder.resolve("fleet.md"), text);
        return text;
    }

    private List<Scenario> chosen(List<Scenario> rows) {
        var text = only.toLowerCase(Locale.ROOT);
        return rows.stream()
                .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(text))
                .toList();
    }

    private static double weight(List<Scenario> rows) {
        return rows.stream().mapToDouble(Scenario::weight).sum();
    }
}
