package org.medsendx.contracts.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of every input of a local run ({@code out/identified/summary.json}). It names inputs
 * beside their pseudonyms, so it is identified data, says so in its first field, and is written
 * with mode 0600.
 *
 * @param notice the first field: what this file is and that it must stay
 * @param files one entry per input, in the order of their names
 * @param scanners the scanners as the fleet miner sees them
 * @param stages per stage ({@code received}, {@code deidentified}, {@code segmented}, {@code
 *     uploaded}, {@code mined}) how many and how long
 * @param wallMs from the first file sent to the last one accounted for, in milliseconds
 * @param pages addresses of the pages and APIs, by name
 */
public record RunSummary(
        String notice,
        List<FileResult> files,
        List<ScannerResult> scanners,
        Map<String, StageResult> stages,
        long wallMs,
        Map<String, String> pages) {

    public RunSummary {
        files = List.copyOf(files);
        scanners = List.copyOf(scanners);
        // Not Map.copyOf: a reader expects the stages in the order of the data flow.
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        pages = Collections.unmodifiableMap(new LinkedHashMap<>(pages));
    }

    /** How an input ended. */
    public enum Outcome {
        released,
        withheld,
        quarantined,
        duplicate
    }

    /**
     * How one input ended and what came of it.
     *
     * @param input path of the input below the folder that was processed
     * @param outcome how it ended; null only when the run lost it, which fails the run
     * @param reason why it was not released; null when it was
     * @param deidentified path of the clean file below {@code out/}, or null
     * @param s3Key where it is in the cloud, or null
     * @param highlight path of the side-by-side image below {@code out/}, or null
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record FileResult(
            String input,
            @Nullable Outcome outcome,
            @Nullable String reason,
            @Nullable String deidentified,
            @Nullable String s3Key,
            @Nullable String highlight) {}

    /**
     * How one scanner stands.
     *
     * @param id scanner id
     * @param truck truck id
     * @param scans how many scans were mined
     * @param status {@code ok}, {@code outlier} or {@code not-enough-data}
     */
    public record ScannerResult(String id, String truck, long scans, String status) {
        private static final Set<String> STATUSES = Set.of("ok", "outlier", "not-enough-data");

        public ScannerResult {
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException("a status is ok, outlier or not-enough-data");
            }
        }
    }

    /**
     * How many passed a stage, and how long it took.
     *
     * @param count how many passed the stage
     * @param p50Ms median time in the stage, milliseconds
     * @param p99Ms 99th percentile
     */
    public record StageResult(long count, double p50Ms, double p99Ms) {}
}
