package org.medsendx.segmenter.model;

/**
 * How samples along one axis become more or fewer over the same length. Between samples values are
 * interpolated linearly; where there become fewer, each is the mean of its neighbourhood under a
 * triangle, so that nothing is skipped and noise is averaged.
 */
final class Axis {

    private final int from;
    private final int[] first;
    private final float[][] weights;

    Axis(int from, int to) {
        this.from = from;
        this.first = new int[to];
        this.weights = new float[to][];
        double step = (double) from / to;
        double reach = Math.max(1, step);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * step - 0.5;
            int low = (int) Math.floor(centre - reach) + 1;
            int high = (int) Math.ceil(centre + reach) - 1;
            // Beyond the edge stands the sample at the edge.
            int least = Math.clamp(low, 0, from - 1);
            int most = Math.clamp(high, 0, from - 1);
            var own = new double[most - least + 1];
            double sum = 0;
            for (int s = low; s <= high; s++) {
                double weight = 1 - Math.abs(s - centre) / reach;
                own[Math.clamp(s, least, most) - least] += weight;
                sum += weight;
            }
            first[i] = least;
            weights[i] = new float[own.length];
            for (int s = 0; s < own.length; s++) {
                weights[i][s] = (float) (own[s] / sum);
            }
        }
    }

    int length() {
        return first.length;
    }

    /** The first sample that one output needs. */
    int first(int output) {
        return first[output];
    }

    /** The last sample that one output needs. */
    int last(int output) {
        return first[output] + weights[output].length - 1;
    }

    /** The weight of a sample, from {@link #first} to {@link #last}, in one output. */
    float weight(int output, int sample) {
        return weights[output][sample - first[output]];
    }

    /**
     * Resamples the middle axis of three.
     *
     * @param values outer x from x inner
     * @return outer x to x inner
     */
    float[] apply(float[] values, int outer, int inner) {
        if (from == first.length) {
            return values;
        }
        int to = first.length;
        var result = new float[Math.multiplyExact(Math.multiplyExact(outer, to), inner)];
        for (int o = 0; o < outer; o++) {
            for (int t = 0; t < to; t++) {
                int target = (o * to + t) * inner;
                for (int s = 0; s < weights[t].length; s++) {
                    int source = (o * from + first[t] + s) * inner;
                    float weight = weights[t][s];
                    for (int i = 0; i < inner; i++) {
                        result[target + i] += weight * values[source + i];
                    }
                }
            }
        }
        return result;
    }
}
