package org.medsendx.localstack.phantom;

import java.util.random.RandomGenerator;

/**
 * A chest radiograph for presentation (dense is bright): two lungs, mediastinum, ribs, diaphragm.
 */
final class DxPhantom {

    private DxPhantom() {}

    static Phantom of(int rows, int columns, RandomGenerator random, double gain) {
        double lungWidth = random.nextDouble(0.15, 0.20);
        double lungHeight = random.nextDouble(0.32, 0.40);
        double diaphragm = random.nextDouble(0.22, 0.30);
        double size = random.nextGaussian(1, 0.06);
        double noise = random.nextDouble(14, 24);
        var texture = new Texture(random, 5);
        var stored = new short[rows * columns];
        for (int row = 0; row < rows; row++) {
            double y = (row + 0.5) / rows - 0.5;
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5) / columns - 0.5;
                double value =
                        value(x, y, lungWidth, lungHeight, diaphragm, texture.at(x + 0.5, y + 0.5))
                                * size;
                value = value * gain + noise * random.nextGaussian();
                stored[row * columns + column] = Phantom.clamp(value);
            }
        }
        return new Phantom(rows, columns, stored);
    }

    private static double value(
            double x,
            double y,
            double lungWidth,
            double lungHeight,
            double diaphragm,
            double texture) {
        if (Math.abs(x) > 0.44 + 0.04 * Math.sin(6 * y)) {
            return 120;
        }
        if (y > diaphragm + 0.05 * Math.cos(9 * x)) {
            return 2500 + 120 * texture;
        }
        double heart = square((x - 0.06) / 0.13) + square((y - 0.14) / 0.17);
        if (Math.abs(x) < 0.055 || heart < 1) {
            return 2250 + 150 * texture;
        }
        double lung = square((Math.abs(x) - 0.23) / lungWidth) + square((y + 0.06) / lungHeight);
        double rib = Math.sin(46 * (y - 0.5 * x * x)) > 0.55 ? 260 : 0;
        return (lung < 1 ? 820 + 200 * texture : 1650 + 80 * texture) + rib;
    }

    private static double square(double v) {
        return v * v;
    }
}
