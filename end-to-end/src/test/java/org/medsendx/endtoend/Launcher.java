package org.medsendx.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./medsendx} as a person would; what the Maven build has built is not built again. */
public final class Launcher {

    private Launcher() {}

    /**
     * @param output standard output and standard error together
     */
    public record Result(int status, String output) {}

    public static Result run(Duration patience, String... arguments)
            throws IOException, InterruptedException {
        return run(patience, Map.of(), arguments);
    }

    public static Result run(
            Duration patience, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("medsendx-test", ".log");
        try {
            var process = start(output, environment, arguments);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                process.waitFor(20, TimeUnit.SECONDS);
                process.destroyForcibly();
                throw new AssertionError(
                        "still running after " + patience + ":\n" + Files.readString(output));
            }
            return new Result(
                    process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static Process start(Path output, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<String>(List.of(Tree.home().resolve("medsendx").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("MEDSENDX_BUILD", "skip");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.start();
    }
}
