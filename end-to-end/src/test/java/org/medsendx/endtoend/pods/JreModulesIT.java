package org.medsendx.endtoend.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.medsendx.endtoend.Tree;
import org.medsendx.localstack.images.ImageBuild;
import org.medsendx.localstack.images.JavaRuntime;

/** The JRE of the images has what the jars in them need, and no more. */
@Tag("alone")
class JreModulesIT {

    private static final Path IMAGES = Tree.home().resolve("deploy/images");
    private static final Pattern NEEDED = Pattern.compile("-> ((java|jdk)\\.[a-z.]+)$");

    @Test
    void every_module_that_a_jar_needs_is_there_or_left_out_with_a_reason() throws IOException {
        var lines = Files.readAllLines(IMAGES.resolve("modules"));
        var leftOut =
                lines.stream()
                        .filter(line -> line.startsWith("- "))
                        .map(line -> line.split(" +")[1])
                        .toList();
        var atRunTime =
                lines.stream()
                        .filter(line -> line.contains(" run time: "))
                        .map(line -> line.split(" ")[0])
                        .toList();
        var linked = JavaRuntime.modules(IMAGES.resolve("modules"));
        var needed = needed();

        var answered = new TreeSet<>(linked);
        answered.addAll(leftOut);
        assertThat(answered).containsAll(needed);
        var unasked = new TreeSet<>(linked);
        unasked.removeAll(needed);
        unasked.removeAll(atRunTime);
        assertThat(unasked).isEmpty();
        assertThat(needed).containsAll(leftOut).doesNotContainAnyElementsOf(atRunTime);
    }

    private static TreeSet<String> needed() throws IOException {
        var needed = new TreeSet<String>();
        for (var service : ImageBuild.SERVICES) {
            var built = Tree.home().resolve(service).resolve("target/quarkus-app");
            var roots = new ArrayList<>(List.of(built.resolve("quarkus-run.jar")));
            roots.addAll(jars(built.resolve("app")));
            roots.addAll(jars(built.resolve("quarkus")));
            needed.addAll(
                    needed(
                            roots,
                            built.resolve("lib/main") + "/*:" + built.resolve("lib/boot") + "/*"));
        }
        var kafka = IMAGES.resolve("kafka/target/lib");
        var roots =
                jars(kafka).stream()
                        .filter(jar -> jar.getFileName().toString().startsWith("kafka"))
                        .toList();
        needed.addAll(needed(roots, kafka + "/*"));
        return needed;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    // As a process of its own: the tool keeps what it read when it is run again in one.
    private static TreeSet<String> needed(List<Path> roots, String classPath) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jdeps").toString(),
                                "--multi-release",
                                "25",
                                "--ignore-missing-deps",
                                "-s",
                                "-R",
                                "--class-path",
                                classPath));
        roots.forEach(root -> arguments.add(root.toString()));
        var needed = new TreeSet<String>();
        Podman.exec(Map.of(), arguments)
                .lines()
                .map(NEEDED::matcher)
                .filter(line -> line.find())
                .forEach(line -> needed.add(line.group(1)));
        return needed;
    }
}
