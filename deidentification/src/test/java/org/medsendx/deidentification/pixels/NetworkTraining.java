package org.medsendx.deidentification.pixels;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;

/**
 * Trains a {@link Network} by Adam (Kingma and Ba, ICLR 2015) on the logistic loss, seeded, and
 * brings its weights to eight bits.
 */
final class NetworkTraining {

    private static final int BATCH = 64;
    private static final double RATE = 0.002;
    private static final double DECAY = 1e-5;

    /** An example: its inputs, whether it is text, and how much it counts. */
    record Example(float[] inputs, boolean text, float weight) {}

    private final int inputs;
    private final int units;
    private final float[] weights;
    private final float[] first;
    private final float[] second;
    private final Random random;
    private long steps;

    NetworkTraining(int inputs, int units, long seed) {
        this.inputs = inputs;
        this.units = units;
        this.random = new Random(seed);
        this.weights = new float[units * (inputs + 2) + 1];
        this.first = new float[weights.length];
        this.second = new float[weights.length];
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < inputs; j++) {
                weights[i * inputs + j] = (float) (random.nextGaussian() * Math.sqrt(2.0 / inputs));
            }
            weights[units * (inputs + 1) + i] = (float) (random.nextGaussian() / Math.sqrt(units));
        }
    }

    /** The mean loss of the last round. */
    double train(List<Example> examples, int rounds) {
        int[] order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        var gradient = new float[weights.length];
        var hidden = new float[units];
        double loss = 0;
        for (int round = 0; round < rounds; round++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
            double rate = RATE * (1 - 0.9 * round / rounds);
            loss = 0;
            for (int from = 0; from < order.length; from += BATCH) {
                java.util.Arrays.fill(gradient, 0);
                int to = Math.min(order.length, from + BATCH);
                for (int i = from; i < to; i++) {
                    loss += backward(examples.get(order[i]), hidden, gradient);
                }
                step(gradient, to - from, rate);
            }
            loss /= order.length;
        }
        return loss;
    }

    private double backward(Example example, float[] hidden, float[] gradient) {
        int biases = units * inputs;
        int output = units * (inputs + 1);
        float[] in = example.inputs();
        double sum = weights[weights.length - 1];
        for (int i = 0; i < units; i++) {
            float value = weights[biases + i];
            for (int j = 0, at = i * inputs; j < inputs; j++, at++) {
                value += weights[at] * in[j];
            }
            hidden[i] = Math.max(0, value);
            sum += weights[output + i] * hidden[i];
        }
        double p = 1 / (1 + Math.exp(-sum));
        double target = example.text() ? 0.99 : 0.01;
        float error = (float) ((p - target) * example.weight());
        gradient[weights.length - 1] += error;
        for (int i = 0; i < units; i++) {
            if (hidden[i] > 0) {
                gradient[output + i] += error * hidden[i];
                float back = error * weights[output + i];
                gradient[biases + i] += back;
                for (int j = 0, at = i * inputs; j < inputs; j++, at++) {
                    gradient[at] += back * in[j];
                }
            }
        }
        return -example.weight() * Math.log(Math.max(1e-9, example.text() ? p : 1 - p));
    }

    private void step(float[] gradient, int count, double rate) {
        steps++;
        double one = 1 - Math.pow(0.9, steps);
        double two = 1 - Math.pow(0.999, steps);
        for (int i = 0; i < weights.length; i++) {
            float g = gradient[i] / count;
            first[i] += 0.1f * (g - first[i]);
            second[i] += 0.001f * (g * g - second[i]);
            weights[i] -=
                    (float)
                            (rate
                                    * (first[i] / one / (Math.sqrt(second[i] / two) + 1e-8)
                                            + DECAY * weights[i]));
        }
    }

    /** Writes the weights as {@link Network#resource} reads them. */
    void write(OutputStream stream) throws IOException {
        try (var out = new DataOutputStream(stream)) {
            out.writeShort(inputs);
            out.writeShort(units);
            for (int i = 0; i < units; i++) {
                unit(out, i * inputs, inputs, weights[units * inputs + i]);
            }
            unit(out, units * (inputs + 1), units, weights[weights.length - 1]);
        }
    }

    private void unit(DataOutputStream out, int from, int count, float bias) throws IOException {
        float most = 1e-9f;
        for (int i = from; i < from + count; i++) {
            most = Math.max(most, Math.abs(weights[i]));
        }
        float scale = most / Network.STEPS;
        out.writeFloat(scale);
        out.writeFloat(bias);
        for (int i = from; i < from + count; i++) {
            out.writeByte(Math.round(weights[i] / scale));
        }
    }
}
