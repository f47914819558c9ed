package org.medsendx.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A peer as a program of its own. */
public final class Program {

    private Program() {}

    /** Whether a command, such as one that prints a version, can be run and succeeds. */
    public static boolean works(String... command) throws InterruptedException {
        try {
            run(List.of(command));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What a program prints.
     *
     * @throws IOException when it cannot be started or does not end with status 0
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            byte[] printed = process.getInputStream().readAllBytes();
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command.getFirst() + " ended with status " + status);
            }
            return new String(printed, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
