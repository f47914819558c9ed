package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program that builds images. */
public enum Builder {
    PODMAN,
    BUILDAH,
    DOCKER;

    /** The same files make the same layer, whenever they are copied. */
    private static final String TIMESTAMP = "0";

    String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one that is asked for, or the first that is installed.
     *
     * @throws IOException when it, or every one, is missing
     */
    public static Builder find(@Nullable String with) throws IOException {
        for (var builder : values()) {
            if ((with == null || with.equals(builder.program())) && builder.installed()) {
                return builder;
            }
        }
        throw new IOException(
                with == null
                        ? "none of podman, buildah and docker is installed"
                        : with + " is not installed, or cannot build images");
    }

    private boolean installed() {
        var path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program())));
    }

    /**
     * One image to build.
     *
     * @param file the Dockerfile
     * @param context the folder it copies from
     * @param target the stage, or empty for the last
     */
    record Job(
            Path file,
            Path context,
            String tag,
            Platform platform,
            String target,
            Map<String, String> arguments,
            Map<String, String> labels) {

        Job {
            arguments = Map.copyOf(arguments);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Builds.
     *
     * @param log gets what the program says
     * @throws IOException when it fails, with its last lines
     */
    void build(Job job, Path log) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program());
        command.add(this == BUILDAH ? "bud" : "build");
        command.addAll(List.of("--file", job.file().toString(), "--tag", job.tag()));
        command.addAll(List.of("--platform", job.platform().ofImages()));
        if (!job.target().isEmpty()) {
            command.addAll(List.of("--target", job.target()));
        }
        if (this == DOCKER) {
            command.addAll(List.of("--build-arg", "SOURCE_DATE_EPOCH=" + TIMESTAMP));
        } else {
            // Health checks and shells of others are no part of an image of the OCI.
            command.addAll(
                    List.of("--timestamp", TIMESTAMP, "--layers", "--format", "oci", "--quiet"));
        }
        sorted(job.arguments()).forEach(pair -> command.addAll(List.of("--build-arg", pair)));
        sorted(job.labels()).forEach(pair -> command.addAll(List.of("--label", pair)));
        command.add(job.context().toString());
        Command.run(command, log);
    }

    private static List<String> sorted(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .toList();
    }

    /** How big an image is, in bytes. */
    long size(String tag) throws IOException, InterruptedException {
        if (this == BUILDAH) {
            // It says the size in words only; the sum of its layers is in the manifest of a copy.
            return 0;
        }
        var process =
                new ProcessBuilder(program(), "image", "inspect", "--format", "{{.Size}}", tag)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program() + " does not know " + tag);
        }
        return Long.parseLong(text.strip());
    }
}
