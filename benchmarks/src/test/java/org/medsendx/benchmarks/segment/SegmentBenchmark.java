package org.medsendx.benchmarks.segment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.picture.Raster;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.HighlightPainter;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From pixels to labels, and the picture of them: three classes of 12 bits with noise, as an image
 * in memory. The picture has the limits of the shipped settings.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SegmentBenchmark {

    private static final int MOST_SIDE = 800;
    private static final int MOST_BYTES = 60_000;

    @Param({"512 x 512", "3328 x 4096"})
    public String size = "";

    private int[] stored = {};
    private Field field = Field.whole(1, 1);
    private @Nullable Scene scene;
    private final HighlightPainter painter = new HighlightPainter(MOST_SIDE, MOST_BYTES);

    /** An image: air, a round of soft tissue, and dense parts in it, all with noise. */
    static int[] image(int columns, int rows) {
        var random = new SplittableRandom(1);
        var values = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            double y = (row + 0.5) / rows - 0.5;
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5) / columns - 0.5;
                double middle =
                        x * x + y * y > 0.16
                                ? 100
                                : Math.sin(20 * x) * Math.sin(24 * y) > 0.6 ? 2400 : 1200;
                double value = middle + 40 * random.nextGaussian();
                values[row * columns + column] = (int) Math.clamp(Math.round(value), 0, 4095);
            }
        }
        return values;
    }

    @Setup
    public void draw() {
        String[] sides = size.split(" x ");
        int columns = Integer.parseInt(sides[0]);
        int rows = Integer.parseInt(sides[1]);
        stored = image(columns, rows);
        field = Field.whole(rows, columns);
        var histogram = histogram();
        var clusters = ExactKMeans.cluster(histogram, 3);
        var classes =
                List.of(
                        shown(clusters, 0, "air", 0x1E2438),
                        shown(clusters, 1, "soft-tissue", 0xF2C14E),
                        shown(clusters, 2, "bone", 0xD1495B));
        var grey = new byte[stored.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (stored[i] >> 4);
        }
        var features =
                new FeatureReader(histogram, ValueScale.of(1, -1024, true))
                        .read(
                                classes.stream()
                                        .map(one ->
                                                new Tissue(
                                                        one.tissue().label(),
                                                        one.centre(),
                                                        one.fraction()))
                                        .toList());
        scene =
                new Scene(
                        rows == columns ? "CT" : "MG",
                        "00000000",
                        0,
                        1,
                        false,
                        new Raster(rows, columns, 1, grey),
                        TissueMap.of(stored, field, value -> false, clusters),
                        classes,
                        features,
                        List.of(),
                        List.of(),
                        null);
    }

    private Scene.Shown shown(Clusters clusters, int at, String label, int rgb) {
        var cluster = clusters.clusters().get(at);
        return new Scene.Shown(
                new TissueClass(label, label, rgb),
                cluster.centre(),
                (double) cluster.count() / stored.length);
    }

    private Histogram histogram() {
        var builder = new Histogram.Builder(0, 4095);
        builder.add(stored, 0, stored.length);
        return builder.build();
    }

    @Benchmark
    public TissueMap labels() {
        return TissueMap.of(stored, field, value -> false, ExactKMeans.cluster(histogram(), 3));
    }

    @Benchmark
    public byte[] picture() {
        var drawn = scene;
        return drawn == null ? new byte[0] : painter.paint(drawn);
    }
}
