package org.medsendx.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One process of the stack, its output in a log file. */
public final class ChildProcess implements AutoCloseable {

    /** What Kubernetes gives a pod that says nothing else. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final String name;
    private final Path log;
    private final Process process;
    private final CompletableFuture<Instant> endedAt;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.endedAt = process.onExit().thenApply(ended -> Instant.now());
    }

    /** Starts a process; stdout and stderr are appended to {@code log}. */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new ChildProcess(name, log, builder.start());
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** When it ended; now, while it is alive. */
    public Instant ended() {
        return process.isAlive() ? Instant.now() : endedAt.getNow(Instant.now());
    }

    /**
     * How it ended: its exit status, or 128 and the number of the signal that killed it.
     *
     * @throws IllegalThreadStateException while it is alive
     */
    public int exitStatus() {
        return process.exitValue();
    }

    /** Waits until it has ended; {@link #exitStatus}. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Resident memory in bytes as the kernel counts it, or 0 where that cannot be read. */
    public long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    /** The last lines of its output, for an error message. */
    public String lastLines(int count) {
        try {
            var lines = Files.readAllLines(log);
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** Asks it to end, without waiting. */
    public void askToEnd() {
        process.destroy();
    }

    /** Kills it at once, as a power cut would, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it: asks, waits as long as a pod is waited for, then kills. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
