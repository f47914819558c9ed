package org.medsendx.segmenter.model.training;

import java.util.Arrays;
import java.util.Locale;

/**
 * How well maps agree with the truth: Dice's coefficient of each class, one per slice, and its mean
 * with a 95 % interval over slices.
 */
record Dice(double mean, double half) {

    /** Coefficient of one class in one slice; 1 when neither has it. */
    static double of(byte[] truth, byte[] found, int tissue) {
        long both = 0;
        long sum = 0;
        for (int i = 0; i < truth.length; i++) {
            both += truth[i] == tissue && found[i] == tissue ? 1 : 0;
            sum += (truth[i] == tissue ? 1 : 0) + (found[i] == tissue ? 1 : 0);
        }
        return sum == 0 ? 1 : 2.0 * both / sum;
    }

    static Dice over(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / (values.length - 1));
        return new Dice(mean, 1.96 * deviation / Math.sqrt(values.length));
    }

    double low() {
        return mean - half;
    }

    double high() {
        return mean + half;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f ± %.3f", mean, half);
    }
}
