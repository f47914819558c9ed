package org.medsendx.miner.statistics;

import java.util.Arrays;

/**
 * Linear regression through the origin that a few wild values do not turn: iteratively reweighted
 * least squares with Huber's weights, k = {@value #K} (P. J. Huber, Ann. Math. Statist. 35 (1964)
 * 73-101).
 */
final class HuberRegression {

    private static final double K = 1.345;
    private static final int ROUNDS = 4;

    private HuberRegression() {}

    /**
     * The slopes.
     *
     * @param x a row per value
     * @param y the values
     */
    static double[] slopes(double[][] x, double[] y) {
        int n = x[0].length;
        var weight = new double[y.length];
        Arrays.fill(weight, 1);
        var residual = new double[y.length];
        var slope = new double[n];
        for (int round = 0; round < ROUNDS; round++) {
            var normal = new double[n][n];
            var right = new double[n];
            for (int i = 0; i < y.length; i++) {
                for (int a = 0; a < n; a++) {
                    right[a] += weight[i] * x[i][a] * y[i];
                    for (int b = 0; b < n; b++) {
                        normal[a][b] += weight[i] * x[i][a] * x[i][b];
                    }
                }
            }
            slope = SmallMatrix.times(SmallMatrix.ridgeInverse(normal), right);
            for (int i = 0; i < y.length; i++) {
                residual[i] = y[i];
                for (int a = 0; a < n; a++) {
                    residual[i] -= slope[a] * x[i][a];
                }
            }
            double scale = Math.max(1e-9, Scales.scale(residual));
            for (int i = 0; i < y.length; i++) {
                weight[i] = Math.min(1, K * scale / Math.max(1e-12, Math.abs(residual[i])));
            }
        }
        return slope;
    }
}
