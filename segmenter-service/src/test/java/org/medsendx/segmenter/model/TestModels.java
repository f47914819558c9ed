package org.medsendx.segmenter.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Model packages of tests, and networks that run. */
public final class TestModels {

    static final long MEMORY = 384L << 20;

    private TestModels() {}

    /** The shipped model with a patch of this side, in its process. */
    public static Open shipped(int side) throws ModelFailure {
        var shipped = ModelPackage.read(null, "phantom-ct");
        var m = shipped.manifest();
        var manifest =
                new Manifest(
                        m.name(),
                        m.version(),
                        m.licence(),
                        m.intendedUse(),
                        m.modality(),
                        m.views(),
                        m.sha256(),
                        m.hounsfield(),
                        m.spacing(),
                        m.orientation(),
                        m.normalisation(),
                        List.of(side, side),
                        m.overlap(),
                        m.labels());
        return new Open(new ModelPackage(manifest, shipped.files()));
    }

    /** A network that runs until it is closed. */
    public static final class Open implements AutoCloseable {

        private final Manifest manifest;
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        private final NetworkProcess process;

        Open(ModelPackage model) throws ModelFailure {
            this.manifest = model.manifest();
            this.process =
                    NetworkProcess.start(model, MEMORY, 1, watch, in(Duration.ofSeconds(60)));
        }

        /** The label of every pixel, on the grid of the image. */
        public byte[] labels(float[] values, int rows, int columns) throws ModelFailure {
            var normalised = values.clone();
            manifest.normalisation().apply(normalised);
            var labels = new byte[rows * columns];
            int count = manifest.labels().size();
            int[] size = {rows, columns, 1};
            process.deadline(in(Duration.ofSeconds(60)));
            new SlidingWindow(manifest.sides(), manifest.overlap(), count)
                    .run(
                            normalised,
                            size,
                            process,
                            new LabelPlanes(
                                    count,
                                    size,
                                    size,
                                    (row, own) ->
                                            System.arraycopy(
                                                    own, 0, labels, row * columns, columns)));
            return labels;
        }

        NetworkProcess process() {
            return process;
        }

        @Override
        public void close() {
            process.close();
            watch.shutdownNow();
        }
    }

    static long in(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    /** A manifest for a network of two labels; what differs is put in the place of lines. */
    static String manifest(String name, byte[] network, Map<String, String> instead) {
        var lines =
                new java.util.LinkedHashMap<String, String>(
                        Map.of(
                                "format", "medsendx-model/1",
                                "name", name,
                                "version", "\"1\"",
                                "licence", "GPL-3.0-or-later",
                                "intended-use", "tests",
                                "for", "{modality: CT}",
                                "sha256", digest(network),
                                "input",
                                        "{values: HU, normalisation: {kind: none}, patch: [8, 8],"
                                                + " overlap: 0.5}",
                                "labels",
                                        "[{label: low, title: Low, colour: \"#112233\"},"
                                                + " {label: high, title: High, colour:"
                                                + " \"#445566\"}]"));
        lines.putAll(instead);
        var text = new StringBuilder();
        lines.forEach((key, value) -> {
            if (!value.isEmpty()) {
                text.append(key).append(": ").append(value).append('\n');
            }
        });
        return text.toString();
    }

    static String digest(byte[] network) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(network));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A package of a folder of models. */
    static Path write(Path folder, String name, byte[] network, Map<String, String> instead) {
        try {
            var own = Files.createDirectories(folder.resolve(name));
            Files.write(own.resolve(ModelPackage.NETWORK), network);
            Files.writeString(own.resolve(ModelPackage.MANIFEST), manifest(name, network, instead));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A package in memory. */
    static ModelPackage model(byte[] network, Map<String, String> instead) throws ModelFailure {
        var manifest = ManifestFile.read(manifest("of-a-test", network, instead));
        return new ModelPackage(
                manifest,
                name ->
                        name.equals(ModelPackage.NETWORK)
                                ? new ByteArrayInputStream(network)
                                : new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8)));
    }
}
