package org.medsendx.segmenter.usual;

import java.util.List;

/**
 * How far a scan is from scans of its kind: for each feature the distance from their median in
 * robust standard deviations (1.4826 x median absolute deviation), of which the greatest counts.
 *
 * @param scans how many scans of its kind it was compared with; where the fleet stands in, how many
 *     there are here
 * @param enough whether there was something to compare it with; if not, nothing else is known
 * @param byFleet whether too few were seen here, and what the fleet calls usual stood in
 * @param distance the greatest distance, 0 when not enough
 * @param features which features lie farther than the limit and on which side, such as {@code
 *     noise-high}; the farthest first, at most three
 */
public record Unusualness(
        int scans, boolean enough, boolean byFleet, double distance, List<String> features) {

    public Unusualness {
        features = List.copyOf(features);
    }

    /** Compared with scans of this truck. */
    public Unusualness(int scans, boolean enough, double distance, List<String> features) {
        this(scans, enough, false, distance, features);
    }

    /** Too few scans of its kind were seen. */
    public static Unusualness notEnough(int scans) {
        return new Unusualness(scans, false, 0, List.of());
    }
}
