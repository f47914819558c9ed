package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds and runs programs of others as peers, those of dcmtk first of all. */
public final class Dcmtk {

    private Dcmtk() {}

    /** How a program ended, and what it printed. */
    public record Result(int exit, String output) {}

    /** Where a program is; also where only an administrator's path leads. */
    public static Optional<String> find(String program) {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Skips the test when the program is absent; fails it when peers are required. */
    public static void assumePresent(String program) {
        boolean present = find(program).isPresent();
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            Assertions.assertTrue(present, program + " is not installed");
        }
        Assumptions.assumeTrue(present, program + " is not installed: skipped");
    }

    public static Result run(Path folder, String... command)
            throws IOException, InterruptedException {
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

    public static Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(command))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        // Without these its every message waits for a delayed acknowledgement.
        builder.environment().put("TCP_NODELAY", "1");
        builder.environment().put("TCP_BUFFER_LENGTH", "262144");
        return builder.start();
    }

    /** Whether a program takes connections at a port of this machine. */
    public static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
