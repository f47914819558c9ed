package org.medsendx.segmenter.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.model.TestModels;

/**
 * The model that is shipped, beside k-means, on slices that it was not trained on. {@code
 * ./medsendx train-model} makes it again ({@code -Dmodel.train=true}) and writes the table of
 * docs/models.md ({@code -Dmodel.table=true}).
 */
class ShippedModelTest {

    private static final Path SHIPPED = Path.of("src/main/resources/models/phantom-ct");
    private static final Path PAGE = Path.of("../docs/models.md");
    private static final String BEGIN = "<!-- dice -->";
    private static final String END = "<!-- /dice -->";
    private static final long SEED = 20_260_101;
    private static final int SIDE = 128;
    private static final List<String> CLASSES = List.of("air", "soft tissue", "bone");

    private record Cell(Dice[] model, Dice[] kMeans) {}

    /** Both ways over some slices; seeds are those of the held out, from 1000. */
    private static Cell measure(TestModels.Open net, HeldOut.Kind kind, double noise, int slices)
            throws Exception {
        var model = new double[3][slices];
        var kMeans = new double[3][slices];
        for (int i = 0; i < slices; i++) {
            var slice = HeldOut.of(kind, SIDE, noise, 1000L + i);
            byte[] learned = net.labels(slice.hounsfield(), SIDE, SIDE);
            byte[] clustered = clustered(slice.hounsfield());
            for (int c = 0; c < 3; c++) {
                model[c][i] = Dice.of(slice.truth(), learned, c);
                kMeans[c][i] = Dice.of(slice.truth(), clustered, c);
            }
        }
        return new Cell(over(model), over(kMeans));
    }

    private static Dice[] over(double[][] values) {
        return new Dice[] {Dice.over(values[0]), Dice.over(values[1]), Dice.over(values[2])};
    }

    // Air, soft tissue and bone are its classes in ascending order.
    private static byte[] clustered(float[] hounsfield) {
        var stored = new int[hounsfield.length];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = Math.round(hounsfield[i]) + 1024;
        }
        var histogram = new Histogram.Builder(0, 4095);
        histogram.add(stored, 0, stored.length);
        var clusters = ExactKMeans.cluster(histogram.build(), 3);
        var classes = new byte[stored.length];
        for (int i = 0; i < stored.length; i++) {
            classes[i] = (byte) clusters.classOf(stored[i]);
        }
        return classes;
    }

    @Test
    void finds_soft_tissue_and_bone_in_noise_in_which_k_means_loses_them() throws Exception {
        try (var net = TestModels.shipped(SIDE)) {
            for (var kind : HeldOut.Kind.values()) {
                for (int noise : new int[] {200, 300}) {
                    var cell = measure(net, kind, noise, 5);
                    for (int c = 1; c < 3; c++) {
                        assertThat(cell.model[c].low())
                                .as("%s, %d HU, %s", kind, noise, CLASSES.get(c))
                                .isGreaterThan(cell.kMeans[c].high());
                    }
                }
            }
        }
    }

    @Test
    void agrees_with_the_truth_of_what_it_was_not_trained_on() throws Exception {
        try (var net = TestModels.shipped(SIDE)) {
            for (var kind : HeldOut.Kind.values()) {
                for (int noise : new int[] {10, 110}) {
                    var cell = measure(net, kind, noise, 5);
                    assertThat(List.of(cell.model))
                            .as("%s, %d HU", kind, noise)
                            .allSatisfy(dice -> assertThat(dice.mean()).isGreaterThan(0.88));
                }
            }
        }
    }

    @Test
    void is_small_and_says_what_it_is_for() throws Exception {
        assertThat(Files.size(SHIPPED.resolve("model.onnx"))).isLessThan(200_000);
        assertThat(Files.readString(SHIPPED.resolve("manifest.yaml")))
                .contains("licence: GPL-3.0-or-later")
                .contains("not for diagnosis");
    }

    @Test
    void the_same_seed_trains_the_same_weights() {
        var once = Training.onnx(Training.train(7, 3, line -> {}));
        var again = Training.onnx(Training.train(7, 3, line -> {}));

        assertThat(again).isEqualTo(once);
    }

    @Test
    @EnabledIfSystemProperty(named = "model.train", matches = "true")
    void train() throws Exception {
        var net = Training.train(SEED, Training.STEPS, System.out::println);
        var network = Training.onnx(net);
        var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(network));
        var manifest = SHIPPED.resolve("manifest.yaml");
        var text = Files.readString(manifest);
        Files.write(SHIPPED.resolve("model.onnx"), network);
        Files.writeString(manifest, text.replaceAll("sha256: [0-9a-f]{64}", "sha256: " + digest));
        // Tests read what was built before.
        for (var name : List.of("model.onnx", "manifest.yaml")) {
            Files.copy(
                    SHIPPED.resolve(name),
                    Path.of("target/classes/models/phantom-ct").resolve(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "model.table", matches = "true")
    void write_the_table() throws Exception {
        var lines = new ArrayList<String>();
        lines.add("| slices | noise, HU | | air | soft tissue | bone |");
        lines.add("|---|---|---|---|---|---|");
        try (var net = TestModels.shipped(SIDE)) {
            for (var kind : HeldOut.Kind.values()) {
                for (int noise : HeldOut.NOISE) {
                    var cell = measure(net, kind, noise, 40);
                    lines.add(row(name(kind), noise + "", "model", cell.model));
                    lines.add(row("", "", "k-means", cell.kMeans));
                }
            }
        }
        var page = Files.readString(PAGE, StandardCharsets.UTF_8);
        var before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        var after = page.substring(page.indexOf(END));
        Files.writeString(PAGE, before + "\n" + String.join("\n", lines) + "\n" + after);
    }

    private static String row(String kind, String noise, String method, Dice[] dice) {
        return "| "
                + String.join(
                        " | ",
                        kind,
                        noise,
                        method,
                        dice[0].toString(),
                        dice[1].toString(),
                        dice[2].toString())
                + " |";
    }

    private static String name(HeldOut.Kind kind) {
        return switch (kind) {
            case DISCS -> "disc in a disc";
            case SHEPP_LOGAN -> "Shepp-Logan head";
            case CHEST -> "chest";
        };
    }
}
