package org.medsendx.localstack.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.medsendx.contracts.summary.RunSummary;
import org.medsendx.localstack.result.LeftBytes;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.result.SummaryText;

/** The last lines of a run on the terminal: counts and places, no input named. */
final class Report {

    private Report() {}

    /**
     * @return 0 when every input is accounted for, else 1
     */
    static int print(RunSummary summary, LeftBytes left, OutFolder out) {
        System.out.println();
        System.out.print(SummaryText.counts(summary));
        for (var scanner : summary.scanners()) {
            System.out.printf(
                    "  scanner %-24s %-10s %4d scans  %s%n",
                    scanner.id(), scanner.truck(), scanner.scans(), scanner.status());
        }
        System.out.println("\nbytes over the link, and as a share of what the scanners sent:");
        System.out.print(left.text());
        System.out.println("\nresults:");
        place("clean files", out.deidentified());
        place("side-by-side images", out.highlights());
        place("DICOM SEG, SR, small images", out.derived());
        place("verification reports", out.reports());
        place("fleet report", out.miningReport());
        if (Files.exists(out.identified("trace.html"))) {
            place("trace of the first scan", out.identified("trace.html"));
        }
        place("summary (identified data)", out.identified("summary.txt"));
        long unknown = summary.files().stream().filter(f -> f.outcome() == null).count();
        if (unknown > 0) {
            System.out.printf(
                    "%n%d inputs are NOT accounted for; see %s%n",
                    unknown, out.identified("summary.txt"));
            return 1;
        }
        return 0;
    }

    private static void place(String what, Path path) {
        System.out.printf("  %-28s %s%n", what, path);
    }
}
