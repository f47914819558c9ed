package org.medsendx.miner.statistics;

import smile.stat.distribution.GaussianDistribution;

/**
 * A two-sided cumulative sum chart of standardised values: {@code up = max(0, up + z - k)}, {@code
 * down = max(0, down - z - k)}, a signal when one exceeds h. The quickest to see a lasting shift of
 * 2k (E. S. Page, Biometrika 41 (1954); G. Lorden, Ann. Math. Statist. 42 (1971) 1897-1908).
 */
public final class Cusum {

    private final double k;
    private final double h;
    private double up;
    private double down;

    /**
     * @param k half the shift to find, in standard deviations
     * @param h the limit
     */
    public Cusum(double k, double h) {
        this.k = k;
        this.h = h;
    }

    /** The limit h with which false alarms are {@code runLength} values apart on average. */
    public static double limitFor(double k, double runLength) {
        return RunLength.limitFor(runLength, 0.1, 30, h -> averageRunLength(k, h, 0));
    }

    /**
     * Values until a signal, on average, when the mean is {@code shift} standard deviations off
     * from the start.
     */
    public static double averageRunLength(double k, double h, double shift) {
        double upper = oneSided(k - shift, h);
        double lower = oneSided(k + shift, h);
        return 1 / (1 / upper + 1 / lower);
    }

    private static double oneSided(double k, double h) {
        // Not in a static: a native executable has none of Smile's objects in its image.
        var normal = GaussianDistribution.getInstance();
        return RunLength.fromZero(0, h, u -> normal.cdf(k - u), (u, v) -> normal.p(v + k - u));
    }

    /** Takes the next value; true when the chart is beyond its limit. */
    public boolean signals(double z) {
        up = Math.max(0, up + z - k);
        down = Math.max(0, down - z - k);
        return up > h || down > h;
    }
}
