package org.medsendx.segmenter.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of a file of convolutions and rectifiers, written down as the definition has it:
 * an oracle for ONNX Runtime that reads the file by itself and shares nothing with the training.
 */
final class PlainForward {

    private record Layer(float[] weights, float[] bias, int out, int in, int side, int dilation) {}

    private final List<Layer> layers = new ArrayList<>();

    private PlainForward() {}

    /** Reads the constants of a shipped file: w0, b0, w1, b1 and so on, in its order. */
    static PlainForward of(String model) throws IOException {
        byte[] file;
        try (var in = PlainForward.class.getResourceAsStream("/models/" + model + "/model.onnx")) {
            file = java.util.Objects.requireNonNull(in).readAllBytes();
        }
        var forward = new PlainForward();
        int[] dilations = {1, 2, 4, 1, 1};
        var graph = fields(file).stream().filter(f -> f.number == 7).findFirst().orElseThrow();
        var constants =
                fields(graph.bytes).stream()
                        .filter(f -> f.number == 5)
                        .map(f -> fields(f.bytes))
                        .toList();
        for (int i = 0; i < constants.size(); i += 2) {
            var dims =
                    constants.get(i).stream().filter(f -> f.number == 1).map(f -> f.value).toList();
            forward.layers.add(
                    new Layer(
                            floats(constants.get(i)),
                            floats(constants.get(i + 1)),
                            dims.get(0).intValue(),
                            dims.get(1).intValue(),
                            dims.get(2).intValue(),
                            dilations[i / 2]));
        }
        return forward;
    }

    private record Part(int number, long value, byte[] bytes) {}

    private static float[] floats(List<Part> tensor) {
        var raw =
                ByteBuffer.wrap(
                                tensor.stream()
                                        .filter(f -> f.number == 9)
                                        .findFirst()
                                        .orElseThrow()
                                        .bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
        var values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }

    private static List<Part> fields(byte[] message) {
        var parts = new ArrayList<Part>();
        var in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long key = varint(in);
            long value = varint(in);
            var bytes = new byte[(key & 7) == 2 ? (int) value : 0];
            in.get(bytes);
            parts.add(new Part((int) (key >> 3), value, bytes));
        }
        return parts;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        while (true) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    float[] run(float[] patch, int[] shape) {
        int rows = shape[0];
        int columns = shape[1];
        float[] values = patch;
        for (int l = 0; l < layers.size(); l++) {
            values = layer(layers.get(l), values, rows, columns, l < layers.size() - 1);
        }
        return values;
    }

    private static float[] layer(
            Layer layer, float[] below, int rows, int columns, boolean rectified) {
        var above = new float[layer.out * rows * columns];
        for (int o = 0; o < layer.out; o++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = layer.bias[o];
                    for (int i = 0; i < layer.in; i++) {
                        for (int t = 0; t < layer.side * layer.side; t++) {
                            int r = row + (t / layer.side - layer.side / 2) * layer.dilation;
                            int c = column + (t % layer.side - layer.side / 2) * layer.dilation;
                            if (r >= 0 && r < rows && c >= 0 && c < columns) {
                                sum +=
                                        layer.weights[
                                                        (o * layer.in + i) * layer.side * layer.side
                                                                + t]
                                                * below[(i * rows + r) * columns + c];
                            }
                        }
                    }
                    above[(o * rows + row) * columns + column] =
                            (float) (rectified ? Math.max(0, sum) : sum);
                }
            }
        }
        return above;
    }
}
