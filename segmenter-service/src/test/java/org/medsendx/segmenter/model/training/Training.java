package org.medsendx.segmenter.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Trains the small network on invented slices; the same seed gives the same weights. */
final class Training {

    static final int CHANNELS = 16;
    static final int SIDE = 64;
    static final int BATCH = 4;
    static final int STEPS = 3000;
    static final float RATE = 3e-3f;

    private static final float[] WEIGHTS = {1f, 1f, 1f};

    private Training() {}

    static SmallNet train(long seed, int steps, Consumer<String> progress) {
        var random = new Random(seed);
        var net = new SmallNet(CHANNELS, 3, random);
        double loss = 0;
        for (int step = 1; step <= steps; step++) {
            for (int i = 0; i < BATCH; i++) {
                var slice = TrainingSlice.of(SIDE, random);
                loss +=
                        net.learn(
                                normalised(slice.hounsfield()), slice.truth(), SIDE, SIDE, WEIGHTS);
            }
            // Down to nothing along a cosine.
            double done = (double) step / steps;
            net.step((float) (RATE * 0.5 * (1 + Math.cos(Math.PI * done))), BATCH);
            if (step % 100 == 0) {
                progress.accept(
                        "step %d of %d, loss %.4f".formatted(step, steps, loss / (100 * BATCH)));
                loss = 0;
            }
        }
        return net;
    }

    /** As the manifest says: cut to a window, divided. */
    static float[] normalised(float[] hounsfield) {
        var values = hounsfield.clone();
        NORMALISATION.apply(values);
        return values;
    }

    static final org.medsendx.segmenter.model.Normalisation.Clip NORMALISATION =
            new org.medsendx.segmenter.model.Normalisation.Clip(-1200, 1600, 0, 500);

    /** The network as an ONNX file whose rows and columns may be of any number. */
    static byte[] onnx(SmallNet net) {
        var file = new OnnxFile().input("image", OnnxFile.FLOAT, 1, 1, -1, -1);
        List<Convolution> layers = new ArrayList<>(net.layers);
        String before = "image";
        for (int i = 0; i < layers.size(); i++) {
            var layer = layers.get(i);
            boolean last = i == layers.size() - 1;
            var name = last ? "logits" : "c" + i;
            file.floats("w" + i, layer.weights, layer.out, layer.in, layer.side, layer.side);
            file.floats("b" + i, layer.bias, layer.out);
            int pad = layer.side / 2 * layer.dilation;
            file.node(
                    "Conv",
                    List.of(before, "w" + i, "b" + i),
                    List.of(name),
                    a ->
                            a.longs("kernel_shape", layer.side, layer.side)
                                    .longs("dilations", layer.dilation, layer.dilation)
                                    .longs("pads", pad, pad, pad, pad));
            before = name;
            if (!last) {
                file.node("Relu", List.of(name), List.of("r" + i));
                before = "r" + i;
            }
        }
        return file.output("logits", OnnxFile.FLOAT, 1, 3, -1, -1).bytes("phantom-ct");
    }
}
