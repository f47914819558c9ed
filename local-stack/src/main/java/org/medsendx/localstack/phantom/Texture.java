package org.medsendx.localstack.phantom;

import java.util.random.RandomGenerator;

/**
 * A smooth random field over the unit square: a sum of a few plane waves, about 0 to 1, kept on a
 * grid.
 */
final class Texture {

    private static final int CELLS = 96;

    private final float[] grid = new float[(CELLS + 2) * (CELLS + 2)];

    Texture(RandomGenerator random, int waves) {
        for (int wave = 0; wave < waves; wave++) {
            double frequency = random.nextDouble(6, 34);
            double angle = random.nextDouble(0, 2 * Math.PI);
            double kx = frequency * Math.cos(angle) / CELLS;
            double ky = frequency * Math.sin(angle) / CELLS;
            double phase = random.nextDouble(0, 2 * Math.PI);
            for (int i = 0; i < grid.length; i++) {
                int column = i % (CELLS + 2);
                int row = i / (CELLS + 2);
                grid[i] +=
                        (float) (0.5 * Math.sin(kx * column + ky * row + phase) / Math.sqrt(waves));
            }
        }
    }

    /** The field at a point; both coordinates 0 to 1. */
    double at(double x, double y) {
        double column = x * CELLS;
        double row = y * CELLS;
        int c = (int) column;
        int r = (int) row;
        int i = r * (CELLS + 2) + c;
        double right = column - c;
        double down = row - r;
        double upper = grid[i] + right * (grid[i + 1] - grid[i]);
        double lower = grid[i + CELLS + 2] + right * (grid[i + CELLS + 3] - grid[i + CELLS + 2]);
        return 0.5 + upper + down * (lower - upper);
    }
}
