package org.medsendx.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProgramTest {

    private static final String SERVICE = "edge-ingest";

    @TempDir private Path home;

    private Path executables = Path.of("");

    @BeforeEach
    void folder() throws IOException {
        executables = Files.createDirectory(home.resolve("executables"));
    }

    @Test
    void a_jar_is_run_by_this_java_with_settings_before_it() throws IOException {
        var jar = home.resolve(SERVICE).resolve("target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        for (String unset : List.of("", " ")) {
            assertThat(
                            command(
                                    ServiceProgram.of(
                                            home, SERVICE, Ahead.of(home, false, "off"), unset)))
                    .containsExactly(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-Dkey=value",
                            "-jar",
                            jar.toString());
        }
    }

    @Test
    void an_executable_takes_the_heap_and_the_settings_and_nothing_of_a_jvm() throws IOException {
        var file = Files.createFile(executables.resolve("edge-ingest-runner"));
        assertThat(file.toFile().setExecutable(true)).isTrue();

        assertThat(
                        command(
                                ServiceProgram.of(
                                        home,
                                        SERVICE,
                                        Ahead.of(home, false, null),
                                        executables.toString())))
                .containsExactly(file.toString(), "-Xmx64m", "-Dkey=value");
    }

    private static List<String> command(ServiceProgram program) throws IOException {
        return program.command("64m", Map.of("key", "value"), List.of("-XX:+UseSerialGC"));
    }

    @Test
    void a_jar_that_is_not_built_is_named() {
        assertThatThrownBy(
                        () -> ServiceProgram.of(home, SERVICE, Ahead.of(home, false, null), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not built: edge-ingest/target");
    }

    @Test
    void a_folder_that_is_none_is_named() {
        var none = home.resolve("none").toString();

        assertThatThrownBy(
                        () -> ServiceProgram.of(home, SERVICE, Ahead.of(home, false, null), none))
                .isInstanceOf(IOException.class)
                .hasMessage("MEDSENDX_NATIVE names " + none + ", which is no folder");
    }

    @Test
    void an_executable_that_is_missing_is_named() {
        assertThatThrownBy(() ->
                        ServiceProgram.of(
                                home, SERVICE, Ahead.of(home, false, null), executables.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no edge-ingest-runner");
    }

    @Test
    void an_executable_that_may_not_be_executed_is_named() throws IOException {
        Files.createFile(executables.resolve("edge-ingest-runner"));

        assertThatThrownBy(() ->
                        ServiceProgram.of(
                                home, SERVICE, Ahead.of(home, false, null), executables.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("edge-ingest-runner is not executable");
    }
}
