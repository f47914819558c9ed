package org.medsendx.miner.earlier;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;

/**
 * What one analysis of the fleet says; the same for the same scans in any order.
 *
 * @param scanners by id
 * @param baselines what is usual in each stratum, by stratum and feature
 * @param points one per scan of a known scanner, for the pictures
 */
public record FleetView(List<Scanner> scanners, List<FleetBaseline> baselines, List<Point> points) {

    /** Before the first scan. */
    public static final FleetView EMPTY = new FleetView(List.of(), List.of(), List.of());

    public FleetView {
        scanners = List.copyOf(scanners);
        baselines = List.copyOf(baselines);
        points = List.copyOf(points);
    }

    /**
     * One scanner.
     *
     * @param reason a code: {@code usual}, {@code shift} (against its own first weeks), {@code
     *     cohort} (against the other scanners), {@code shift-and-cohort}, {@code few-scans} or
     *     {@code unknown-scanner}
     * @param shift the strongest comparison with its own first weeks, or null without enough data
     * @param cohort the strongest comparison with the others, or null without enough data or others
     * @param unusual share of its latest scans in the smaller of two clusters, or null
     * @param isolation mean isolation score of its latest scans, or null; about 0.5 is usual
     * @param chart its latest scans on a control chart of the deciding indicator; may be empty
     * @param signalDay the day its chart first left the limits, or null
     */
    public record Scanner(
            String id,
            String truck,
            int scans,
            int baselineScans,
            int recentScans,
            LocalDate lastDay,
            Status status,
            String reason,
            @Nullable Comparison shift,
            @Nullable Comparison cohort,
            @Nullable Double unusual,
            @Nullable Double isolation,
            List<ChartPoint> chart,
            @Nullable LocalDate signalDay) {

        public Scanner {
            chart = List.copyOf(chart);
        }

        /** The comparison that decides, or that comes nearest to it; null without enough data. */
        public @Nullable Comparison leading() {
            if (shift == null || cohort == null) {
                return shift == null ? cohort : shift;
            }
            if (shift.outlying() != cohort.outlying()) {
                return shift.outlying() ? shift : cohort;
            }
            return Math.abs(cohort.deviation()) > Math.abs(shift.deviation()) ? cohort : shift;
        }
    }

    /**
     * One comparison of one scanner.
     *
     * @param feature label of the {@link Indicator}
     * @param effect the difference as a natural logarithm; 0.05 is about 5 %
     * @param deviation the difference in standard errors
     * @param pValue two-sided, adjusted for all tests of the fleet
     * @param outlying significant and large enough to matter
     */
    public record Comparison(
            String feature, double effect, double deviation, double pValue, boolean outlying) {

        /** The difference in per cent. */
        public double percent() {
            return 100 * Math.expm1(effect);
        }
    }

    /**
     * One scan on a scanner's chart.
     *
     * @param value residual against the own first weeks, in standard deviations of one scan
     * @param ewma the exponentially weighted mean of the residuals
     * @param limit the limit of {@code ewma} at this scan, either side of 0
     */
    public record ChartPoint(LocalDate day, double value, double ewma, double limit) {}

    /**
     * One scan in the scatter picture.
     *
     * @param scanner its scanner
     * @param window BASELINE, BETWEEN or RECENT
     * @param mean difference of the mean from what is usual in the stratum, per cent, for the usual
     *     patient
     * @param spread the same of the standard deviation
     * @param cluster 0 for the larger cluster, 1 for the smaller
     */
    public record Point(String scanner, String window, double mean, double spread, int cluster) {}
}
