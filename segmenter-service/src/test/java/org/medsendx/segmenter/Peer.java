package org.medsendx.segmenter;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs and files beside this repository. A test that misses one is skipped with a line that
 * says so; with {@code MEDSENDX_PEERS=required} a missing program is a failure.
 */
public final class Peer {

    /** A Python with pydicom and numpy. */
    public static final String PYTHON = "/usr/bin/python3";

    private Peer() {}

    /** What a program printed, and how it ended. */
    public record Result(int status, List<String> lines) {}

    /** Runs a program to its end. */
    public static Result run(String input, String... command)
            throws IOException, InterruptedException {
        Path given = Files.createTempFile("input", ".txt");
        try {
            Files.writeString(given, input);
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(given.toFile())
                            .start();
            var text =
                    new String(
                            process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Result(process.waitFor(), text.lines().toList());
        } finally {
            Files.delete(given);
        }
    }

    /** Goes on when programs are on the path. */
    public static void require(String... programs) {
        for (String program : programs) {
            boolean there =
                    List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!there) {
                missing(program + " is not installed");
            }
        }
    }

    /** Goes on when there is a Python with pydicom. */
    public static void requirePydicom() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON))
                || run("", PYTHON, "-c", "import pydicom, numpy").status() != 0) {
            missing("pydicom is not installed");
        }
    }

    private static void missing(String what) {
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            fail(what);
        }
        abort("skipped: " + what);
    }
}
