package org.medsendx.localstack.result;

import java.util.List;
import java.util.TreeMap;
import org.medsendx.contracts.summary.RunSummary;
import org.medsendx.contracts.summary.RunSummary.FileResult;
import org.medsendx.localstack.process.ChildProcess;

/** A run's summary for people. */
public final class SummaryText {

    private SummaryText() {}

    static String of(RunSummary summary, List<ChildProcess> processes) {
        var text = new StringBuilder();
        text.append(summary.notice()).append("\n\n");
        text.append(counts(summary));
        text.append("\nstages                 count     p50 ms     p99 ms\n");
        for (var stage : List.of("received", "deidentified", "segmented", "uploaded", "mined")) {
            var result = summary.stages().get(stage);
            if (result != null) {
                text.append(
                        "  %-16s %9d %10.1f %10.1f%n"
                                .formatted(stage, result.count(), result.p50Ms(), result.p99Ms()));
            }
        }
        text.append("\nscanners                         truck             scans  status\n");
        for (var scanner : summary.scanners()) {
            text.append(
                    "  %-30s %-16s %6d  %s%n"
                            .formatted(
                                    scanner.id(),
                                    scanner.truck(),
                                    scanner.scans(),
                                    scanner.status()));
        }
        text.append("\nmemory (resident)\n");
        for (var process : processes) {
            text.append(
                    "  %-20s %5d MB%n".formatted(process.name(), process.residentBytes() >> 20));
        }
        text.append("\nfiles\n");
        for (var file : summary.files()) {
            text.append("  %-11s %s%s%n".formatted(outcome(file), file.input(), detail(file)));
        }
        return text.toString();
    }

    /** The counts by outcome and reason, which name no input. */
    public static String counts(RunSummary summary) {
        var counts = new TreeMap<String, Integer>();
        for (var file : summary.files()) {
            var reason = file.reason() == null ? "" : " (" + file.reason() + ")";
            counts.merge(outcome(file) + reason, 1, Integer::sum);
        }
        var text = new StringBuilder();
        text.append(
                "%d inputs in %.1f s%n"
                        .formatted(summary.files().size(), summary.wallMs() / 1000.0));
        counts.forEach((what, count) -> text.append("  %6d  %s%n".formatted(count, what)));
        return text.toString();
    }

    private static String outcome(FileResult file) {
        return file.outcome() == null ? "UNKNOWN" : file.outcome().name();
    }

    private static String detail(FileResult file) {
        if (file.deidentified() != null) {
            return "  ->  " + file.deidentified();
        }
        return file.reason() == null ? "" : "  (" + file.reason() + ")";
    }
}
