package org.medsendx.contracts.deidentified;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for one feature in one stratum over the whole fleet.
 *
 * @param stratum the stratum
 * @param feature the feature's name: {@link #MEAN} or {@link #SPREAD}
 * @param scans how many scans it rests on
 * @param scanners how many scanners it rests on
 * @param location robust location (median) of scanner days
 * @param scale robust scale (1.4826 x median absolute deviation) of scanner days, in the feature's
 *     unit
 * @param scanScale standard deviation of single scans around the location, between scanners and
 *     within them, in the feature's unit; null where it is not known
 */
public record FleetBaseline(
        Stratum stratum,
        String feature,
        long scans,
        int scanners,
        double location,
        double scale,
        @Nullable Double scanScale)
        implements FleetPayload {

    /** The mean of the valid values, {@link Features#mean}. */
    public static final String MEAN = "mean";

    /** Their standard deviation, {@link Features#standardDeviation}. */
    public static final String SPREAD = "standard-deviation";

    public FleetBaseline {
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(feature, "feature");
        if (scans < 1
                || scanners < 1
                || !Double.isFinite(location)
                || !(scale >= 0)
                || scanScale != null && !(scanScale >= 0 && scanScale < Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a baseline rests on scans and is finite");
        }
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_BASELINES;
    }

    @Override
    public String key() {
        return stratum.id() + "|" + feature;
    }

    @Override
    public String subject() {
        return key();
    }
}
