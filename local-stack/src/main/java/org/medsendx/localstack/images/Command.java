package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program of others to its end. */
final class Command {

    private static final int LAST_LINES = 15;

    private Command() {}

    /**
     * Runs it, and adds what it says to a log.
     *
     * @throws IOException when it is missing or fails, with its last lines
     */
    static void run(List<String> command, Path log) throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        int before = Files.exists(log) ? Files.readAllLines(log).size() : 0;
        int status =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start()
                        .waitFor();
        if (status != 0) {
            var lines = Files.readAllLines(log);
            lines = lines.subList(before, lines.size());
            throw new IOException(
                    "%s ended with %d; see %s%n%s"
                            .formatted(
                                    command.getFirst(),
                                    status,
                                    log,
                                    String.join(
                                            "\n",
                                            lines.subList(
                                                    Math.max(0, lines.size() - LAST_LINES),
                                                    lines.size()))));
        }
    }
}
