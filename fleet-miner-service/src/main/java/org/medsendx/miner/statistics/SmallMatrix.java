package org.medsendx.miner.statistics;

/** Matrices of one or two rows; a linear algebra library would be heavier than the sums. */
final class SmallMatrix {

    private SmallMatrix() {}

    /** Inverse of a symmetric matrix with a trace of a millionth added, so that it exists. */
    static double[][] ridgeInverse(double[][] matrix) {
        int n = matrix.length;
        if (n == 0) {
            return new double[0][0];
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += matrix[i][i];
        }
        double ridge = 1e-6 * trace / n + 1e-12;
        var work = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, work[i], 0, n);
            work[i][i] += ridge;
            work[i][n + i] = 1;
        }
        for (int i = 0; i < n; i++) {
            double pivot = work[i][i];
            for (int k = 0; k < 2 * n; k++) {
                work[i][k] /= pivot;
            }
            for (int row = 0; row < n; row++) {
                double factor = work[row][i];
                if (row != i) {
                    for (int k = 0; k < 2 * n; k++) {
                        work[row][k] -= factor * work[i][k];
                    }
                }
            }
        }
        var inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(work[i], n, inverse[i], 0, n);
        }
        return inverse;
    }

    static double[] times(double[][] matrix, double[] vector) {
        var product = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }
}
