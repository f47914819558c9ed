package org.medsendx.localstack.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The jars of this module as they are built: brokers and the S3 server run from them, whatever runs
 * this. A JVM keeps nothing for the next start of a class path with folders.
 */
public final class OwnJars {

    private OwnJars() {}

    /**
     * The module's own jar, then its libraries by name.
     *
     * @param home the checked-out tree
     * @throws IOException when they are not there; the message says what to do
     */
    public static List<Path> of(Path home) throws IOException {
        var target = home.resolve("local-stack/target");
        var jars = new ArrayList<Path>();
        for (var file : jars(target)) {
            if (file.getFileName().toString().matches("local-stack-[0-9].*(?<!-tests)\\.jar")) {
                jars.add(file);
            }
        }
        // Of several versions the one that was built last.
        jars.sort(Comparator.comparing((Path jar) -> jar.toFile().lastModified()).reversed());
        var libraries = jars(target.resolve("lib"));
        if (jars.isEmpty() || libraries.isEmpty()) {
            throw new IOException(
                    "not built: local-stack; run ./medsendx, which builds what is stale");
        }
        var all = new ArrayList<>(jars.subList(0, 1));
        all.addAll(libraries);
        return all;
    }

    /** The argument of {@code -cp}. */
    public static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
