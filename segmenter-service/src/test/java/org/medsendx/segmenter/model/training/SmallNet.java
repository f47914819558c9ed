package org.medsendx.segmenter.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.medsendx.segmenter.model.Network;

/**
 * Four convolutions of 3 x 3 and one of 1 x 1 with rectifiers between them; each pixel sees 17 x
 * 17. Plain Java, so that the same seed gives the same weights on every machine.
 */
final class SmallNet implements Network {

    final List<Convolution> layers = new ArrayList<>();
    private int steps;

    SmallNet(int channels, int classes, Random random) {
        int[] dilations = {1, 2, 4, 1};
        for (int i = 0; i < dilations.length; i++) {
            layers.add(new Convolution(i == 0 ? 1 : channels, channels, 3, dilations[i], random));
        }
        layers.add(new Convolution(channels, classes, 1, 1, random));
    }

    /** What each layer made of what the layer before made; the last are logits. */
    private List<Planes> forward(Planes input) {
        var all = new ArrayList<Planes>();
        all.add(input);
        for (int i = 0; i < layers.size(); i++) {
            var made = layers.get(i).forward(all.getLast());
            if (i < layers.size() - 1) {
                rectify(made);
            }
            all.add(made);
        }
        return all;
    }

    private static void rectify(Planes planes) {
        for (var plane : planes.values) {
            for (int p = 0; p < plane.length; p++) {
                plane[p] = Math.max(0, plane[p]);
            }
        }
    }

    /** Adds the gradient of the mean cross entropy of one patch; gives that entropy. */
    double learn(float[] patch, byte[] truth, int rows, int columns, float[] weightOfClass) {
        var made = forward(Planes.of(patch, rows, columns));
        var logits = made.getLast();
        int classes = logits.values.length;
        var gradient = new Planes(classes, rows, columns);
        double loss = 0;
        var odds = new double[classes];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int p = logits.at(row, column);
                int right = truth[row * columns + column];
                double most = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < classes; c++) {
                    most = Math.max(most, logits.values[c][p]);
                }
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    odds[c] = Math.exp(logits.values[c][p] - most);
                    sum += odds[c];
                }
                float weight = weightOfClass[right] / (rows * columns);
                loss -= weight * Math.log(Math.max(odds[right] / sum, 1e-12));
                for (int c = 0; c < classes; c++) {
                    gradient.values[c][p] =
                            (float) (weight * (odds[c] / sum - (c == right ? 1 : 0)));
                }
            }
        }
        var upper = gradient;
        for (int i = layers.size() - 1; i >= 0; i--) {
            upper = layers.get(i).backward(made.get(i), upper);
            if (i > 0) {
                for (int c = 0; c < upper.values.length; c++) {
                    float[] below = made.get(i).values[c];
                    float[] above = upper.values[c];
                    for (int p = 0; p < above.length; p++) {
                        above[p] = below[p] > 0 ? above[p] : 0;
                    }
                }
            }
        }
        return loss;
    }

    void step(float rate, int patches) {
        steps++;
        for (var layer : layers) {
            layer.step(steps, rate, 1f / patches);
        }
    }

    @Override
    public float[] run(float[] patch, int[] shape) {
        var logits = forward(Planes.of(patch, shape[0], shape[1])).getLast();
        int pixels = shape[0] * shape[1];
        var flat = new float[logits.values.length * pixels];
        for (int c = 0; c < logits.values.length; c++) {
            for (int row = 0; row < shape[0]; row++) {
                System.arraycopy(
                        logits.values[c],
                        logits.at(row, 0),
                        flat,
                        c * pixels + row * shape[1],
                        shape[1]);
            }
        }
        return flat;
    }
}
