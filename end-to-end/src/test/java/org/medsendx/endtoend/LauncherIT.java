package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {"demo", "process", "up", "inspect", "send", "verify-audit", "test", "bench"})
    void every_command_explains_itself(String command) throws Exception {
        var result = Launcher.run(SHORT, command, "--help");

        assertThat(result.status()).isZero();
        assertThat(result.output().toLowerCase(Locale.ROOT)).contains("usage");
    }

    @Test
    void an_unknown_command_is_an_error_that_says_where_to_look() throws Exception {
        var result = Launcher.run(SHORT, "dance");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("unknown command: dance").contains("--help");
    }

    @Test
    void says_what_to_install_when_there_is_no_jdk_and_exits_with_2() throws Exception {
        // A copy that sees an empty PATH of Java and no usual folders: only the tools that the
        // script itself needs.
        var script =
                Files.readString(Tree.home().resolve("medsendx"))
                        .replaceAll("/usr/lib/jvm/\\*[^;]*;", folder.resolve("none") + "/*;");
        var launcher = folder.resolve("medsendx");
        Files.writeString(launcher, script.replace("\\\n        \"$HOME\"", "\"$HOME\""));
        var bin = Files.createDirectory(folder.resolve("bin"));
        for (var tool : List.of("bash", "dirname", "readlink", "sed", "env")) {
            Files.createSymbolicLink(bin.resolve(tool), which(tool));
        }
        var output = folder.resolve("output");
        var builder =
                new ProcessBuilder(bin.resolve("bash").toString(), launcher.toString(), "demo");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", folder.toString()));
        var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("no JDK 25").contains("Install");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    private static Path which(String tool) {
        for (var candidate : List.of("/bin/" + tool, "/usr/bin/" + tool)) {
            if (Files.isExecutable(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        throw new IllegalStateException("no " + tool);
    }

    @Test
    void process_refuses_a_folder_that_is_not_there() throws Exception {
        var result = Launcher.run(SHORT, "process", folder.resolve("nowhere").toString(), "--exit");

        assertThat(result.status()).isNotZero();
        assertThat(result.output()).contains("not a folder");
    }

    @Test
    void up_starts_again_what_was_killed_and_ends_with_all_its_processes_when_it_is_interrupted()
            throws Exception {
        var output = folder.resolve("up.log");
        var data = folder.resolve("data");
        var process = Launcher.start(output, Map.of(), "up", "--data", data.toString());
        try {
            await().atMost(Duration.ofSeconds(150))
                    .until(() ->
                            !process.isAlive()
                                    || Files.readString(output).contains("up, until Ctrl-C"));
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            assertThat(Processes.naming(data)).hasSizeGreaterThanOrEqualTo(7);

            var segmenter = Processes.naming(data.resolve("segmenter-service.properties"));
            assertThat(segmenter).hasSize(1);
            kill("-KILL", segmenter.getFirst());
            await().atMost(Duration.ofSeconds(90))
                    .until(() ->
                            Files.readString(output).contains("segmenter-service is up again"));
            var audit =
                    Launcher.run(
                            SHORT,
                            "verify-audit",
                            "--identified",
                            data.resolve("identified").toString());
            assertThat(audit.output()).contains("anonymizer: whole;", "ingest: whole;");
            assertThat(audit.status()).isZero();
            assertThat(Files.readString(output))
                    .containsPattern("segmenter-service ended at [0-9:]+: exit status 137");

            kill("-TERM", process.pid());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(20)).until(() -> Processes.naming(data).isEmpty());
            assertThat(Files.readString(output).split("ended at", -1)).hasSize(2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void kill(String signal, long process) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(process)).start().waitFor();
    }

    @Test
    void leaves_no_process_behind_when_it_is_killed() throws Exception {
        var output = folder.resolve("up.log");
        var data = folder.resolve("data");
        var process = Launcher.start(output, Map.of(), "up", "--data", data.toString());
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Processes.naming(data).size() >= 5);

            process.destroyForcibly();

            await().atMost(Duration.ofSeconds(60)).until(() -> Processes.naming(data).isEmpty());
        } finally {
            process.destroyForcibly();
        }
    }
}
