package org.medsendx.webguard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A service as it is deployed: the built jar in a process of its own, on a free port. Where it
 * needs settings of its own, its tests extend this.
 */
public class BuiltService implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String address;

    /**
     * Starts it, and returns when it listens.
     *
     * @param folder for its log
     * @param heap of the machine, as {@code -Xmx} has it
     * @param settings arguments of the Java machine
     */
    protected BuiltService(Path folder, String heap, List<String> settings) throws IOException {
        log = Files.createTempFile(folder, "service", ".log");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heap,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dquarkus.http.port=0",
                                "-Dquarkus.log.console.json.enabled=false"));
        command.addAll(settings);
        command.addAll(List.of("-jar", JAR.toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            address = await().atMost(START).until(this::listensAt, found -> !found.isEmpty());
        } catch (ConditionTimeoutException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private String listensAt() throws IOException {
        // Its end is looked at first: what it said before stands in the log then.
        boolean ended = !process.isAlive();
        var matcher = LISTENING.matcher(Files.readString(log));
        if (matcher.find()) {
            return matcher.group(1);
        }
        if (ended) {
            throw new IllegalStateException("the service ended:\n" + Files.readString(log));
        }
        return "";
    }

    /** What it has said. */
    public final String log() throws IOException {
        return Files.readString(log);
    }

    /** What a page or a program gets. */
    public final HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(asked(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What a program does. */
    public final HttpResponse<byte[]> post(String path, String json)
            throws IOException, InterruptedException {
        return http.send(
                asked(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
    }

    /** Where it listens. */
    public final int port() {
        return URI.create(address).getPort();
    }

    /** As a power cut ends it. */
    public final void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public final void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
        http.close();
    }
}
