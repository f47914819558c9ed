package org.medsendx.segmenter.model;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/**
 * A manifest and where its network is: {@code NAME/manifest.yaml} and {@code NAME/model.onnx} in
 * the folder of models, the same two in {@code NAME.zip} there, or what this program brings along.
 */
record ModelPackage(Manifest manifest, Contents files) {

    static final String MANIFEST = "manifest.yaml";
    static final String NETWORK = "model.onnx";
    private static final int LONGEST_MANIFEST = 1 << 20;
    private static final int LONGEST_PLANS = 1 << 22;

    /** Opens a file of a package. */
    interface Contents {
        /** The file; null when there is none. */
        @Nullable InputStream open(String name) throws IOException;
    }

    static ModelPackage read(@Nullable Path folder, String name) throws ModelFailure {
        if (!Manifest.NAME.matcher(name).matches()) {
            throw new ModelFailure(
                    Reason.MISSING, "a model's name is lower case letters, digits and hyphens");
        }
        var files = files(folder, name);
        try (var in = files.open(MANIFEST)) {
            if (in == null) {
                throw new ModelFailure(
                        Reason.MISSING,
                        name
                                + " has no "
                                + MANIFEST
                                + (has(files, NnunetPlans.FILE)
                                        ? ", which nnU-Net does not write; docs/models.md says what"
                                                + " of its plans goes there"
                                        : ""));
            }
            var bytes = in.readNBytes(LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST) {
                throw new ModelFailure(Reason.MANIFEST, name + ": the manifest is too long");
            }
            var manifest = ManifestFile.read(new String(bytes, StandardCharsets.UTF_8));
            if (!manifest.name().equals(name)) {
                throw new ModelFailure(
                        Reason.MANIFEST, "the manifest of " + name + " has another name");
            }
            compareWithPlans(manifest, files);
            return new ModelPackage(manifest, files);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static boolean has(Contents files, String name) throws IOException {
        try (var in = files.open(name)) {
            return in != null;
        }
    }

    private static void compareWithPlans(Manifest manifest, Contents files)
            throws IOException, ModelFailure {
        try (var in = files.open(NnunetPlans.FILE)) {
            if (in == null) {
                return;
            }
            var bytes = in.readNBytes(LONGEST_PLANS + 1);
            if (bytes.length > LONGEST_PLANS) {
                throw new ModelFailure(Reason.MANIFEST, NnunetPlans.FILE + " is too long");
            }
            NnunetPlans.check(manifest, bytes);
        }
    }

    /** The network's bytes, to be compared with the manifest's digest by whoever reads them. */
    InputStream network() throws ModelFailure {
        try {
            var in = files.open(NETWORK);
            if (in == null) {
                throw new ModelFailure(
                        Reason.MISSING,
                        manifest.name()
                                + " has no "
                                + NETWORK
                                + "; a checkpoint of a training has to be exported to ONNX");
            }
            return in;
        } catch (IOException e) {
            throw unreadable(manifest.name(), e);
        }
    }

    private static ModelFailure unreadable(String name, IOException e) {
        return new ModelFailure(
                Reason.MISSING, name + " cannot be read: " + e.getClass().getSimpleName());
    }

    private static Contents files(@Nullable Path folder, String name) {
        if (folder != null && Files.isDirectory(folder.resolve(name))) {
            var own = folder.resolve(name);
            return file ->
                    Files.isRegularFile(own.resolve(file))
                            ? new BufferedInputStream(Files.newInputStream(own.resolve(file)))
                            : null;
        }
        if (folder != null && Files.isRegularFile(folder.resolve(name + ".zip"))) {
            return file -> zipped(folder.resolve(name + ".zip"), file);
        }
        return file -> ModelPackage.class.getResourceAsStream("/models/" + name + "/" + file);
    }

    private static @Nullable InputStream zipped(Path zip, String name) throws IOException {
        var file = new ZipFile(zip.toFile());
        var entry = file.getEntry(name);
        if (entry == null) {
            file.close();
            return null;
        }
        return new FilterInputStream(file.getInputStream(entry)) {
            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
