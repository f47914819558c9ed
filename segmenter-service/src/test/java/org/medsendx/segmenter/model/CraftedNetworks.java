package org.medsendx.segmenter.model;

import java.util.List;
import org.medsendx.segmenter.model.training.OnnxFile;

/** Networks of our own making, good and bad. All take 1 x 1 x 8 x 8 and say 1 x 2 x 8 x 8. */
final class CraftedNetworks {

    /**
     * Says 0 for the first label, and for the second 1 2 1 / 2 4 2 / 1 2 1 around a pixel, less 3.
     */
    static final float[] KERNEL = {1, 2, 1, 2, 4, 2, 1, 2, 1};

    static final float BIAS = -3;

    private CraftedNetworks() {}

    static byte[] convolution() {
        return convolution(13);
    }

    static byte[] convolution(long operatorSet) {
        var weights = new float[18];
        System.arraycopy(KERNEL, 0, weights, 9, 9);
        return open(8).floats("w", weights, 2, 1, 3, 3)
                .floats("b", new float[] {0, BIAS}, 2)
                .node(
                        "Conv",
                        List.of("image", "w", "b"),
                        List.of("logits"),
                        a -> a.longs("pads", 1, 1, 1, 1))
                .bytes("convolution", operatorSet);
    }

    /**
     * In three dimensions: the second label is the sum of the pixel and its neighbours in the
     * slices beside.
     */
    static byte[] acrossSlices(int slices, int side) {
        var weights = new float[2 * 3];
        weights[3] = 1;
        weights[4] = 1;
        weights[5] = 1;
        return new OnnxFile()
                .input("image", OnnxFile.FLOAT, 1, 1, slices, side, side)
                .output("logits", OnnxFile.FLOAT, 1, 2, slices, side, side)
                .floats("w", weights, 2, 1, 3, 1, 1)
                .floats("b", new float[] {0, 0}, 2)
                .node(
                        "Conv",
                        List.of("image", "w", "b"),
                        List.of("logits"),
                        a -> a.longs("pads", 1, 0, 0, 1, 0, 0))
                .bytes("slices");
    }

    /** Goes on as good as for ever, in small steps. */
    static byte[] loop() {
        var body =
                new OnnxFile()
                        .input("i", OnnxFile.INT64)
                        .input("go", OnnxFile.BOOL)
                        .input("x", OnnxFile.FLOAT, 1, 1, 8, 8)
                        .node("Identity", List.of("go"), List.of("goes"))
                        .node("Add", List.of("x", "x"), List.of("y"))
                        .output("goes", OnnxFile.BOOL)
                        .output("y", OnnxFile.FLOAT, 1, 1, 8, 8);
        return open(8).longs("most", new long[] {1L << 60})
                .truth("true", true)
                .node(
                        "Loop",
                        List.of("most", "true", "image"),
                        List.of("last"),
                        a -> a.graph("body", body))
                .node(
                        "Concat",
                        List.of("last", "last"),
                        List.of("logits"),
                        a -> a.number("axis", 1))
                .bytes("loop");
    }

    /** One step that takes some minutes and cannot be asked to stop. */
    static byte[] hugeConvolution() {
        return cutBack(
                        open(8).longs("times", new long[] {1, 32, 64, 64}, 4)
                                .node("Tile", List.of("image", "times"), List.of("large"))
                                .floats("w", new float[256 * 32 * 31 * 31], 256, 32, 31, 31)
                                .node(
                                        "Conv",
                                        List.of("large", "w"),
                                        List.of("convolved"),
                                        a -> a.longs("strides", 1, 1)),
                        "convolved")
                .bytes("huge");
    }

    /** Wants 4 GiB. */
    static byte[] hungry() {
        return cutBack(
                        open(8).longs("times", new long[] {1, 2, 4096, 4096}, 4)
                                .node("Tile", List.of("image", "times"), List.of("large")),
                        "large")
                .bytes("hungry");
    }

    private static OnnxFile cutBack(OnnxFile file, String large) {
        return file.longs("from", new long[] {0, 0, 0}, 3)
                .longs("to", new long[] {2, 8, 8}, 3)
                .longs("axes", new long[] {1, 2, 3}, 3)
                .node("Slice", List.of(large, "from", "to", "axes"), List.of("logits"));
    }

    /** Says no numbers. */
    static byte[] notANumber() {
        return open(8).floats("two", new float[] {1, 1}, 1, 2, 1, 1)
                .node("Sub", List.of("image", "image"), List.of("zero"))
                .node("Div", List.of("zero", "zero"), List.of("none"))
                .node("Mul", List.of("none", "two"), List.of("logits"))
                .bytes("none");
    }

    /** Says as many rows as its first pixel has units, which nobody knows before it runs. */
    static byte[] asManyRowsAsTheFirstPixel() {
        return new OnnxFile()
                .input("image", OnnxFile.FLOAT, 1, 1, 8, 8)
                .output("logits", OnnxFile.FLOAT, 1, 2, -1, 8)
                .longs("flat", new long[] {-1}, 1)
                .longs("zero", new long[] {0}, 1)
                .longs("one", new long[] {1}, 1)
                .longs("rows", new long[] {2}, 1)
                .node("Reshape", List.of("image", "flat"), List.of("all"))
                .node("Slice", List.of("all", "zero", "one"), List.of("first"))
                .node("Cast", List.of("first"), List.of("end"), a -> a.number("to", OnnxFile.INT64))
                .node(
                        "Concat",
                        List.of("image", "image"),
                        List.of("both"),
                        a -> a.number("axis", 1))
                .node("Slice", List.of("both", "zero", "end", "rows"), List.of("logits"))
                .bytes("rows");
    }

    /** Has three labels. */
    static byte[] threeLabels() {
        return new OnnxFile()
                .input("image", OnnxFile.FLOAT, 1, 1, 8, 8)
                .output("logits", OnnxFile.FLOAT, 1, 3, 8, 8)
                .floats("w", new float[3], 3, 1, 1, 1)
                .node("Conv", List.of("image", "w"), List.of("logits"))
                .bytes("three");
    }

    /** Takes two pictures. */
    static byte[] twoInputs() {
        return open(8).input("other", OnnxFile.FLOAT, 1, 2, 8, 8)
                .node("Mul", List.of("image", "other"), List.of("logits"))
                .bytes("two");
    }

    private static OnnxFile open(int side) {
        return new OnnxFile()
                .input("image", OnnxFile.FLOAT, 1, 1, side, side)
                .output("logits", OnnxFile.FLOAT, 1, 2, side, side);
    }
}
