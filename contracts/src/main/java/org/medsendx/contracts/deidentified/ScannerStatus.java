package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * How one scanner stands against its own baseline and its cohort.
 *
 * @param scanner the scanner
 * @param truck the truck it was last seen on
 * @param scans how many scans were mined
 * @param status the verdict
 * @param deviation the largest deviation found, in standard errors; null when there is not enough
 *     data
 * @param feature the feature that deviates most, or null
 * @param lastDay the last acquisition day seen
 * @param detail what the verdict rests on; null in statuses from before there was any
 */
public record ScannerStatus(
        String scanner,
        String truck,
        long scans,
        Status status,
        @Nullable Double deviation,
        @Nullable String feature,
        LocalDate lastDay,
        @Nullable Detail detail)
        implements Payload {

    public ScannerStatus {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(lastDay, "lastDay");
        Checks.scanner(scanner);
        Checks.truck(truck);
        if (scans < 0 || (deviation != null && !Double.isFinite(deviation))) {
            throw new IllegalArgumentException("a count is not negative, a deviation is finite");
        }
    }

    /** A verdict without what it rests on. */
    public ScannerStatus(
            String scanner,
            String truck,
            long scans,
            Status status,
            @Nullable Double deviation,
            @Nullable String feature,
            LocalDate lastDay) {
        this(scanner, truck, scans, status, deviation, feature, lastDay, null);
    }

    /**
     * What a verdict rests on.
     *
     * @param make manufacturer, or {@code NONE}
     * @param model model, or {@code NONE}
     * @param modality modality
     * @param exams how many exams were mined
     * @param firstDay the first acquisition day seen
     * @param answer the verdict in finer words than {@link Status}, a code such as {@code
     *     fleet-changed}; there may be more of them later
     * @param reason why, a code
     * @param evidence what each feature says
     * @param findings its findings, the newest first
     * @param marks what people told of it, in order
     * @param weeks its weeks in the picture of clusters, in order
     * @param reviews what people decided about its scans; null when nobody did
     */
    public record Detail(
            String make,
            String model,
            String modality,
            long exams,
            LocalDate firstDay,
            String answer,
            String reason,
            List<FleetEvidence> evidence,
            List<FleetCase> findings,
            List<FleetMark> marks,
            List<Week> weeks,
            @Nullable ReviewRates reviews) {

        private static final int LONGEST_NAME = 64;

        public Detail {
            Objects.requireNonNull(firstDay, "firstDay");
            Checks.modality(modality);
            Checks.reason(answer);
            Checks.reason(reason);
            if (exams < 0 || make.length() > LONGEST_NAME || model.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("a count is not negative, a name is short");
            }
            evidence = List.copyOf(evidence);
            findings = List.copyOf(findings);
            marks = List.copyOf(marks);
            weeks = List.copyOf(weeks);
        }
    }

    /**
     * One week in the picture of clusters, which decides nothing.
     *
     * @param week its Monday
     * @param exams exams it rests on
     * @param mean difference of the mean from what is usual, per cent
     * @param spread the same of the standard deviation
     * @param recent whether it is one of the latest weeks
     * @param cluster 0 for the larger of two clusters, 1 for the smaller
     */
    public record Week(
            LocalDate week, int exams, double mean, double spread, boolean recent, int cluster) {
        public Week {
            Objects.requireNonNull(week, "week");
            if (exams < 0 || cluster < 0 || !Double.isFinite(mean) || !Double.isFinite(spread)) {
                throw new IllegalArgumentException("a count is not negative, a value is finite");
            }
        }
    }

    /** The verdict on a scanner. */
    public enum Status {
        OK,
        OUTLIER,
        NOT_ENOUGH_DATA
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_SCANNER_STATUS;
    }

    @Override
    public String key() {
        return scanner;
    }

    @Override
    public String subject() {
        return scanner;
    }
}
