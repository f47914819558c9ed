package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.localstack.stack.StackFolders;

/** The examples read what the suite wrote, and two that share no code agree on it. */
@ExtendWith(RunningStack.class)
class ExamplesIT {

    private static final Path EXAMPLES = Tree.home().resolve("examples");

    @BeforeAll
    static void run() throws Exception {
        RunningStack.sendAndFollow(RunningStack.fleet(5));
    }

    @Test
    void the_java_example_lists_every_scan_that_is_assessed_and_uploaded() throws Exception {
        assertThat(java())
                .anyMatch(line -> line.matches("[1-9]\\d* scans, .* 0 unreadable, 0 missing"));
    }

    @Test
    void the_javascript_example_prints_what_the_java_example_prints() throws Exception {
        Peers.require("node");
        Path folder = EXAMPLES.resolve("javascript-consumer");
        boolean installed = Files.isDirectory(folder.resolve("node_modules/kafkajs"));
        if (!installed && "required".equals(System.getenv("MEDSENDX_PEERS"))) {
            throw new AssertionError("npm ci was not run in examples/javascript-consumer");
        }
        Assumptions.assumeTrue(
                installed, "kafkajs is not installed (npm ci in the example): skipped");

        List<String> theirs =
                lines(
                        List.of(
                                "node",
                                folder.resolve("worklist.mjs").toString(),
                                StackFolders.forOtherClients(reader()).toString(),
                                "--until-idle",
                                "3"));

        assertThat(scans(theirs)).isNotEmpty().isEqualTo(scans(java()));
    }

    private static List<String> scans(List<String> lines) {
        return lines.stream().filter(line -> line.endsWith(".dcm")).toList();
    }

    private static List<String> java() throws IOException, InterruptedException {
        Path target = EXAMPLES.resolve("java-consumer/target");
        assertThat(target.resolve("lib")).as("built with the suite").isDirectory();
        return lines(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "org.medsendx.examples.WorkList",
                        reader().toString(),
                        "--until-idle",
                        "3"));
    }

    private static Path reader() {
        return RunningStack.get().folders().cloudReader();
    }

    private static List<String> lines(List<String> command)
            throws IOException, InterruptedException {
        Path printed = Files.createTempFile("example", ".txt");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectOutput(printed.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
            } finally {
                process.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(printed);
            assertThat(process.exitValue()).as("%s", lines).isZero();
            return lines;
        } finally {
            Files.delete(printed);
        }
    }
}
