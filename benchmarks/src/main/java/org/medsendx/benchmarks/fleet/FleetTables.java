package org.medsendx.benchmarks.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was counted, as Markdown. */
final class FleetTables {

    private FleetTables() {}

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Rates of findings in fleets where nothing is wrong. */
    static String healthy(List<FleetStudy.Healthy> rows) {
        var table = new StringBuilder();
        table.append("## False findings a fleet-year\n\n");
        table.append("Nothing is wrong in these fleets. In brackets what 95 of 100 such counts");
        table.append(" allow (Poisson). A promise is kept when it lies above the lower end. Real");
        table.append(
                " changes: a new protocol told as one, a scanner whose software moved it.\n\n");
        table.append("| healthy fleets | fleets | fleet-years | promised | MedSendX | kept |");
        table.append(
                " told of real changes | ideal | Shewhart | pooled k-means | causes of the false"
                        + " ones |\n");
        table.append("|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---|\n");
        for (var row : rows) {
            var interval = row.miner().falseInterval();
            table.append(
                    text(
                            "| %s | %d | %.1f | %.1f | %.2f (%.2f-%.2f) | %s | %d | %.2f | %.1f |"
                                    + " %.1f | %s |%n",
                            row.name(),
                            row.miner().fleets(),
                            row.miner().years(),
                            row.promise(),
                            row.miner().falsePerYear(),
                            interval[0],
                            interval[1],
                            interval[0] <= row.promise() ? "yes" : "**no**",
                            row.miner().realChanges(),
                            row.ideal().falsePerYear(),
                            row.shewhart().falsePerYear(),
                            row.kMeans().falsePerYear(),
                            counts(row.miner().falseCauses())));
        }
        table.append("\nWhat was said, in scanner-days:\n\n");
        table.append("| healthy fleets | answers |\n|---|---|\n");
        for (var row : rows) {
            table.append("| ").append(row.name()).append(" | ");
            table.append(shares(row.miner().answers())).append(" |\n");
        }
        return table.append('\n').toString();
    }

    /** What became of faults. */
    static String broken(List<FleetStudy.Broken> rows) {
        var table = new StringBuilder("## Faults\n\n");
        table.append("Median delays; never found counts as endless. Exams are those of the broken");
        table.append(" scanner from the first bad one to the day of the finding. Named: the cause");
        table.append(
                " of the evidence that decides is the right one. Wrong blame: fleets in which");
        table.append(" a healthy scanner was called within two weeks of the right call, or never");
        table.append(" and until the end; by chance: what the promise alone allows of that. False");
        table.append(" findings before: in the same fleets while nothing was broken, asked each");
        table.append(" week, and how many were promised.\n\n");
        table.append(
                "| fault | fleets | found | days | exams | ideal: found, days, exams | named |");
        table.append(" wrong blame (by chance) | false findings before (promised) |");
        table.append(" said \"fleet\" | since: error, days | within 3 | in its interval |");
        table.append(" causes named |\n");
        table.append("|---|---:|---|---:|---:|---|---|---|---|---:|---:|---:|---:|---|\n");
        for (var row : rows) {
            var miner = row.miner();
            var ideal = row.ideal();
            table.append(
                    text(
                            "| %s | %d | %d of %d%s | %s | %s | %d of %d, %s, %s | %s | %d (%.1f) |"
                                    + " %d (%.1f) | %d | %s | %s | %s | %s |%n",
                            row.name(),
                            miner.fleets(),
                            miner.found(),
                            miner.faults(),
                            miner.spoilt() > 0 ? " (" + miner.spoilt() + " called before)" : "",
                            number(miner.medianDays()),
                            number(miner.medianExams()),
                            ideal.found(),
                            ideal.faults(),
                            number(ideal.medianDays()),
                            number(ideal.medianExams()),
                            of(miner.named(), miner.namedAmong()),
                            miner.fleetsWithWrongBlame(),
                            miner.windowYears() * row.promise(),
                            miner.falseCalls(),
                            miner.years() * row.promise(),
                            miner.fleetsAnsweredAsFleet(),
                            number(miner.medianSinceError()),
                            of(miner.sinceWithinThree(), miner.sinceTold()),
                            of(miner.sinceCovered(), miner.sinceTold()),
                            counts(miner.trueCauses())));
        }
        return table.append('\n').toString();
    }

    /** Areas under ROC curves. */
    static String areas(List<FleetStudy.Areas> rows) {
        var table = new StringBuilder("## How well scores tell broken from healthy\n\n");
        table.append(
                "Area under the ROC curve, four weeks after a gain step, of the gain's effect in");
        table.append(
                " standard errors, beside the ideal estimator's sum; about 30 exams. Sigma is an"
                        + " exam's spread as that one sees it.\n\n");
        table.append("| fleet | step, sigma | fleets | MedSendX | ideal | share |\n");
        table.append("|---|---:|---:|---:|---:|---:|\n");
        for (var row : rows) {
            table.append(
                    text(
                            "| %s | %.2f | %d | %.3f | %.3f | %.3f |%n",
                            row.name(),
                            row.sigmas(),
                            row.fleets(),
                            row.miner(),
                            row.ideal(),
                            row.miner() / row.ideal()));
        }
        return table.append('\n').toString();
    }

    /** What it costs, and other single figures. */
    static String figures(Map<String, String> figures) {
        var table = new StringBuilder("## Costs and limits\n\n| what | figure |\n|---|---|\n");
        figures.forEach((what, figure) -> table.append(text("| %s | %s |%n", what, figure)));
        return table.append('\n').toString();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : Double.isInfinite(value) ? "never" : text("%.0f", value);
    }

    private static String of(int some, int all) {
        return all == 0 ? "-" : some + " of " + all;
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String shares(Map<String, Integer> counts) {
        double all = counts.values().stream().mapToInt(n -> n).sum();
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> text("%s %.1f %%", entry.getKey(), 100 * entry.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
