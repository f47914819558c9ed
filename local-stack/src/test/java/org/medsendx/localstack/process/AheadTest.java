package org.medsendx.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With JVMs of this test, which say themselves where they have a class from. */
class AheadTest {

    private static final String NAME = "small";
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC");

    @TempDir private Path home = Path.of("");
    private Path jar = Path.of("");
    private int runs;

    /** The program: a class of its own in a jar of its own. */
    public static final class Small {

        public static void main(String[] arguments) {
            System.out.println("small");
        }
    }

    @BeforeEach
    void make() throws IOException {
        jar = home.resolve("small.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Small.class.getName());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            String entry = Small.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new ZipEntry(entry));
            try (var in = Small.class.getClassLoader().getResourceAsStream(entry)) {
                assertThat(in).isNotNull();
                in.transferTo(out);
            }
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
    }

    private List<String> options(Ahead ahead) throws IOException {
        return ahead.options(NAME, OPTIONS, List.of("-jar", jar.toString()), List.of(jar));
    }

    /** Runs it to its end; the log of its classes. */
    private String run(List<String> ahead) throws IOException, InterruptedException {
        Path loaded = home.resolve("loaded" + runs++);
        var command = new ArrayList<>(List.of(ServiceProgram.java()));
        command.addAll(OPTIONS);
        command.addAll(ahead);
        command.add("-Xlog:class+load:file=" + loaded);
        command.addAll(List.of("-jar", jar.toString()));
        Path said = home.resolve("said" + runs);
        try (var process = ChildProcess.start(NAME, command, Map.of(), said)) {
            assertThat(process.awaitEnd()).isZero();
        }
        // Nothing besides, whatever is wrong with a cache; of what was noted the JVM says so
        // itself.
        assertThat(Files.readAllLines(said))
                .filteredOn(line -> !line.contains("AOTConfiguration recorded"))
                .containsExactly("small");
        return Files.readString(loaded);
    }

    private static boolean fromCache(String loaded) {
        return loaded.lines()
                .anyMatch(line ->
                        line.contains(Small.class.getName()) && line.contains("shared objects"));
    }

    private Path cache() throws IOException {
        try (var files = Files.list(home.resolve("target/ahead"))) {
            var caches = files.filter(file -> file.toString().endsWith(".aot")).toList();
            assertThat(caches).hasSize(1);
            return caches.getFirst();
        }
    }

    private void rehearse() throws IOException, InterruptedException {
        var noting = Ahead.of(home, true, null);
        run(options(noting));
        assertThat(noting.noted()).isTrue();
        noting.assemble(process -> {}, line -> {});
    }

    @Test
    void what_a_run_noted_is_used_by_the_next() throws Exception {
        assertThat(fromCache(run(options(Ahead.of(home, false, null))))).isFalse();

        rehearse();

        assertThat(fromCache(run(options(Ahead.of(home, false, null))))).isTrue();
        // Notes are 90 MB for a service.
        try (var files = Files.list(home.resolve("target/ahead"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .satisfiesExactlyInAnyOrder(
                            name -> assertThat(name).startsWith("small-").endsWith(".aot"),
                            name -> assertThat(name).isEqualTo("small.log"));
        }
    }

    @Test
    void what_is_there_is_not_noted_again_before_the_jar_is_newer() throws Exception {
        rehearse();

        assertThat(options(Ahead.of(home, true, null)))
                .anyMatch(option -> option.startsWith("-XX:AOTCache="));

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
        assertThat(options(Ahead.of(home, true, null))).contains("-XX:AOTMode=record");
        assertThat(options(Ahead.of(home, false, null))).isEmpty();
    }

    @Test
    void a_cache_that_is_damaged_or_empty_changes_nothing() throws Exception {
        rehearse();
        byte[] whole = Files.readAllBytes(cache());
        for (int length : new int[] {whole.length / 2, 100, 0}) {
            Files.write(cache(), Arrays.copyOf(whole, length));
            assertThat(fromCache(run(options(Ahead.of(home, false, null))))).isFalse();
        }
    }

    @Test
    void who_wants_none_gets_none_and_leaves_nothing() throws Exception {
        var off = Ahead.of(home, true, "off");

        assertThat(options(off)).isEmpty();
        assertThat(off.noted()).isFalse();
        assertThat(home.resolve("target")).doesNotExist();
    }

    @Test
    void a_program_that_was_killed_noted_nothing() throws Exception {
        var noting = Ahead.of(home, true, null);
        var notes =
                options(noting).stream()
                        .filter(option -> option.startsWith("-XX:AOTConfiguration="))
                        .map(option -> Path.of(option.substring(option.indexOf('=') + 1)))
                        .findFirst()
                        .orElseThrow();
        Files.createFile(notes);

        assertThat(noting.noted()).isFalse();
        noting.forget();
        assertThat(notes).doesNotExist();
    }

    @Test
    void what_a_run_left_that_was_killed_goes_with_the_next() throws Exception {
        Path folder = Files.createDirectories(home.resolve("target/ahead"));
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        Path left = Files.createFile(folder.resolve("s3." + process.pid() + ".notes"));
        Path living =
                Files.createFile(
                        folder.resolve("s3." + ProcessHandle.current().pid() + ".notes.aot"));

        options(Ahead.of(home, true, null));

        assertThat(left).doesNotExist();
        assertThat(living).exists();
    }
}
