package org.medsendx.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.medsendx.localstack.process.ServiceProgram;

/** One service as the process it is, without the others and without any broker. */
final class LoneService implements AutoCloseable {

    // A machine that is busy with other tests is slow.
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private LoneService(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder for its log
     */
    static LoneService start(String service, Path folder, Map<String, String> settings)
            throws IOException {
        return start(service, folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), settings);
    }

    /** Starts one with an environment and further settings on the command line. */
    static LoneService start(
            String service,
            Path folder,
            Map<String, String> environment,
            Map<String, String> settings)
            throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var all = new LinkedHashMap<>(settings);
        // A manifest's environment says all that there is to say.
        boolean deployed =
                environment.keySet().stream().anyMatch(name -> name.startsWith("MEDSENDX_"));
        if (!settings.containsKey("medsendx.web.access") && !deployed) {
            all.put("medsendx.web.access", "loopback");
            all.put("quarkus.oidc.tenant-enabled", "false");
        }
        all.put("quarkus.http.port", Integer.toString(port));
        var command =
                ServiceProgram.of(Tree.home(), service)
                        .command(
                                "192m",
                                all,
                                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        Path log = folder.resolve(service + ".log");
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new LoneService(builder.start(), log, port);
    }

    /** Where it listens on loopback. */
    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** The status of a page; 0 while nobody answers. */
    int status(String path) throws InterruptedException {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Waits until a page has this status; fails at once when the service ends. */
    void awaitStatus(String path, int status) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the service ended:\n" + log());
                    }
                    return status(path) == status;
                });
    }

    /** Ends it as a power cut does, after a time or when it has ended by itself. */
    void killAfter(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Waits for its end, which nobody asked for. @return the exit status */
    int exitStatus() throws InterruptedException, IOException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running:\n" + log());
        }
        return process.exitValue();
    }

    /** Asks it to end as a supervisor does. @return whether it does so in time */
    boolean ends() throws InterruptedException {
        process.destroy();
        return process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        http.close();
        try {
            if (!ends()) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
