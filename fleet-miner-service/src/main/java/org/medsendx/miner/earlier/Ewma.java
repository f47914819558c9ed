package org.medsendx.miner.earlier;

import smile.stat.distribution.GaussianDistribution;

/**
 * An exponentially weighted moving average of standardised values: {@code e = (1 - lambda) e +
 * lambda z}, with constant limits of L asymptotic standard deviations (S. W. Roberts, Technometrics
 * 1 (1959) 239-250; J. M. Lucas, M. S. Saccucci, Technometrics 32 (1990) 1-12).
 */
public final class Ewma {

    private final double lambda;
    private final double limit;
    private double value;

    /**
     * @param lambda weight of the newest value, 0 to 1
     * @param width the limit in asymptotic standard deviations of the average
     */
    public Ewma(double lambda, double width) {
        this.lambda = lambda;
        this.limit = width * Math.sqrt(lambda / (2 - lambda));
    }

    /** The width L with which false alarms are {@code runLength} values apart on average. */
    public static double widthFor(double lambda, double runLength) {
        return RunLength.limitFor(runLength, 0.5, 6, width -> averageRunLength(lambda, width, 0));
    }

    /** Values until a signal, on average, when the mean is off from the start. */
    public static double averageRunLength(double lambda, double width, double shift) {
        // Not in a static: a native executable has none of Smile's objects in its image.
        var normal = GaussianDistribution.getInstance();
        double h = width * Math.sqrt(lambda / (2 - lambda));
        return RunLength.fromZero(
                -h,
                h,
                u -> 0,
                (u, v) -> normal.p((v - (1 - lambda) * u) / lambda - shift) / lambda);
    }

    /** Takes the next value and returns the average. */
    public double next(double z) {
        value = (1 - lambda) * value + lambda * z;
        return value;
    }

    /** The limit, either side of 0. */
    public double limit() {
        return limit;
    }
}
