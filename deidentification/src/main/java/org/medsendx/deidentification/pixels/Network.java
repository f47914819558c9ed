package org.medsendx.deidentification.pixels;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A neural network of one hidden layer: {@code 1 / (1 + exp(-(c + w * max(0, b + W x))))}, with
 * weights of eight bits. Its weights are a resource that the tests' {@code TextScoreTraining}
 * writes: inputs and hidden units as shorts, and for each hidden unit and the output the scale and
 * the bias as floats and the weights as bytes. Sums are in a fixed order, so that the same input
 * gives the same score on every machine.
 */
final class Network {

    /** Weights come in steps of their layer's largest by this. */
    static final int STEPS = 127;

    private final int inputs;
    private final float[][] hidden;
    private final float[] biases;
    private final float[] output;
    private final float bias;

    private Network(int inputs, float[][] hidden, float[] biases, float[] output, float bias) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.biases = biases;
        this.output = output;
        this.bias = bias;
    }

    /** The network of a resource beside this class. */
    static Network resource(String name) {
        InputStream stream = Network.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("the weights of the text detector lack: " + name);
        }
        try {
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The network of such a stream, which is closed. */
    static Network read(InputStream stream) throws IOException {
        try (var in = new DataInputStream(stream)) {
            int inputs = in.readUnsignedShort();
            int units = in.readUnsignedShort();
            var hidden = new float[units][inputs];
            var biases = new float[units];
            for (int i = 0; i < units; i++) {
                biases[i] = layer(in, hidden[i]);
            }
            var output = new float[units];
            float bias = layer(in, output);
            return new Network(inputs, hidden, biases, output, bias);
        }
    }

    /** Reads the weights of one unit; its bias. */
    private static float layer(DataInputStream in, float[] weights) throws IOException {
        float scale = in.readFloat();
        float bias = in.readFloat();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.readByte() * scale;
        }
        return bias;
    }

    /** What the network says before the logistic function: positive for text. */
    double logit(float[] input) {
        if (input.length != inputs) {
            throw new IllegalArgumentException("the network takes " + inputs + " inputs");
        }
        double sum = bias;
        for (int i = 0; i < hidden.length; i++) {
            float[] weights = hidden[i];
            // Four sums side by side, always these four.
            float a = biases[i];
            float b = 0;
            float c = 0;
            float d = 0;
            int at = 0;
            for (; at + 3 < inputs; at += 4) {
                a += weights[at] * input[at];
                b += weights[at + 1] * input[at + 1];
                c += weights[at + 2] * input[at + 2];
                d += weights[at + 3] * input[at + 3];
            }
            for (; at < inputs; at++) {
                a += weights[at] * input[at];
            }
            float value = a + b + (c + d);
            if (value > 0) {
                sum += output[i] * value;
            }
        }
        return sum;
    }
}
