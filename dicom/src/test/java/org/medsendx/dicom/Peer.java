package org.medsendx.dicom;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs and files beside this repository. A test that misses one is skipped with a line that
 * says so; with {@code MEDSENDX_PEERS=required} it fails.
 */
public final class Peer {

    public static final String PYTHON = "/usr/bin/python3";

    private Peer() {}

    /** What a program printed, and how it ended. */
    public record Result(int status, List<String> lines) {}

    public static Result run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Result(process.waitFor(), text.lines().toList());
    }

    /** Goes on when a command that asks a program for its version works. */
    public static void require(String name, String... command) throws InterruptedException {
        try {
            if (run(command).status() == 0) {
                return;
            }
        } catch (IOException e) {
            // not installed
        }
        missing(name + " is not installed");
    }

    /** The folder of real files beside the repository. */
    public static Path samples() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path samples = at.resolve("shared").resolve("samples");
            if (Files.isDirectory(samples)) {
                return samples;
            }
        }
        missing("there is no folder ../shared/samples");
        throw new IllegalStateException();
    }

    private static void missing(String what) {
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            fail(what);
        }
        abort("skipped: " + what);
    }
}
