package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Viewers' own libraries open the studies of a truck: dicomweb-client, as OHIF uses it, and dwv.
 */
@ExtendWith(RunningStack.class)
class DicomWebIT {

    private static final Path EXAMPLE = Tree.home().resolve("examples/dicomweb-reader");

    @Test
    void dicomweb_client_and_dwv_open_every_image_and_see_the_same_values() throws Exception {
        Peers.require("node");
        boolean installed = Files.isDirectory(EXAMPLE.resolve("node_modules/dicomweb-client"));
        if (!installed && "required".equals(System.getenv("MEDSENDX_PEERS"))) {
            throw new AssertionError("npm ci was not run in examples/dicomweb-reader");
        }
        Assumptions.assumeTrue(installed, "npm ci was not run in the example: skipped");
        RunningStack.sendAndFollow(RunningStack.scans(10));

        var lines = read();

        assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines).allMatch(line -> line.endsWith("frames and instance agree"));
        assertThat(lines).anyMatch(line -> line.startsWith("MG "));
        assertThat(lines).anyMatch(line -> line.startsWith("CT "));
    }

    private static List<String> read() throws Exception {
        Path printed = Files.createTempFile("dicomweb", ".txt");
        try {
            var process =
                    new ProcessBuilder(
                                    "node",
                                    EXAMPLE.resolve("study.mjs").toString(),
                                    RunningStack.get().addresses().segmenter(),
                                    "--limit",
                                    "10")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectOutput(printed.toFile())
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
