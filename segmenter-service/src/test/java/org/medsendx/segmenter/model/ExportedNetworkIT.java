package org.medsendx.segmenter.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.Sha256;
import org.medsendx.segmenter.Peer;

/**
 * Networks of nnU-Net's kind as PyTorch exports them, with the logits that PyTorch has for a patch.
 * It takes PyTorch (Debian's python3-torch, some 300 MB), so only where it is asked for.
 */
class ExportedNetworkIT {

    private static final int LABELS = 3;
    private static final long MEMORY = Long.getLong("medsendx.exported.memory", 3L << 30);

    @TempDir private Path folder;

    private static float[] floats(Path folder, String name) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
        var floats = new float[bytes.limit() / Float.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** Of {@code export_network.py}. */
    @EnabledIfSystemProperty(named = "medsendx.torch", matches = "true")
    @ParameterizedTest
    @CsvSource({"2, 128", "3, 32"})
    void what_pytorch_exports_runs_and_says_what_it_says_there(int axes, int side)
            throws Exception {
        Path script = folder.resolve("export.py");
        try (var in =
                requireNonNull(ExportedNetworkIT.class.getResourceAsStream("export_network.py"))) {
            Files.copy(in, script);
        }
        var exported =
                Peer.run(
                        "",
                        Peer.PYTHON,
                        "-W",
                        "ignore",
                        script.toString(),
                        "" + axes,
                        "" + side,
                        "" + LABELS,
                        folder.toString());
        assertThat(exported.status()).as("%s", exported.lines()).isZero();
        runs(folder, axes);
    }

    /**
     * Of somebody else: {@code -Dmedsendx.exported=FOLDER=AXES,...}, each folder with what {@code
     * export_network.py} leaves in one.
     */
    @EnabledIfSystemProperty(named = "medsendx.exported", matches = ".+")
    @Test
    void what_others_export_runs_and_says_what_it_says_there() throws Exception {
        for (String one : System.getProperty("medsendx.exported").split(",")) {
            int equals = one.indexOf('=');
            runs(Path.of(one.substring(0, equals)), Integer.parseInt(one.substring(equals + 1)));
        }
    }

    private static void runs(Path exported, int axes) throws Exception {
        var values = floats(exported, "values");
        var wanted = floats(exported, "logits");
        var shape = new int[axes];
        Arrays.fill(shape, (int) Math.round(Math.pow(values.length, 1.0 / axes)));
        Path network = exported.resolve(ModelPackage.NETWORK);
        var manifest =
                TestModels.manifest(
                        "exported",
                        new byte[0],
                        Map.of(
                                "sha256",
                                Sha256.of(network),
                                "input",
                                "{values: HU, normalisation: {kind: none}, patch: %s, overlap: 0.5}"
                                        .formatted(Arrays.toString(shape)),
                                "labels",
                                "[{label: a, title: A, colour: \"#112233\"},"
                                        + " {label: b, title: B, colour: \"#223344\"},"
                                        + " {label: c, title: C, colour: \"#445566\"}]"));
        var model =
                new ModelPackage(ManifestFile.read(manifest), _ -> Files.newInputStream(network));
        try (var watch = Executors.newSingleThreadScheduledExecutor();
                var process =
                        NetworkProcess.start(
                                model, MEMORY, 1, watch, TestModels.in(Duration.ofSeconds(120)))) {
            process.deadline(TestModels.in(Duration.ofSeconds(120)));
            long begun = System.nanoTime();
            var logits = process.run(values, shape);
            double took = (System.nanoTime() - begun) / 1e9;

            assertThat(logits).hasSize(wanted.length).hasSize(LABELS * values.length);
            double worst = 0;
            double largest = 0;
            for (int i = 0; i < wanted.length; i++) {
                worst = Math.max(worst, Math.abs(logits[i] - wanted[i]));
                largest = Math.max(largest, Math.abs(wanted[i]));
            }
            System.out.printf(
                    "%s: %s, %.1f s, logits up to %.2g differ by %.2g at most%n",
                    exported.getFileName(), Arrays.toString(shape), took, largest, worst);
            assertThat(worst).isLessThan(1e-3 * largest);
        }
    }
}
