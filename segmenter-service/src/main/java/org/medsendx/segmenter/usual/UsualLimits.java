package org.medsendx.segmenter.usual;

/**
 * How what is usual is learned.
 *
 * @param leastScans scans of a kind before anything is called unusual
 * @param keptScans scans of a kind that are remembered, the latest
 * @param kinds kinds that are remembered, those seen last
 * @param from distance from which a feature is unusual, in robust standard deviations
 */
public record UsualLimits(int leastScans, int keptScans, int kinds, double from) {

    public static final UsualLimits DEFAULT = new UsualLimits(30, 200, 300, 4);

    public UsualLimits {
        if (leastScans < 5 || keptScans < leastScans || kinds < 1 || !(from > 0)) {
            throw new IllegalArgumentException(
                    "what is usual needs 5 scans or more, keeps as many, and has a distance");
        }
    }
}
