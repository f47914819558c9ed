package org.medsendx.miner.earlier;

import java.util.Arrays;

/**
 * The weights of the best unbiased estimate of a common gain from several logarithms that each
 * contain it: {@code w = S^-1 1 / (1' S^-1 1)} with the covariance S of their noise (A. C. Aitken,
 * On Least Squares and Linear Combination of Observations, Proc. R. Soc. Edinb. 55 (1936) 42-48). S
 * is learnt within cells, from values cut at {@value #CUT} sigma, and shrunk towards its diagonal
 * because scans are few.
 */
final class GainWeights {

    private static final double CUT = 2.5;
    private static final double SHRINKAGE = 0.15;

    private GainWeights() {}

    /**
     * The weights.
     *
     * @param residuals one row per indicator, one column per scan
     * @param scales the noise of each indicator
     * @return a weight per indicator; their sum is 1
     */
    static double[] of(double[][] residuals, double[] scales) {
        int n = residuals.length;
        var covariance = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double sum = 0;
                for (int i = 0; i < residuals[a].length; i++) {
                    sum += cut(residuals[a][i], scales[a]) * cut(residuals[b][i], scales[b]);
                }
                covariance[a][b] = sum / residuals[a].length * (a == b ? 1 : 1 - SHRINKAGE);
            }
        }
        var ones = new double[n];
        Arrays.fill(ones, 1);
        var weights = SmallMatrix.times(SmallMatrix.ridgeInverse(covariance), ones);
        double total = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / total).toArray();
    }

    private static double cut(double residual, double scale) {
        return Math.clamp(residual, -CUT * scale, CUT * scale);
    }
}
