package org.medsendx.miner.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at on one scanner, with the numbers that an answer rests on.
 *
 * @param feature label of the {@link Feature}
 * @param cause what a movement of it points to
 * @param unit unit of the effect and of the chart's values; {@code %} for logarithmic features
 * @param effect how far it moved; without a change point, the latest weeks against the rest
 * @param since when, or null when it is not said to have moved
 * @param score the larger of the cumulative sums, or the comparison's deviation in standard errors
 * @param limit the limit of {@code score}
 * @param exams exams since the change, or in the latest weeks
 * @param days days with scans among them
 * @param decides whether the scanner's answer rests on it
 * @param chart the days in order; may be empty
 */
public record Evidence(
        String feature,
        Cause cause,
        String unit,
        Effect effect,
        @Nullable Since since,
        double score,
        double limit,
        int exams,
        int days,
        boolean decides,
        List<ChartPoint> chart) {

    public Evidence {
        chart = List.copyOf(chart);
    }
}
