package org.medsendx.contracts.deidentified;

import java.util.Objects;
import org.medsendx.contracts.Payload;

/**
 * What is usual for one feature in one stratum over the whole fleet.
 *
 * @param stratum the stratum
 * @param feature the feature's name, such as {@code mean}
 * @param scans how many scans it rests on
 * @param scanners how many scanners it rests on
 * @param location robust location (median)
 * @param scale robust scale (1.4826 x median absolute deviation), in the feature's unit
 */
public record FleetBaseline(
        Stratum stratum, String feature, long scans, int scanners, double location, double scale)
        implements Payload {

    public FleetBaseline {
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(feature, "feature");
        if (scans < 1 || scanners < 1 || !Double.isFinite(location) || !(scale >= 0)) {
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

    /** A baseline belongs to the whole fleet. */
    @Override
    public String truck() {
        return "fleet";
    }
}
