package org.medsendx.benchmarks.fleet;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Draws that patients need. */
final class Chance {

    private static final HexFormat HEX = HexFormat.of();

    private Chance() {}

    /**
     * Student's t with 4 degrees of freedom, divided by its standard deviation: patients have heavy
     * tails.
     */
    static double heavy(RandomGenerator random) {
        double chi = -2 * Math.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
        return random.nextGaussian() / Math.sqrt(chi / 4) / Math.sqrt(2);
    }

    /** How many events when so many are expected; by counting, for small means. */
    static int poisson(double mean, RandomGenerator random) {
        double left = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > left; count++) {
            product *= 1 - random.nextDouble();
        }
        return count;
    }

    /** A number that varies more than Poisson's: busy days and empty ones. */
    static int uneven(double mean, RandomGenerator random) {
        // gamma of shape 4 in the place of the mean
        double gamma = 0;
        for (int i = 0; i < 4; i++) {
            gamma -= Math.log(1 - random.nextDouble());
        }
        return poisson(mean * gamma / 4, random);
    }

    /** 32 hex digits. */
    static String id(RandomGenerator random) {
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }

    /** Six significant digits, as the segmenter writes measures. */
    static double six(double value) {
        if (value == 0) {
            return 0;
        }
        double scale = Math.pow(10, 5 - (int) Math.floor(Math.log10(Math.abs(value))));
        return Math.round(value * scale) / scale;
    }
}
