package org.medsendx.segmenter.model.training;

import java.util.Arrays;
import java.util.Random;

/** A convolution of one stride that keeps the size, its gradient, and Adam for its weights. */
final class Convolution {

    private static final float MEMORY = 0.9f;
    private static final float SQUARES_MEMORY = 0.999f;
    private static final float LEAST = 1e-8f;
    private static final int LANES = 256;

    final int in;
    final int out;
    final int side;
    final int dilation;
    final float[] weights;
    final float[] bias;
    private final float[] gradient;
    private final float[] moment;
    private final float[] square;
    private final float[] products;

    /**
     * @param side 1 or 3
     */
    Convolution(int in, int out, int side, int dilation, Random random) {
        this.in = in;
        this.out = out;
        this.side = side;
        this.dilation = dilation;
        this.weights = new float[out * in * side * side];
        this.bias = new float[out];
        int all = weights.length + out;
        this.gradient = new float[all];
        this.moment = new float[all];
        this.square = new float[all];
        this.products = new float[LANES];
        // He et al. 2015, for rectifiers.
        double deviation = Math.sqrt(2.0 / (in * side * side));
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (deviation * random.nextGaussian());
        }
    }

    private int shift(Planes planes, int tap) {
        int middle = side / 2;
        return (tap / side - middle) * dilation * planes.stride + (tap % side - middle) * dilation;
    }

    Planes forward(Planes input) {
        var result = new Planes(out, input.rows, input.columns);
        int from = input.first();
        int to = input.end();
        for (int o = 0; o < out; o++) {
            float[] sum = result.values[o];
            Arrays.fill(sum, from, to, bias[o]);
            for (int i = 0; i < in; i++) {
                add(sum, input.values[i], input, (o * in + i) * side * side, 1, from, to);
            }
        }
        result.clearBorder();
        return result;
    }

    /** Adds to the gradient of the weights, and gives that of the input. */
    Planes backward(Planes input, Planes upper) {
        var lower = new Planes(in, input.rows, input.columns);
        int from = input.first();
        int to = input.end();
        for (int o = 0; o < out; o++) {
            float[] above = upper.values[o];
            gradient[weights.length + o] += sum(above, from, to);
            for (int i = 0; i < in; i++) {
                for (int tap = 0; tap < side * side; tap++) {
                    int shift = shift(input, tap);
                    int index = (o * in + i) * side * side + tap;
                    gradient[index] += product(above, input.values[i], shift, from, to);
                }
                add(lower.values[i], above, input, (o * in + i) * side * side, -1, from, to);
            }
        }
        lower.clearBorder();
        return lower;
    }

    /** One step of Adam (Kingma and Ba 2015); the gradient is zero afterwards. */
    void step(int number, float rate, float scale) {
        float first = (float) (1 - Math.pow(MEMORY, number));
        float second = (float) (1 - Math.pow(SQUARES_MEMORY, number));
        for (int i = 0; i < gradient.length; i++) {
            float g = gradient[i] * scale;
            moment[i] = MEMORY * moment[i] + (1 - MEMORY) * g;
            square[i] = SQUARES_MEMORY * square[i] + (1 - SQUARES_MEMORY) * g * g;
            float change =
                    rate * (moment[i] / first) / ((float) Math.sqrt(square[i] / second) + LEAST);
            if (i < weights.length) {
                weights[i] -= change;
            } else {
                bias[i - weights.length] -= change;
            }
            gradient[i] = 0;
        }
    }

    /**
     * Adds all taps of one kernel.
     *
     * @param way 1 towards the output, -1 back
     */
    private void add(
            float[] to, float[] from, Planes planes, int kernel, int way, int first, int end) {
        if (side == 1) {
            float weight = weights[kernel];
            for (int p = first; p < end; p++) {
                to[p] += weight * from[p];
            }
            return;
        }
        // A row of taps at once, so that less is loaded and stored.
        for (int row = 0; row < side; row++) {
            float a = weights[kernel + row * side];
            float b = weights[kernel + row * side + 1];
            float c = weights[kernel + row * side + 2];
            int middle = way * shift(planes, row * side + 1);
            int left = middle - way * dilation;
            int right = middle + way * dilation;
            for (int p = first; p < end; p++) {
                to[p] += a * from[p + left] + b * from[p + middle] + c * from[p + right];
            }
        }
    }

    private float product(float[] above, float[] below, int shift, int first, int end) {
        // In lanes, and then their sum: a single sum of floats is not done side by side.
        Arrays.fill(products, 0);
        int p = first;
        for (; p + LANES <= end; p += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                products[lane] += above[p + lane] * below[p + lane + shift];
            }
        }
        for (int lane = 0; p + lane < end; lane++) {
            products[lane] += above[p + lane] * below[p + lane + shift];
        }
        return sum(products, 0, LANES);
    }

    private static float sum(float[] values, int first, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int p = first;
        for (; p < end - 3; p += 4) {
            a += values[p];
            b += values[p + 1];
            c += values[p + 2];
            d += values[p + 3];
        }
        for (; p < end; p++) {
            a += values[p];
        }
        return a + b + (c + d);
    }
}
