package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;

/**
 * The suite with executables of {@code MEDSENDX_NATIVE=DIR} instead of its jars: found, started,
 * ready, followed, ended. Stand-ins are run, so this proves the way there and nothing of GraalVM.
 */
class ExecutablesIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private Path executables = Path.of("");
    private Path noted = Path.of("");

    @BeforeEach
    void make() throws Exception {
        executables = Files.createDirectory(folder.resolve("executables"));
        noted = StandIns.in(executables);
    }

    private Map<String, String> environment() {
        return Map.of("MEDSENDX_NATIVE", executables.toString());
    }

    @Test
    void the_demo_ends_as_with_jars() throws Exception {
        Path out = folder.resolve("out");

        var result =
                Launcher.run(
                        Duration.ofMinutes(4),
                        environment(),
                        "demo",
                        "--exit",
                        "--scans",
                        "5",
                        "--out",
                        out.toString());

        assertThat(result.status()).as(result.output()).isZero();
        var summary = EventCodec.JSON.readTree(out.resolve("identified/summary.json").toFile());
        assertThat(summary.at("/stages/mined/count").asInt()).isEqualTo(5);
        var starts = Files.readAllLines(noted);
        assertThat(starts).hasSize(StandIns.SERVICES.size());
        for (String service : StandIns.SERVICES) {
            assertThat(starts)
                    .filteredOn(line -> line.startsWith(service + " "))
                    .singleElement()
                    .asString()
                    .containsPattern("-Xmx\\d+m -Dquarkus\\.config\\.locations=\\S+")
                    .doesNotContain("-jar", "-XX");
            // Asked to end, and not killed.
            assertThat(Files.readString(out.resolve("logs").resolve(service + ".log")))
                    .contains(service + " stopped in");
        }
        assertThat(Processes.naming(out)).isEmpty();
    }

    @Test
    void an_executable_that_is_missing_or_may_not_run_is_named_before_anything_starts()
            throws Exception {
        Path one = executables.resolve("segmenter-service-runner");
        Files.setPosixFilePermissions(
                one, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        var refused = demo("refused");

        assertThat(refused.output()).contains("segmenter-service-runner is not executable");

        Files.delete(one);
        var missing = demo("missing");

        assertThat(missing.output()).contains("has no segmenter-service-runner");
        assertThat(noted).doesNotExist();
        for (var result : new Launcher.Result[] {refused, missing}) {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.output()).doesNotContain("starting two Kafka brokers");
        }
    }

    private Launcher.Result demo(String out) throws Exception {
        return Launcher.run(
                SHORT, environment(), "demo", "--exit", "--out", folder.resolve(out).toString());
    }
}
