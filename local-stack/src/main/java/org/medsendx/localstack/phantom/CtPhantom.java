package org.medsendx.localstack.phantom;

import java.util.random.RandomGenerator;

/**
 * An axial chest slice: air, lungs, soft tissue with fat, ribs and spine, with noise, in Hounsfield
 * units.
 */
final class CtPhantom {

    static final int INTERCEPT = -1024;

    private CtPhantom() {}

    /**
     * @param gain what the scanner makes of attenuation: HU + 1000 is multiplied by it; 1 for a
     *     good scanner
     */
    static Phantom of(int size, RandomGenerator random, double gain) {
        return of(size, random, random, gain);
    }

    /**
     * The same with what differs from slice to slice of one patient by itself.
     *
     * @param random makes the patient
     * @param slice makes the noise
     */
    static Phantom of(int size, RandomGenerator random, RandomGenerator slice, double gain) {
        double width = random.nextDouble(0.36, 0.46);
        double height = width * random.nextDouble(0.66, 0.80);
        double lung = random.nextDouble(0.40, 0.50);
        double fat = random.nextDouble(0.03, 0.14);
        double softTissue = random.nextGaussian(45, 6);
        double lungTissue = random.nextGaussian(-840, 25);
        double bone = random.nextGaussian(820, 70);
        double noise = random.nextDouble(10, 16);
        var stored = new short[size * size];
        for (int row = 0; row < size; row++) {
            double y = (row + 0.5) / size - 0.5;
            for (int column = 0; column < size; column++) {
                double x = (column + 0.5) / size - 0.5;
                double body = square(x / width) + square(y / height);
                double hu;
                if (body > 1) {
                    hu = -1000;
                } else if (body > 1 - fat) {
                    hu = -100;
                } else if (spine(x, y, height) || ribs(body, fat, x, y)) {
                    hu = bone;
                } else if (lung(x, y, width, height, lung)) {
                    hu = lungTissue;
                } else {
                    hu = softTissue;
                }
                double seen = (hu + 1000) * gain - 1000 + noise * slice.nextGaussian();
                stored[row * size + column] = Phantom.clamp(seen - INTERCEPT);
            }
        }
        return new Phantom(size, size, stored);
    }

    private static boolean spine(double x, double y, double height) {
        return square(x / 0.045) + square((y - height * 0.62) / 0.05) < 1;
    }

    private static boolean ribs(double body, double fat, double x, double y) {
        double ring = 1 - fat - body;
        return ring > 0.04 && ring < 0.11 && Math.sin(Math.atan2(y, x) * 14) > 0.25;
    }

    private static boolean lung(double x, double y, double width, double height, double size) {
        double dx = Math.abs(x) - width * 0.45;
        return square(dx / (width * size * 0.72)) + square(y / (height * size * 1.5)) < 1;
    }

    private static double square(double v) {
        return v * v;
    }
}
