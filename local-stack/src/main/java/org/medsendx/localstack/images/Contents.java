package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.medsendx.contracts.Sha256;
import org.medsendx.localstack.result.OutFolder;

/**
 * The folder that images of one platform are built from: each file where its layer has it. A layer
 * is a folder, and what changes with every version is apart from what does not.
 */
final class Contents {

    /** Libraries of this house change with every version, those of others do not. */
    private static final String OURS = "org.medsendx.";

    private final Path home;
    private final Path folder;
    private final Platform platform;

    Contents(Path home, Path folder, Platform platform) {
        this.home = home;
        this.folder = folder;
        this.platform = platform;
    }

    Path folder() {
        return folder;
    }

    Path jre() {
        return folder.resolve("jre");
    }

    private Path images() {
        return home.resolve("deploy/images");
    }

    /** The libraries of others that all services have, and the options of the JVM. */
    Set<String> shared(List<String> services) throws IOException {
        var to = anew("shared");
        Files.copy(images().resolve("jvm.options"), to.resolve("jvm.options"));
        var shared = common(services);
        for (var library : shared) {
            Jars.copy(built(services.getFirst()).resolve(library), to.resolve(library), platform);
        }
        return shared;
    }

    /** What one service has besides. */
    void service(String service, Set<String> shared) throws IOException {
        var libraries = anew(service).resolve("libraries");
        var application = folder.resolve(service).resolve("application");
        Files.createDirectories(libraries);
        var built = built(service);
        for (var library : libraries(built)) {
            if (!shared.contains(library)) {
                var layer = ours(library) ? application : libraries;
                Jars.copy(built.resolve(library), layer.resolve(library), platform);
            }
        }
        for (var part : List.of("app", "quarkus", "quarkus-run.jar")) {
            copy(built.resolve(part), application.resolve(part));
        }
        bill(home.resolve(service), application);
    }

    /** A native executable and what it consists of. */
    void executable(String service, Path executable) throws IOException {
        var to = Files.createDirectories(anew(service).resolve("native"));
        copy(executable, to.resolve("application"));
        if (!to.resolve("application").toFile().setExecutable(true, false)) {
            throw new IOException("cannot make it executable: " + executable);
        }
        bill(home.resolve(service), to);
    }

    /** The broker: its libraries, and a program for each thing that base/kafka calls. */
    void kafka() throws IOException {
        var to = anew("kafka");
        var module = images().resolve("kafka");
        Files.copy(images().resolve("jvm.options"), to.resolve("jvm.options"));
        try (var jars = Files.newDirectoryStream(module.resolve("target/lib"), "*.jar")) {
            for (var jar : jars) {
                Jars.copy(jar, to.resolve("libs").resolve(jar.getFileName()), platform);
            }
        }
        var bin = Files.createDirectories(to.resolve("bin"));
        for (var program : List.of("server-start", "storage", "topics", "acls", "configs")) {
            var file = bin.resolve("kafka-" + program + ".sh");
            Files.copy(module.resolve("run.sh"), file);
            if (!file.toFile().setExecutable(true, false)) {
                throw new IOException("cannot make it executable: " + file);
            }
        }
        bill(module, to);
    }

    private Path built(String service) throws IOException {
        var built = home.resolve(service).resolve("target/quarkus-app");
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new IOException("not built: " + service);
        }
        return built;
    }

    private static void bill(Path module, Path to) throws IOException {
        var bill = module.resolve("target/bom.json");
        if (!Files.exists(bill)) {
            throw new IOException(
                    "no bill of materials of "
                            + module.getFileName()
                            + ": Maven writes none when it is offline");
        }
        Files.createDirectories(to);
        Files.copy(bill, to.resolve("sbom.cdx.json"));
    }

    private Set<String> common(List<String> services) throws IOException {
        var digests = new HashMap<String, String>();
        var common = new TreeSet<String>();
        for (var service : services) {
            var built = built(service);
            var here = new TreeSet<String>();
            for (var library : libraries(built)) {
                var digest = Sha256.of(built.resolve(library));
                if (!ours(library)
                        && digest.equals(digests.computeIfAbsent(library, l -> digest))) {
                    here.add(library);
                }
            }
            if (service.equals(services.getFirst())) {
                common.addAll(here);
            } else {
                common.retainAll(here);
            }
        }
        return common;
    }

    private static boolean ours(String library) {
        return library.substring(library.lastIndexOf('/') + 1).startsWith(OURS);
    }

    /** Paths such as lib/main/NAME.jar. */
    private static List<String> libraries(Path built) throws IOException {
        try (var files = Files.walk(built.resolve("lib"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> built.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path anew(String name) throws IOException {
        var path = folder.resolve(name);
        OutFolder.delete(path);
        return Files.createDirectories(path);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : new ArrayList<>(files.toList())) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
