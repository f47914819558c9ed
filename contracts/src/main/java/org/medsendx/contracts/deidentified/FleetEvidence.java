package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * What one feature of one scanner says.
 *
 * @param feature the feature
 * @param cause the class of cause it points to, a code such as {@code gain}
 * @param unit unit of effect and chart: {@code %} for features on a logarithmic scale
 * @param effect how far it is from what is usual, with its 95 % interval
 * @param since when that began, or null when nothing has changed or it cannot be said
 * @param score the largest value of the deciding chart
 * @param limit the value at which it decides
 * @param exams how many exams it rests on
 * @param days how many days they were made on
 * @param decides whether the verdict on the scanner rests on it
 * @param chart its latest days; null where nothing is drawn
 */
public record FleetEvidence(
        String feature,
        String cause,
        String unit,
        FleetEffect effect,
        @Nullable FleetSince since,
        double score,
        double limit,
        int exams,
        int days,
        boolean decides,
        @Nullable List<Point> chart) {

    private static final int LONGEST_UNIT = 16;

    public FleetEvidence {
        Objects.requireNonNull(feature, "feature");
        Objects.requireNonNull(effect, "effect");
        Checks.reason(cause);
        if (unit.length() > LONGEST_UNIT) {
            throw new IllegalArgumentException("a unit is short");
        }
        finite(score, limit);
        if (exams < 0 || days < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
        chart = chart == null ? null : List.copyOf(chart);
    }

    /** The same without what is drawn. */
    public FleetEvidence withoutChart() {
        return new FleetEvidence(
                feature, cause, unit, effect, since, score, limit, exams, days, decides, null);
    }

    /**
     * One day on a control chart.
     *
     * @param day the day of acquisition
     * @param exams exams of that day
     * @param value mean deviation of the day, in the unit of the evidence
     * @param low lower limit of a usual day
     * @param high upper limit of a usual day
     * @param cusumUp cumulative sum for a rise
     * @param cusumDown cumulative sum for a fall
     * @param cusumLimit the value at which a cumulative sum decides
     */
    public record Point(
            LocalDate day,
            int exams,
            double value,
            double low,
            double high,
            double cusumUp,
            double cusumDown,
            double cusumLimit) {
        public Point {
            Objects.requireNonNull(day, "day");
            finite(value, low, high, cusumUp, cusumDown, cusumLimit);
        }
    }

    private static void finite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("evidence is finite");
            }
        }
    }
}
