package org.medsendx.miner.intake;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * Whether what a record says of a scan can be. A value that no detector makes, or numbers that
 * contradict one another, come from a fault on the way or from somebody who writes what is not so;
 * one of them would move a whole baseline.
 */
public final class Believable {

    /** Day of acquisition in the future, or before there were devices that wrote one. */
    public static final String DAY = "implausible-day";

    /** Values that no scan has. */
    public static final String VALUES = "implausible-values";

    /**
     * Stored values have at most 32 bits (PS3.5, 8.1.1), and a rescale to HU ends at some tens of
     * thousands for metal on an extended scale.
     */
    private static final double LARGEST = 4.3e9;

    private static final double LARGEST_HU = 100_000;

    /** Air is -1000 HU; padding and rescale put some devices lower. */
    private static final double LEAST_HU = -40_000;

    /** Percentiles of binned values may leave the range by a part of a bin. */
    private static final double SLACK = 1e-3;

    private static final double LARGEST_MEASURE = 1e12;

    private Believable() {}

    /** Why a scan cannot be believed, as a code, or null when it can. */
    public static @Nullable String objection(ScanFeatures scan, LocalDate today) {
        if (!Plausible.reported(scan.acquisitionDay(), today)) {
            return DAY;
        }
        return possible(scan.features()) ? null : VALUES;
    }

    private static boolean possible(Features features) {
        double least = features.unit().equals("HU") ? LEAST_HU : -LARGEST;
        double largest = features.unit().equals("HU") ? LARGEST_HU : LARGEST;
        var p = features.percentiles();
        double range = features.maximum() - features.minimum();
        double slack = SLACK * (1 + range);
        return features.minimum() >= least
                && features.maximum() <= largest
                && inOrder(
                        slack,
                        features.minimum(),
                        p.p01(),
                        p.p05(),
                        p.p25(),
                        p.p50(),
                        p.p75(),
                        p.p95(),
                        p.p99(),
                        features.maximum())
                && inOrder(slack, features.minimum(), features.mean(), features.maximum())
                && features.standardDeviation() >= 0
                // No values of a range spread by more than half of it.
                && features.standardDeviation() <= range / 2 + slack
                && features.tissues().stream().allMatch(Believable::isShare)
                && features.tissues().stream().mapToDouble(Tissue::fraction).sum() <= 1.001
                && possible(features.measures());
    }

    private static boolean possible(@Nullable Measures measures) {
        return measures == null
                || measures.values().values().stream()
                        .allMatch(value -> Math.abs(value) <= LARGEST_MEASURE);
    }

    private static boolean isShare(Tissue tissue) {
        return tissue.fraction() >= 0 && tissue.fraction() <= 1 + SLACK;
    }

    private static boolean inOrder(double slack, double... values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1] - slack) {
                return false;
            }
        }
        return true;
    }
}
