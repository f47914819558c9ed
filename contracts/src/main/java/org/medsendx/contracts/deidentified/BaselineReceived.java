package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the fleet calls usual for one feature in one kind of scan, as it came to a truck: a {@link
 * FleetBaseline} of single scans, without the number of scanners, which is nobody's business on a
 * truck. It may be weeks old; who uses it bounds its age.
 *
 * @param stratum the kind, by its key alone
 * @param feature the feature's name, as the fleet names it
 * @param scans how many scans it rests on
 * @param location where scans lie, in the feature's unit
 * @param scale standard deviation of single scans around it, in the feature's unit
 * @param said the UTC day on which the fleet said so, by the cloud's clock; of no scan
 */
public record BaselineReceived(
        Stratum stratum, String feature, long scans, double location, double scale, LocalDate said)
        implements FleetPayload {

    private static final Pattern FEATURE = Pattern.compile("[A-Za-z][A-Za-z-]{0,63}");

    public BaselineReceived {
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(said, "said");
        if (!FEATURE.matcher(feature).matches()) {
            throw new IllegalArgumentException("a feature is letters and hyphens, at most 64");
        }
        if (scans < 1
                || !Double.isFinite(location)
                || !(scale >= 0 && scale < Double.MAX_VALUE)
                || !stratum.equals(stratum.key())) {
            throw new IllegalArgumentException("a baseline rests on scans of a key and is finite");
        }
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.BASELINES_RECEIVED;
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
