package org.medsendx.localstack.phantom;

import java.util.random.RandomGenerator;

/**
 * A mammogram for presentation: background, fat and fibroglandular tissue, the breast at the left
 * edge.
 */
final class MammographyPhantom {

    private MammographyPhantom() {}

    static Phantom of(int rows, int columns, RandomGenerator random, double gain) {
        double depth = random.nextDouble(0.60, 0.86);
        double halfHeight = random.nextDouble(0.34, 0.44);
        double density = random.nextDouble(0.12, 0.60);
        double thickness = random.nextGaussian(1, 0.05);
        double fat = 1050 * thickness;
        double gland = 1950 * thickness;
        double noise = random.nextDouble(18, 30);
        var texture = new Texture(random, 7);
        var stored = new short[rows * columns];
        for (int row = 0; row < rows; row++) {
            double y = (row + 0.5) / rows - 0.5;
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5) / columns;
                double r = Math.sqrt(square(x / depth) + square(y / halfHeight));
                double value;
                if (r > 1) {
                    value = 25 + 6 * random.nextGaussian();
                } else {
                    // More glandular tissue behind the nipple than near the skin.
                    double tendency = texture.at(x, y + 0.5) + 0.9 * (0.75 - r);
                    double tissue = tendency > 1.55 - 1.2 * density ? gland : fat;
                    double skin = Math.min(1, 8 * (1 - r) + 0.35);
                    value = (tissue * skin + noise * random.nextGaussian()) * gain;
                }
                stored[row * columns + column] = Phantom.clamp(value);
            }
        }
        return new Phantom(rows, columns, stored);
    }

    private static double square(double v) {
        return v * v;
    }
}
