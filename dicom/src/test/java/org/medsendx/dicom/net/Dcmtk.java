package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs programs of dcmtk as peers. */
final class Dcmtk {

    private Dcmtk() {}

    /** How a program ended, and what it printed. */
    record Result(int exit, String output) {}

    /** Skips the test when the program is absent; fails it when peers are required. */
    static void assumePresent(String program) {
        boolean present =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            Assertions.assertTrue(present, program + " of dcmtk is not installed");
        }
        Assumptions.assumeTrue(present, program + " of dcmtk is not installed");
    }

    static Result run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "dcmtk", ".txt");
        Process process = start(output, List.of(command));
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException(command[0] + " did not end: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    static Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(command))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        // Without these its every message waits for a delayed acknowledgement.
        builder.environment().put("TCP_NODELAY", "1");
        builder.environment().put("TCP_BUFFER_LENGTH", "262144");
        return builder.start();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
