package org.medsendx.localstack.phantom;

import java.util.random.RandomGenerator;

/** A smooth random field: a sum of a few plane waves, about 0 to 1. */
final class Texture {

    private final double[] kx;
    private final double[] ky;
    private final double[] phase;

    Texture(RandomGenerator random, int waves) {
        kx = new double[waves];
        ky = new double[waves];
        phase = new double[waves];
        for (int i = 0; i < waves; i++) {
            double frequency = random.nextDouble(6, 34);
            double angle = random.nextDouble(0, 2 * Math.PI);
            kx[i] = frequency * Math.cos(angle);
            ky[i] = frequency * Math.sin(angle);
            phase[i] = random.nextDouble(0, 2 * Math.PI);
        }
    }

    double at(double x, double y) {
        double sum = 0;
        for (int i = 0; i < kx.length; i++) {
            sum += Math.sin(kx[i] * x + ky[i] * y + phase[i]);
        }
        return 0.5 + 0.5 * sum / Math.sqrt(kx.length);
    }
}
