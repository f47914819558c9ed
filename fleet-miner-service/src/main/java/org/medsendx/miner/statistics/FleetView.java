package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.ReviewRates;

/**
 * What one analysis of the fleet says.
 *
 * @param day the day it was made for
 * @param scanners by id
 * @param baselines what is usual in each stratum, by stratum and feature
 * @param fleetShifts what moved on half of the fleet or more
 * @param points one per scanner and week, for the picture of clusters
 */
public record FleetView(
        LocalDate day,
        List<Scanner> scanners,
        List<FleetBaseline> baselines,
        List<FleetShift> fleetShifts,
        List<Point> points) {

    /** Before the first scan. */
    public static final FleetView EMPTY =
            new FleetView(LocalDate.EPOCH, List.of(), List.of(), List.of(), List.of());

    public FleetView {
        scanners = List.copyOf(scanners);
        baselines = List.copyOf(baselines);
        fleetShifts = List.copyOf(fleetShifts);
        points = List.copyOf(points);
    }

    /**
     * One scanner.
     *
     * @param truck the truck it was last seen on
     * @param make manufacturer, or {@code NONE}
     * @param model model, or {@code NONE}
     * @param modality the modality of most of its exams
     * @param exams exams counted
     * @param images images counted
     * @param reason a code: {@code usual}, {@code moved} (against itself and the fleet), {@code
     *     cohort} (off the others from the first day), {@code protocol-changed}, {@code rejects}
     *     (more is rejected or taken again), {@code few-exams}, {@code learning}, {@code
     *     two-against-one}, {@code moved-with-fleet}, {@code silent} or {@code unknown-scanner}
     * @param evidence the strongest first; what decides comes before what does not
     * @param reviews what people decided about its scans; null when nobody did
     */
    public record Scanner(
            String id,
            String truck,
            String make,
            String model,
            String modality,
            long exams,
            long images,
            LocalDate firstDay,
            LocalDate lastDay,
            Answer answer,
            String reason,
            List<Evidence> evidence,
            @Nullable ReviewRates reviews) {

        public Scanner {
            evidence = List.copyOf(evidence);
        }

        /** A scanner about whose scans nobody decided. */
        public Scanner(
                String id,
                String truck,
                String make,
                String model,
                String modality,
                long exams,
                long images,
                LocalDate firstDay,
                LocalDate lastDay,
                Answer answer,
                String reason,
                List<Evidence> evidence) {
            this(
                    id, truck, make, model, modality, exams, images, firstDay, lastDay, answer,
                    reason, evidence, null);
        }

        /** The same scanner with another answer, what that rests on, and what people decided. */
        Scanner with(
                Answer other, String why, List<Evidence> restsOn, @Nullable ReviewRates decided) {
            return new Scanner(
                    id, truck, make, model, modality, exams, images, firstDay, lastDay, other, why,
                    restsOn, decided);
        }

        /** The strongest evidence, or null when nothing could be looked at. */
        public @Nullable Evidence leading() {
            return evidence.isEmpty() ? null : evidence.getFirst();
        }
    }

    /**
     * One week of one scanner in the picture of clusters.
     *
     * @param week its Monday
     * @param exams exams it rests on
     * @param mean difference of the mean from what is usual in the stratum, per cent, for the usual
     *     patient
     * @param spread the same of the standard deviation
     * @param recent whether it is one of the scanner's latest four weeks
     * @param cluster 0 for the larger of two clusters, 1 for the smaller; k-means always finds two
     */
    public record Point(
            String scanner,
            LocalDate week,
            int exams,
            double mean,
            double spread,
            boolean recent,
            int cluster) {}
}
