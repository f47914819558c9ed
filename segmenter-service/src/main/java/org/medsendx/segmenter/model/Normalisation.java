package org.medsendx.segmenter.model;

import java.util.Arrays;

/** What is done to values before a network sees them; the kinds are those that nnU-Net exports. */
public sealed interface Normalisation {

    /** Changes the values in place. */
    void apply(float[] values);

    /** Values as they are ({@code NoNormalization}). */
    record None() implements Normalisation {
        @Override
        public void apply(float[] values) {}
    }

    /** Mean 0 and deviation 1 over the whole image ({@code ZScoreNormalization}, no mask). */
    record ZScore() implements Normalisation {
        @Override
        public void apply(float[] values) {
            double sum = 0;
            for (float value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double squares = 0;
            for (float value : values) {
                squares += (value - mean) * (value - mean);
            }
            scale(values, mean, Math.max(Math.sqrt(squares / values.length), LEAST));
        }
    }

    /**
     * Cut to a window, then moved and scaled by numbers of the training set ({@code
     * CTNormalization}: percentiles 0.5 and 99.5, mean and deviation of its foreground).
     */
    record Clip(double low, double high, double mean, double deviation) implements Normalisation {
        public Clip {
            if (!(low < high) || !(deviation > 0)) {
                throw new IllegalArgumentException("low is below high, and deviation above 0");
            }
        }

        @Override
        public void apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        (float) ((Math.clamp((double) values[i], low, high) - mean) / deviation);
            }
        }
    }

    /** From a window to 0 to 1, cut there. */
    record Window(double low, double high) implements Normalisation {
        public Window {
            if (!(low < high)) {
                throw new IllegalArgumentException("low is below high");
            }
        }

        @Override
        public void apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                double part = (values[i] - low) / (high - low);
                values[i] = (float) Math.clamp(part, 0.0, 1.0);
            }
        }
    }

    /**
     * From two percentiles of the image itself to 0 to 1, cut there; 0 and 100 are {@code
     * RescaleTo01Normalization}. A percentile is the value at the nearest rank.
     */
    record Percentiles(double low, double high) implements Normalisation {
        public Percentiles {
            if (!(low >= 0 && low < high && high <= 100)) {
                throw new IllegalArgumentException("percentiles are 0 to 100, low below high");
            }
        }

        @Override
        public void apply(float[] values) {
            var sorted = values.clone();
            Arrays.sort(sorted);
            double from = at(sorted, low);
            double to = at(sorted, high);
            new Window(from, Math.max(to, from + LEAST)).apply(values);
        }

        private static double at(float[] sorted, double percent) {
            int rank = (int) Math.ceil(percent / 100 * sorted.length);
            return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
        }
    }

    /** A deviation below this is taken for it, so that a flat image stays finite. */
    double LEAST = 1e-8;

    private static void scale(float[] values, double mean, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
    }
}
