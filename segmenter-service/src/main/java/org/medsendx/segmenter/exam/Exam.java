package org.medsendx.segmenter.exam;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;

/**
 * One exam (a study): its scans in the order they came, as known at one moment.
 *
 * @param study pseudonymous Study Instance UID
 * @param date Study Date after the shift as {@code yyyymmdd}, or {@code undated}
 * @param newest position in the ledger of its last line
 * @param scans its scans, at least one
 */
public record Exam(String study, String date, long newest, List<Scan> scans) {

    public Exam {
        scans = List.copyOf(scans);
        if (scans.isEmpty()) {
            throw new IllegalArgumentException("an exam has a scan");
        }
    }

    /**
     * One scan of it.
     *
     * @param series pseudonymous Series Instance UID
     * @param decision what a person decided about it, or null
     */
    public record Scan(
            UUID objectId,
            String series,
            String modality,
            String scanner,
            Verdict verdict,
            int priority,
            @Nullable Decision decision) {}

    /** The modalities, in alphabetical order. */
    public Set<String> modalities() {
        var found = new TreeSet<String>();
        scans.forEach(scan -> found.add(scan.modality()));
        return found;
    }

    /** The series in the order they came. */
    public List<String> series() {
        return scans.stream().map(Scan::series).distinct().toList();
    }

    /** The worst verdict of its scans. */
    public Verdict verdict() {
        return worst(scans);
    }

    private static Verdict worst(List<Scan> scans) {
        return scans.stream()
                .map(Scan::verdict)
                .max(Comparator.comparingInt(Exam::severity))
                .orElse(Verdict.NOT_JUDGED);
    }

    static int severity(Verdict verdict) {
        return switch (verdict) {
            case NOT_JUDGED -> 0;
            case GOOD -> 1;
            case LOOK -> 2;
            case REPEAT -> 3;
        };
    }

    /** The highest priority of its scans. */
    public int priority() {
        return scans.stream().mapToInt(Scan::priority).max().orElse(0);
    }

    /** What was decided. */
    public ExamState state() {
        if (scans.stream().anyMatch(scan -> scan.decision() == Decision.REJECTED)) {
            return ExamState.REJECTED;
        }
        return scans.stream().allMatch(scan -> scan.decision() == Decision.ACCEPTED)
                ? ExamState.ACCEPTED
                : ExamState.OPEN;
    }

    /** The scan a person should look at first: the worst that is not decided, else the first. */
    public Scan worstScan() {
        return scans.stream()
                .min(
                        Comparator.comparing((Scan scan) -> scan.decision() != null)
                                .thenComparing(scan -> -severity(scan.verdict()))
                                .thenComparing(scan -> -scan.priority()))
                .orElseThrow();
    }
}
