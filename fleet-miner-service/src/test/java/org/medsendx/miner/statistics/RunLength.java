package org.medsendx.miner.statistics;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Average run lengths of control charts on independent N(0, 1) values, from their integral
 * equations {@code L(u) = 1 + atom(u) L(0) + integral kernel(u, v) L(v) dv}, solved at
 * Gauss-Legendre nodes; exact to about six digits.
 *
 * <p>E. S. Page, Continuous Inspection Schemes, Biometrika 41 (1954) 100-115; S. V. Crowder, A
 * Simple Method for Studying Run-Length Distributions of EWMA Charts, Technometrics 29 (1987)
 * 401-407.
 */
final class RunLength {

    private static final int NODES = 40;
    private static final double[] NODE = new double[NODES];
    private static final double[] WEIGHT = new double[NODES];

    static {
        // Roots of the Legendre polynomial by Newton's method.
        for (int i = 0; i < NODES; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 1;
            for (int step = 0; step < 100; step++) {
                double p0 = 1;
                double p1 = x;
                for (int n = 2; n <= NODES; n++) {
                    double p2 = ((2 * n - 1) * x * p1 - (n - 1) * p0) / n;
                    p0 = p1;
                    p1 = p2;
                }
                slope = NODES * (x * p1 - p0) / (x * x - 1);
                double next = x - p1 / slope;
                if (Math.abs(next - x) < 1e-15) {
                    break;
                }
                x = next;
            }
            NODE[i] = x;
            WEIGHT[i] = 2 / ((1 - x * x) * slope * slope);
        }
    }

    private RunLength() {}

    /** L(0) of the equation over v from {@code low} to {@code high}. */
    static double fromZero(
            double low, double high, DoubleUnaryOperator atom, DoubleBinaryOperator kernel) {
        int n = NODES + 1;
        var system = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            double u = i == 0 ? 0 : at(low, high, i - 1);
            system[i][0] = -atom.applyAsDouble(u);
            for (int j = 0; j < NODES; j++) {
                system[i][j + 1] =
                        -kernel.applyAsDouble(u, at(low, high, j)) * WEIGHT[j] * (high - low) / 2;
            }
            system[i][i] += 1;
            system[i][n] = 1;
        }
        return solveFirst(system);
    }

    /** The limit at which an increasing run length reaches the wanted one. */
    static double limitFor(double wanted, double low, double high, DoubleUnaryOperator runLength) {
        double a = low;
        double b = high;
        for (int step = 0; step < 60; step++) {
            double middle = (a + b) / 2;
            if (runLength.applyAsDouble(middle) < wanted) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return (a + b) / 2;
    }

    private static double at(double low, double high, int node) {
        return (low + high) / 2 + NODE[node] * (high - low) / 2;
    }

    private static double solveFirst(double[][] system) {
        int n = system.length;
        for (int i = n - 1; i >= 0; i--) {
            int pivot = i;
            for (int row = i - 1; row >= 0; row--) {
                if (Math.abs(system[row][i]) > Math.abs(system[pivot][i])) {
                    pivot = row;
                }
            }
            var swap = system[i];
            system[i] = system[pivot];
            system[pivot] = swap;
            for (int row = 0; row < i; row++) {
                double factor = system[row][i] / system[i][i];
                for (int k = 0; k <= n; k++) {
                    system[row][k] -= factor * system[i][k];
                }
            }
        }
        return system[0][n] / system[0][0];
    }
}
